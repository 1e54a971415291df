package io.rpcboot.pickle;

import io.rpcboot.wire.Payload;

/**
 * Who is to load a pickle.
 */
public enum PickleTarget {

	/** Python 2.7. */
	PYTHON_2(2, "__builtin__"),

	/** Any Python. What only Python 3 has is not spared. */
	UNKNOWN(2, "__builtin__"),

	/**
	 * Python 3. Every version of it reads protocol 3; what later ones add are shorter
	 * names, and lengths that no message has.
	 */
	PYTHON_3(3, "builtins");

	private static final int PROTO = 0x80;

	private final int protocol;

	private final String builtins;

	PickleTarget(int protocol, String builtins) {
		this.protocol = protocol;
		this.builtins = builtins;
	}

	/**
	 * Tells who has written a pickle.
	 * @param pickle the pickle
	 * @return 2.7 where it begins with what only that calls text, {@link #PYTHON_3} for
	 * protocols that 2.7 does not have, and for what a {@link PickleWriter} wrote for
	 * anybody
	 */
	public static PickleTarget of(Payload pickle) {
		int protocol = (pickle.at(0) == PROTO) ? pickle.at(1) : 0;
		if (protocol > PYTHON_2.protocol || PickleOutput.isMarked(pickle)) {
			return PYTHON_3;
		}
		int first = (pickle.at(0) == PROTO) ? 2 : 0;
		while (pickle.at(first) == '(') {
			first++;
		}
		return switch (pickle.at(first)) {
			case 'S', 'T', 'U' -> PYTHON_2;
			default -> UNKNOWN;
		};
	}

	int protocol() {
		return this.protocol;
	}

	String builtins() {
		return this.builtins;
	}

}
