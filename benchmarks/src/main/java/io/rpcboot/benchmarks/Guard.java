package io.rpcboot.benchmarks;

import java.util.Locale;

/**
 * Fails where a ratio is less than half of what it is to be: less tells nothing on a
 * machine that does other things besides.
 */
final class Guard {

	private static final double SHARE = 0.5;

	private boolean passed = true;

	/**
	 * Judges the others of a measurement, and prints the ratios.
	 * @param measurement the measurement
	 * @param results its results
	 */
	void judge(Measurement measurement, Results results) {
		for (Measurement.Way way : measurement.ways()) {
			way.goals().stream().filter(Goal::isLowerBound).findFirst().ifPresent((goal) -> {
				double ratio = goal.value(results, measurement.ours(), way.contestant());
				// a comparison with NaN is false
				boolean enough = ratio >= goal.bound() * SHARE;
				this.passed &= enough;
				System.out.printf(Locale.ROOT, "%s: %.2f times %s; the target is %.2f%s%n", measurement.name(), ratio,
						way.contestant().name(), goal.bound(), enough ? "" : ", and this is less than half of it");
			});
		}
	}

	boolean passed() {
		return this.passed;
	}

}
