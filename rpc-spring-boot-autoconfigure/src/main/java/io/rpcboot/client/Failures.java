package io.rpcboot.client;

import io.rpcboot.Executed;
import io.rpcboot.RpcAuthenticationException;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcEncodingException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcInterruptedException;
import io.rpcboot.RpcOverloadedException;
import io.rpcboot.RpcProtocolException;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.wire.Handshake;
import io.rpcboot.wire.Payload;

/**
 * Tells the same failure with more words.
 */
final class Failures {

	private Failures() {
	}

	/**
	 * Says that no function ran.
	 * @param failure what happened before a call was sent
	 * @return an exception of the same class
	 */
	static RpcException unexecuted(RpcException failure) {
		return copy(failure, String.valueOf(failure.getMessage()), Executed.NO);
	}

	/**
	 * Puts the call before the message, and this thread's stack into the exception.
	 * @param call the client, the function and where it is
	 * @param failure what happened, perhaps to another thread
	 * @return an exception of the same class
	 */
	static RpcException of(String call, RpcException failure) {
		return copy(failure, call + ": " + failure.getMessage(), failure.executed());
	}

	/**
	 * Finds out what a program says that has a key where its client has none: it asks for
	 * the key, instead of answering.
	 * @param settings of the client
	 * @param reply what was received
	 * @return the same
	 * @throws RpcAuthenticationException if it is no reply
	 */
	static Payload requireNoChallenge(ClientSettings settings, Payload reply) {
		if (settings.security().handshake() == null && Handshake.isChallenge(reply)) {
			throw new RpcAuthenticationException("the program asks for an authkey; set %s, and leave out %s"
				.formatted(settings.property("authkey"), settings.property("authentication")), null);
		}
		return reply;
	}

	private static RpcException copy(RpcException failure, String message, Executed executed) {
		if (failure instanceof RpcAuthenticationException) {
			return new RpcAuthenticationException(message, failure);
		}
		if (failure instanceof RpcOverloadedException) {
			return new RpcOverloadedException(message, failure);
		}
		if (failure instanceof RpcTimeoutException) {
			return new RpcTimeoutException(message, executed, failure);
		}
		if (failure instanceof RpcProtocolException) {
			return new RpcProtocolException(message, executed, failure);
		}
		if (failure instanceof RpcEncodingException) {
			return new RpcEncodingException(message, executed, failure);
		}
		if (failure instanceof RpcInterruptedException) {
			return new RpcInterruptedException(message, executed, failure);
		}
		return new RpcConnectionException(message, executed, failure);
	}

}
