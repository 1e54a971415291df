package io.rpcboot;

import org.jspecify.annotations.Nullable;

/**
 * The connection to the peer could not be made, or was lost.
 */
public class RpcConnectionException extends RpcException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message what went wrong and what to do
	 * @param executed whether the function ran
	 * @param cause what caused it, or {@code null}
	 */
	public RpcConnectionException(String message, Executed executed, @Nullable Throwable cause) {
		super(message, executed, cause);
	}

}
