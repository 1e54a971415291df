package io.rpcboot.message;

import io.rpcboot.Executed;
import io.rpcboot.RpcEncodingException;

/**
 * A call was executed, and its result cannot be held in memory until it is sent.
 */
public class NoRoomException extends RpcEncodingException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message how large the result is and what sets the limit
	 */
	public NoRoomException(String message) {
		super(message, Executed.YES, null);
	}

}
