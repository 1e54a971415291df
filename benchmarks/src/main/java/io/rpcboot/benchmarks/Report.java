package io.rpcboot.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.rpcboot.benchmarks.Measurement.Way;

/**
 * The results as tables, one for each section.
 */
final class Report {

	private static final String HEAD = """
			| measurement | way | median (least to most) | p50, p99 in µs | compared | target |
			|---|---|---|---|---|---|
			""";

	private final Map<String, StringBuilder> tables = new LinkedHashMap<>();

	void add(Section section, Measurement measurement, Results results) {
		StringBuilder table = this.tables.computeIfAbsent(section.title(), (title) -> new StringBuilder(HEAD));
		String title = "%s (`%s`)".formatted(measurement.title(), measurement.name());
		for (Way way : measurement.ways()) {
			List<String> cells = new ArrayList<>(List.of(title, way.contestant().name()));
			cells.addAll(measured(measurement.figure(), results.of(way.contestant())));
			cells.addAll(judged(measurement.ours(), way, results));
			table.append("| ").append(String.join(" | ", cells)).append(" |\n");
			title = "";
		}
	}

	private static List<String> measured(Figure figure, Samples samples) {
		if (!samples.has(figure)) {
			return List.of("**failed**", "");
		}
		String most = "%s %s (%s to %s)".formatted(figure.number(samples.median(figure)), figure.unit(),
				figure.number(samples.least(figure)), figure.number(samples.most(figure)));
		return List.of(most, samples.has(Figure.P50)
				? String.format(Locale.ROOT, "%,.0f, %,.0f", samples.median(Figure.P50), samples.median(Figure.P99))
				: "");
	}

	private static List<String> judged(Contestant ours, Way way, Results results) {
		List<String> values = new ArrayList<>();
		List<String> bounds = new ArrayList<>();
		for (Goal goal : way.goals()) {
			if (Double.isNaN(goal.value(results, ours, way.contestant()))) {
				continue;
			}
			boolean reached = goal.reached(results, ours, way.contestant());
			values.add("**" + goal.valueText(results, ours, way.contestant()) + "**");
			bounds.add(goal.boundText() + (reached ? "" : ", **missed**"));
		}
		return List.of(String.join("<br>", values), String.join("<br>", bounds));
	}

	String text() {
		StringBuilder text = new StringBuilder();
		this.tables
			.forEach((title, table) -> text.append("## ").append(title).append("\n\n").append(table).append('\n'));
		return text.toString().stripTrailing() + "\n";
	}

}
