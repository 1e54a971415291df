package io.rpcboot;

import org.jspecify.annotations.Nullable;

/**
 * The peer sent what the protocol does not allow.
 */
public class RpcProtocolException extends RpcException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message what went wrong and what to do
	 */
	public RpcProtocolException(String message) {
		this(message, null);
	}

	/**
	 * Creates an exception.
	 * @param message what went wrong and what to do
	 * @param cause what caused it, or {@code null}
	 */
	public RpcProtocolException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
