package io.rpcboot.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one contestant has shown in all of its runs. What no run had is NaN.
 */
final class Samples {

	/** Nothing. */
	static final Samples NONE = new Samples();

	private final Map<String, List<Double>> figures = new LinkedHashMap<>();

	void add(Map<String, Double> run) {
		run.forEach((name, value) -> this.figures.computeIfAbsent(name, (key) -> new ArrayList<>()).add(value));
	}

	boolean has(Figure figure) {
		return this.figures.containsKey(figure.key());
	}

	double median(Figure figure) {
		List<Double> sorted = sorted(figure);
		int middle = sorted.size() / 2;
		return (sorted.size() % 2 != 0) ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
	}

	double least(Figure figure) {
		return sorted(figure).get(0);
	}

	double most(Figure figure) {
		List<Double> sorted = sorted(figure);
		return sorted.get(sorted.size() - 1);
	}

	private List<Double> sorted(Figure figure) {
		return this.figures.getOrDefault(figure.key(), List.of(Double.NaN)).stream().sorted().toList();
	}

}
