package io.rpcboot.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one contestant has shown in all of its runs.
 */
final class Samples {

	/** Nothing. */
	static final Samples NONE = new Samples();

	private final Map<String, List<Double>> figures = new LinkedHashMap<>();

	void add(Map<String, Double> run) {
		run.forEach((name, value) -> this.figures.computeIfAbsent(name, (key) -> new ArrayList<>()).add(value));
	}

	double median(String figure) {
		List<Double> sorted = sorted(figure);
		int middle = sorted.size() / 2;
		return (sorted.size() % 2 != 0) ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
	}

	double least(String figure) {
		return sorted(figure).get(0);
	}

	double most(String figure) {
		List<Double> sorted = sorted(figure);
		return sorted.get(sorted.size() - 1);
	}

	private List<Double> sorted(String figure) {
		return this.figures.getOrDefault(figure, List.of()).stream().sorted().toList();
	}

}
