package io.rpcboot.message;

import java.util.Set;

/**
 * How calls and replies are written within their envelopes.
 */
public enum MessageFormat {

	/** {@code [name, args, kwargs]} as JSON. */
	ARRAY("array"),

	/** {@code (name, args, kwargs)} as a pickle. */
	PICKLE("pickle");

	/** The formats that a server accepts by default. */
	public static final Set<MessageFormat> DEFAULTS = Set.of(ARRAY);

	private final String id;

	MessageFormat(String id) {
		this.id = id;
	}

	/**
	 * Gives the name as it is written in a configuration and in metrics.
	 * @return the name, such as {@code array}
	 */
	@Override
	public String toString() {
		return this.id;
	}

}
