package io.rpcboot.benchmarks;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs the measurements. In each the contestants take turns, several times, each time in
 * new processes: what else goes on with the machine meets all of them.
 */
final class Runner {

	private final File folder;

	private final int forks;

	private final List<String> pace;

	private int failures;

	Runner(File folder, int forks, String... pace) {
		this.folder = folder;
		this.forks = forks;
		this.pace = List.of(pace);
	}

	Results run(Measurement measurement) {
		Results results = new Results();
		for (int fork = 0; fork < this.forks; fork++) {
			for (Measurement.Way way : measurement.ways()) {
				run(measurement, way.contestant(), results);
			}
		}
		return results;
	}

	// one that fails does not take with it what has been measured
	private void run(Measurement measurement, Contestant contestant, Results results) {
		try {
			Map<String, Double> figures = run(contestant);
			System.err.printf("%s, %s: %s%n", measurement.name(), contestant.name(), figures);
			results.add(contestant, figures);
		}
		catch (IOException ex) {
			this.failures++;
			System.err.printf("%s, %s failed: %s%n", measurement.name(), contestant.name(), ex.getMessage());
		}
	}

	private Map<String, Double> run(Contestant contestant) throws IOException {
		if (contestant.server().isEmpty()) {
			return figures(contestant, List.of());
		}
		try (Child server = new Child(this.folder, contestant.server())) {
			return figures(contestant, List.of("port=" + server.await("PORT"), "server=" + server.id()));
		}
	}

	private Map<String, Double> figures(Contestant contestant, List<String> whereabouts) throws IOException {
		List<String> command = new ArrayList<>(contestant.caller());
		command.addAll(whereabouts);
		command.addAll(this.pace);
		try (Child caller = new Child(this.folder, command)) {
			return caller.figures();
		}
	}

	/**
	 * Tells how many runs have failed.
	 * @return the number
	 */
	int failures() {
		return this.failures;
	}

}
