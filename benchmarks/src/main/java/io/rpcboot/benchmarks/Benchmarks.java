package io.rpcboot.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The program that has all of it measured.
 */
final class Benchmarks {

	private static final String HEAD = """
			# Results

			%s* Date: %s; command: `benchmarks/run --forks %d`

			Each way is measured in %d runs, each in new processes; in each measurement the ways take turns. A run warms up for at
			least 12 seconds and 72,000 calls, but for no more than 30 seconds (callers in Python: 15), and is measured for 4 seconds.
			Caller and server share the machine, and speak over its loopback interface. *Compared* is ours, the first way of each
			measurement, to the other one, by the medians: of calls per second unless it says otherwise. What is compared with has
			its defaults, unless they cost it a thread for each request (HTTP service client) or its connections (Tomcat); all have
			TCP_NODELAY and connections that stay open, and write and read the same values as JSON, but for *bare echo*, which sends
			the same bytes without a look at them. *Jackson alone* writes and reads the values in memory, without a connection. All
			programs in Python keep the memory that they have freed (`MALLOC_TRIM_THRESHOLD_`, `MALLOC_MMAP_THRESHOLD_`): large
			messages would measure page faults otherwise, which take many times as long on a virtual machine as on a real one.

			![Calls per second: ours to the others](ratios.svg)

			""";

	private final Path folder;

	private final List<String> names;

	private Benchmarks(Path folder, List<String> names) {
		this.folder = folder;
		this.names = names;
	}

	public static void main(String[] arguments) throws IOException {
		List<String> rest = new ArrayList<>(Arrays.asList(arguments));
		Benchmarks benchmarks = new Benchmarks(new File(rest.remove(0)).toPath().toAbsolutePath(), rest);
		System.exit(benchmarks.run() ? 0 : 1);
	}

	private boolean run() throws IOException {
		if (this.names.remove("--guard")) {
			return guard();
		}
		boolean brief = this.names.remove("--short");
		int forks = forks(brief ? 2 : 3);
		Runner runner = brief ? runner(forks, 4000, 2000) : runner(forks, 12000, 4000);
		Report report = new Report();
		Chart chart = new Chart();
		for (Section section : Measurements.all()) {
			for (Measurement measurement : section.measurements()) {
				if (this.names.isEmpty() || this.names.contains(measurement.name())) {
					Results results = runner.run(measurement);
					report.add(section, measurement, results);
					if (Measurements.HEADLINES.contains(measurement.name())) {
						chart.add(measurement, results);
					}
				}
			}
		}
		System.out.println(report.text());
		boolean complete = runner.failures() == 0;
		if (complete && !brief && this.names.isEmpty()) {
			String head = HEAD.formatted(Machine.description(), LocalDate.now(ZoneOffset.UTC), forks, forks);
			Files.writeString(this.folder.resolve("RESULTS.md"), head + report.text());
			Files.writeString(this.folder.resolve("ratios.svg"), chart.svg());
		}
		return complete;
	}

	private boolean guard() {
		Runner runner = runner(1, 3000, 3000);
		Guard guard = new Guard();
		for (Section section : Measurements.all()) {
			for (Measurement measurement : section.measurements()) {
				if (Measurements.GUARDS.contains(measurement.name())) {
					guard.judge(measurement, runner.run(measurement));
				}
			}
		}
		return guard.passed();
	}

	private int forks(int otherwise) {
		int option = this.names.indexOf("--forks");
		if (option < 0) {
			return otherwise;
		}
		this.names.remove(option);
		return Integer.parseInt(this.names.remove(option));
	}

	private Runner runner(int forks, int warmUp, int millis) {
		return new Runner(this.folder.toFile(), forks, "warm-up=" + warmUp, "warm-calls=" + 6 * warmUp,
				"millis=" + millis);
	}

}
