package io.rpcboot;

import org.jspecify.annotations.Nullable;

/**
 * Base of all that goes wrong between two peers. Unchecked; the subclasses tell what it
 * was.
 */
public abstract class RpcException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message what went wrong and what to do
	 * @param cause what caused it, or {@code null}
	 */
	protected RpcException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
