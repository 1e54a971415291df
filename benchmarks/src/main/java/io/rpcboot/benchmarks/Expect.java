package io.rpcboot.benchmarks;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A result is checked: what answers something else, however fast, is not measured.
 */
final class Expect {

	/** A million numbers. */
	static final double[] DOUBLES = IntStream.range(0, 1_000_000).mapToDouble((i) -> i + 0.5).toArray();

	/** A call whose result is five, as text. */
	static final String ADD = "[\"add\",[2,3],{}]";

	private Expect() {
	}

	static Object equal(Object actual, Object expected) {
		if (!actual.equals(expected)) {
			throw new IllegalStateException("%s instead of %s".formatted(actual, expected));
		}
		return actual;
	}

	/**
	 * Checks a pickled text.
	 * @param reply what is to be the text of a five
	 * @return the reply
	 */
	static byte[] five(byte[] reply) {
		for (int i = 1; i < reply.length; i++) {
			// behind its length, of four bytes or of one
			if (reply[i] == '5' && (reply[i - 1] == 0 || reply[i - 1] == 1)) {
				return reply;
			}
		}
		throw new IllegalStateException("%s instead of 5".formatted(Arrays.toString(reply)));
	}

}
