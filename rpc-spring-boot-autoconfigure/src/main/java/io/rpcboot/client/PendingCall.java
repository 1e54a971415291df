package io.rpcboot.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

import io.rpcboot.RpcException;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A call on a shared connection: done when its reply is there, or, if there will be none,
 * when it was sent.
 */
final class PendingCall extends CompletableFuture<@Nullable Payload> {

	private final Payload frame;

	private final boolean oneWay;

	private final Thread caller = Thread.currentThread();

	private final long begin = System.nanoTime();

	PendingCall(Payload frame, boolean oneWay) {
		this.frame = frame;
		this.oneWay = oneWay;
	}

	Payload frame() {
		return this.frame;
	}

	boolean isOneWay() {
		return this.oneWay;
	}

	long begin() {
		return this.begin;
	}

	void sent() {
		if (this.oneWay) {
			complete(null);
			wake();
		}
	}

	void answered(Payload reply) {
		complete(reply);
		wake();
	}

	void failed(RpcException failure) {
		completeExceptionally(failure);
		wake();
	}

	/**
	 * Has the caller look what there is to be done.
	 */
	void wake() {
		LockSupport.unpark(this.caller);
	}

}
