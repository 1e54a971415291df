package io.rpcboot.benchmarks;

import java.util.stream.IntStream;

/**
 * A result is checked: what answers something else, however fast, is not measured.
 */
final class Expect {

	/** A million numbers. */
	static final double[] DOUBLES = IntStream.range(0, 1_000_000).mapToDouble((i) -> i + 0.5).toArray();

	private Expect() {
	}

	static Object equal(Object actual, Object expected) {
		if (!actual.equals(expected)) {
			throw new IllegalStateException("%s instead of %s".formatted(actual, expected));
		}
		return actual;
	}

}
