package io.rpcboot.server;

/**
 * What a server refuses: because of its limits, because of what it is, or because the
 * server stops.
 */
public enum Rejection {

	/**
	 * A connection beyond {@code rpc.server.max-connections}: its calls are refused, as
	 * long as no other one leaves.
	 */
	TOO_MANY_CONNECTIONS,

	/**
	 * A connection in its handshake, or beyond the number of connections, that made room
	 * for another one: {@code rpc.server.max-unauthenticated-connections}.
	 */
	DISPLACED,

	/** A message beyond {@code rpc.server.max-message-size}. */
	MESSAGE_TOO_LARGE,

	/**
	 * A message that cannot be read, is no call or is in a format that is not accepted;
	 * or bytes that are no message.
	 */
	INVALID_MESSAGE,

	/** A message or a reply beyond {@code rpc.server.max-buffered}. */
	NO_ROOM,

	/** A call beyond {@code rpc.server.max-concurrent-calls} or its function's limit. */
	OVERLOADED,

	/** A call that came while the server stops. */
	STOPPING

}
