package io.rpcboot;

import org.jspecify.annotations.Nullable;

/**
 * Base of all that goes wrong between two peers. Unchecked; the subclasses tell what it
 * was.
 */
public abstract class RpcException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Executed executed;

	/**
	 * Creates an exception.
	 * @param message what went wrong and what to do
	 * @param executed whether the function ran
	 * @param cause what caused it, or {@code null}
	 */
	protected RpcException(String message, Executed executed, @Nullable Throwable cause) {
		super(message, cause);
		this.executed = executed;
	}

	/**
	 * Tells whether the function that was called ran. What was refused before it ran can
	 * be called again; of all else only what may run twice.
	 * @return whether it ran
	 */
	public Executed executed() {
		return this.executed;
	}

}
