package io.rpcboot;

import org.jspecify.annotations.Nullable;

/**
 * Something took longer than its limit.
 */
public class RpcTimeoutException extends RpcException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message what went wrong and what to do
	 * @param executed whether the function ran
	 * @param cause what caused it, or {@code null}
	 */
	public RpcTimeoutException(String message, Executed executed, @Nullable Throwable cause) {
		super(message, executed, cause);
	}

}
