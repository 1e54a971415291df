package io.rpcboot;

import org.jspecify.annotations.Nullable;

/**
 * One side refused the other's proof that it knows the authkey. No function ran.
 */
public class RpcAuthenticationException extends RpcException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message what went wrong and what to do
	 * @param cause what caused it, or {@code null}
	 */
	public RpcAuthenticationException(String message, @Nullable Throwable cause) {
		super(message, Executed.NO, cause);
	}

}
