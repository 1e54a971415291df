package io.rpcboot.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.rpcboot.benchmarks.Measurement.Rival;

/**
 * The results as a table.
 */
final class Report {

	private static final String HEAD = "| measurement | way | calls/s: median (least to most) | p50, p99 in µs | ours to it | target |\n"
			+ "|---|---|---|---|---|---|\n";

	private static final String CALLS = "calls/s";

	private final Map<Measurement, Map<Contestant, Samples>> results = new LinkedHashMap<>();

	void add(Measurement measurement, Map<Contestant, Samples> samples) {
		this.results.put(measurement, samples);
	}

	String table() {
		StringBuilder table = new StringBuilder(HEAD);
		this.results.forEach((measurement, samples) -> {
			Samples ours = samples.getOrDefault(measurement.ours(), Samples.NONE);
			table.append(row(measurement.title(), measurement.ours(), ours, " | "));
			for (Rival rival : measurement.rivals()) {
				Samples others = samples.getOrDefault(rival.contestant(), Samples.NONE);
				double ratio = ours.median(CALLS) / others.median(CALLS);
				table.append(row("", rival.contestant(), others,
						format("**%.2f** | %s%s", ratio, rival.target(), (ratio >= rival.target()) ? "" : ", missed")));
			}
		});
		return table.toString();
	}

	private static String row(String title, Contestant contestant, Samples samples, String ratio) {
		return format("| %s | %s | %,.0f (%,.0f to %,.0f) | %,.0f, %,.0f | %s |\n", title, contestant.name(),
				samples.median(CALLS), samples.least(CALLS), samples.most(CALLS), samples.median("p50"),
				samples.median("p99"), ratio);
	}

	private static String format(String format, Object... values) {
		return String.format(Locale.ROOT, format, values);
	}

	void write(Path folder, String head) throws IOException {
		Files.writeString(folder.resolve("RESULTS.md"), head + table());
	}

}
