package io.rpcboot.message;

import java.util.Set;

/**
 * How calls and replies are written within their envelopes.
 */
public enum MessageFormat {

	/** {@code [name, args, kwargs]} as JSON. */
	ARRAY("array"),

	/** JSON-RPC 2.0. */
	JSON_RPC("json-rpc"),

	/** {@code (name, args, kwargs)} as a pickle. */
	PICKLE("pickle");

	/** The formats that a server accepts by default. */
	public static final Set<MessageFormat> DEFAULTS = Set.of(ARRAY, JSON_RPC);

	private final String id;

	MessageFormat(String id) {
		this.id = id;
	}

	/**
	 * Tells whether a call can have arguments by position and by keyword.
	 * @return whether both go together
	 */
	public boolean mixesArguments() {
		return this != JSON_RPC;
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
