package io.rpcboot.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the contestants of a measurement have shown.
 */
final class Results {

	private final Map<Contestant, Samples> samples = new LinkedHashMap<>();

	void add(Contestant contestant, Map<String, Double> run) {
		this.samples.computeIfAbsent(contestant, (key) -> new Samples()).add(run);
	}

	Samples of(Contestant contestant) {
		return this.samples.getOrDefault(contestant, Samples.NONE);
	}

	/**
	 * Gives the middle of a contestant's runs.
	 * @param contestant the contestant
	 * @param figure the figure
	 * @return the median, or NaN if no run had the figure
	 */
	double median(Contestant contestant, Figure figure) {
		return of(contestant).median(figure);
	}

}
