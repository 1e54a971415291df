package io.rpcboot;

import org.jspecify.annotations.Nullable;

/**
 * The thread that waited for a reply was interrupted.
 */
public class RpcInterruptedException extends RpcException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message what went wrong and what to do
	 * @param executed whether the function ran
	 * @param cause what caused it, or {@code null}
	 */
	public RpcInterruptedException(String message, Executed executed, @Nullable Throwable cause) {
		super(message, executed, cause);
	}

}
