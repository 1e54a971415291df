package io.rpcboot.pickle;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;

import io.rpcboot.wire.Envelope;
import io.rpcboot.wire.FrameOutput;

/**
 * Writes pickles. A value of a type that pickles have none for becomes its text.
 */
public final class Written {

	private static final int MAX_DEPTH = 500;

	private Written() {
	}

	/**
	 * Writes a pickle.
	 * @param value its value
	 * @param target who is to load it
	 * @return the pickle
	 */
	public static byte[] pickle(Object value, PickleTarget target) {
		FrameOutput output = new FrameOutput();
		output.reset();
		PickleWriter writer = new PickleWriter(output, target, MAX_DEPTH, Written::convert);
		writer.begin();
		writer.write(value);
		writer.end();
		byte[] frame = output.frame(Envelope.RAW).toByteArray();
		return Arrays.copyOfRange(frame, Integer.BYTES, frame.length);
	}

	private static Object convert(Object value) {
		if (value instanceof Unwritable) {
			throw new PicklingException("it cannot be written");
		}
		return (value instanceof Pair pair) ? List.of(pair.first(), pair.second()) : value.toString();
	}

	/**
	 * A set that is a frozenset in Python.
	 * @param items its items
	 * @return the set
	 */
	public static Object frozenSet(Object... items) {
		return new FrozenSet(new LinkedHashSet<>(Arrays.asList(items)));
	}

	enum Colour {

		RED

	}

	record Unwritable() {

	}

	record Pair(Object first, Object second) {

	}

}
