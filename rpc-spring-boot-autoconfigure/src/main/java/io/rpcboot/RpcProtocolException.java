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
	 * @param executed whether the function ran
	 * @param cause what caused it, or {@code null}
	 */
	public RpcProtocolException(String message, Executed executed, @Nullable Throwable cause) {
		super(message, executed, cause);
	}

}
