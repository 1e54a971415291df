package io.rpcboot;

import org.jspecify.annotations.Nullable;

/**
 * A value could not be converted: an argument into its parameter's type, or a result into
 * JSON. The message names the value's place.
 */
public class RpcEncodingException extends RpcException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message what went wrong and what to do
	 * @param executed whether the function ran
	 * @param cause what caused it, or {@code null}
	 */
	public RpcEncodingException(String message, Executed executed, @Nullable Throwable cause) {
		super(message, executed, cause);
	}

}
