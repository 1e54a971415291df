package io.rpcboot.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * What a way, or ours in comparison to it, has to come to.
 *
 * @param comparison gives the value
 * @param bound the bound of the value; NaN if there is none
 * @param atLeast whether the value must not be below the bound, rather than above it
 * @param format writes the value, and the bound
 * @param remark what is compared, unless that is plain
 */
record Goal(Comparison comparison, double bound, boolean atLeast, DoubleFunction<String> format, String remark) {

	private static final DoubleFunction<String> RATIO = (value) -> String.format(Locale.ROOT,
			(value < 10) ? "%.2f" : "%,.0f", value);

	/**
	 * Wants ours to have several times as much as the other way.
	 * @param figure the figure
	 * @param bound how many times as much at least
	 * @return the goal
	 */
	static Goal ratioAtLeast(Figure figure, double bound) {
		return new Goal((results, ours, way) -> results.median(ours, figure) / results.median(way, figure), bound, true,
				RATIO, "");
	}

	/**
	 * Wants ours to have a part of what the other way has.
	 * @param figure the figure
	 * @param bound which part at most
	 * @return the goal
	 */
	static Goal ratioAtMost(Figure figure, double bound) {
		return new Goal((results, ours, way) -> results.median(ours, figure) / results.median(way, figure), bound,
				false, RATIO, " (" + figure.key() + ")");
	}

	/**
	 * Wants ours to have little more than the other way.
	 * @param figure the figure
	 * @param bound how much more at most
	 * @return the goal
	 */
	static Goal differenceAtMost(Figure figure, double bound) {
		return new Goal((results, ours, way) -> results.median(ours, figure) - results.median(way, figure), bound,
				false, (value) -> ((value < 0) ? "" : "+") + figure.number(value) + " " + figure.unit(), "");
	}

	/**
	 * Wants the way itself to have no more than so much.
	 * @param figure the figure
	 * @param bound how much at most
	 * @return the goal
	 */
	static Goal atMost(Figure figure, double bound) {
		return new Goal((results, ours, way) -> results.median(way, figure), bound, false,
				(value) -> figure.number(value) + " " + figure.unit(), "");
	}

	/**
	 * Wants the way to have almost as much as the best of several.
	 * @param figure the figure
	 * @param all the ways
	 * @param bound which part of the most at least
	 * @return the goal
	 */
	static Goal ofTheMost(Figure figure, List<Contestant> all, double bound) {
		return new Goal(
				(results, ours, way) -> results.median(way, figure)
						/ all.stream().mapToDouble((one) -> results.median(one, figure)).max().orElse(Double.NaN),
				bound, true, RATIO, " of its most");
	}

	/**
	 * Wants a ratio of some other kind.
	 * @param comparison gives the ratio
	 * @param bound its bound
	 * @param atLeast whether it must not be below the bound, rather than above it
	 * @param remark of what it is a ratio
	 * @return the goal
	 */
	static Goal custom(Comparison comparison, double bound, boolean atLeast, String remark) {
		return new Goal(comparison, bound, atLeast, RATIO, remark);
	}

	/**
	 * Gives up the bound.
	 * @return a goal that is reached by whatever comes out
	 */
	Goal justToSee() {
		return new Goal(this.comparison, Double.NaN, this.atLeast, this.format, this.remark);
	}

	/**
	 * Judges results.
	 * @param results the results
	 * @param ours our way
	 * @param way the way that it is about
	 * @return whether the goal is reached
	 */
	boolean reached(Results results, Contestant ours, Contestant way) {
		double value = value(results, ours, way);
		if (!isBounded()) {
			return true;
		}
		return this.atLeast ? value >= this.bound : value <= this.bound;
	}

	double value(Results results, Contestant ours, Contestant way) {
		return this.comparison.value(results, ours, way);
	}

	String valueText(Results results, Contestant ours, Contestant way) {
		return this.format.apply(value(results, ours, way)) + this.remark;
	}

	/**
	 * Tells whether more is better, and how much is enough.
	 * @return {@code false} where less is better, and for what is just to be seen
	 */
	boolean isLowerBound() {
		return this.atLeast && isBounded();
	}

	private boolean isBounded() {
		return !Double.isNaN(this.bound);
	}

	String boundText() {
		if (!isBounded()) {
			return "";
		}
		return (this.atLeast ? "at least " : "at most ") + this.format.apply(this.bound) + this.remark;
	}

	/**
	 * Gives a value of a way, or of ours in comparison to it.
	 */
	@FunctionalInterface
	interface Comparison {

		double value(Results results, Contestant ours, Contestant way);

	}

}
