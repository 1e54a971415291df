package io.rpcboot;

import org.jspecify.annotations.Nullable;

/**
 * Nobody was free to execute the call. No function ran.
 */
public class RpcOverloadedException extends RpcException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message what went wrong and what to do
	 * @param cause what caused it, or {@code null}
	 */
	public RpcOverloadedException(String message, @Nullable Throwable cause) {
		super(message, Executed.NO, cause);
	}

}
