package io.rpcboot.benchmarks;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the measurements. In each the contestants take turns, several times, each time in
 * new processes: what else goes on with the machine meets all of them.
 */
final class Benchmarks {

	private final File folder;

	private final int forks;

	private final String[] pace;

	private Benchmarks(File folder, int forks, String... pace) {
		this.folder = folder;
		this.forks = forks;
		this.pace = pace;
	}

	public static void main(String[] arguments) throws IOException {
		List<String> rest = new ArrayList<>(Arrays.asList(arguments));
		File folder = new File(rest.remove(0)).getAbsoluteFile();
		boolean brief = rest.remove("--short");
		int forks = brief ? 2 : 5;
		int option = rest.indexOf("--forks");
		if (option >= 0) {
			rest.remove(option);
			forks = Integer.parseInt(rest.remove(option));
		}
		Benchmarks benchmarks = brief ? new Benchmarks(folder, forks, "warm-up=3000", "millis=2000")
				: new Benchmarks(folder, forks, "warm-up=5000", "millis=5000");
		List<Measurement> chosen = Measurements.all()
			.stream()
			.filter((measurement) -> rest.isEmpty() || rest.contains(measurement.name()))
			.toList();
		Report report = new Report();
		for (Measurement measurement : chosen) {
			report.add(measurement, benchmarks.run(measurement));
		}
		System.out.println(report.table());
		if (!brief && rest.isEmpty()) {
			report.write(folder.toPath(), "# Results\n\n");
		}
	}

	private Map<Contestant, Samples> run(Measurement measurement) throws IOException {
		Map<Contestant, Samples> samples = new LinkedHashMap<>();
		for (int fork = 0; fork < this.forks; fork++) {
			for (Contestant contestant : measurement.contestants()) {
				Map<String, Double> figures = run(contestant);
				System.err.printf("%s %s: %s%n", measurement.name(), contestant.name(), figures);
				samples.computeIfAbsent(contestant, (key) -> new Samples()).add(figures);
			}
		}
		return samples;
	}

	private Map<String, Double> run(Contestant contestant) throws IOException {
		try (Child server = new Child(this.folder, contestant.server())) {
			List<String> command = new ArrayList<>(contestant.caller());
			command.add("port=" + server.await("PORT"));
			try (Child caller = new Child(this.folder, command, this.pace)) {
				return caller.figures();
			}
		}
	}

}
