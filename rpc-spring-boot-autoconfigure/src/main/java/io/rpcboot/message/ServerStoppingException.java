package io.rpcboot.message;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;

/**
 * The peer is about to stop, and did not execute the call: another one may.
 */
public final class ServerStoppingException extends RpcConnectionException {

	private static final long serialVersionUID = 1L;

	ServerStoppingException(String message) {
		super(message, Executed.NO, null);
	}

}
