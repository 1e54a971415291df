package io.rpcboot.zeromq;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import io.rpcboot.Executed;
import io.rpcboot.RpcException;
import io.rpcboot.client.CallDeadline;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A call that waits for its reply, if it has one.
 */
final class PendingReply {

	private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

	private final CompletableFuture<@Nullable Payload> reply = new CompletableFuture<>();

	private final long id;

	private final Payload content;

	private final boolean oneWay;

	/**
	 * Begins to wait.
	 * @param id the id of the call
	 * @param content the call
	 * @param oneWay whether nobody answers it
	 */
	PendingReply(long id, Payload content, boolean oneWay) {
		this.id = id;
		this.content = content;
		this.oneWay = oneWay;
	}

	long id() {
		return this.id;
	}

	Payload content() {
		return this.content;
	}

	/**
	 * Begins to send the call.
	 * @return whether it is still wanted
	 */
	boolean beginSending() {
		return this.state.compareAndSet(State.WAITING, State.SENT);
	}

	/**
	 * Takes note that there was no room to send it.
	 */
	void notSent() {
		this.state.set(State.WAITING);
	}

	void sent() {
		if (this.oneWay) {
			this.reply.complete(null);
		}
	}

	void answered(Payload payload) {
		this.reply.complete(payload);
	}

	void failed(RpcException failure) {
		this.reply.completeExceptionally(failure);
	}

	/**
	 * Gives up: the call is not sent any more, if it was not.
	 * @return whether the function may run
	 */
	Executed giveUp() {
		boolean unsent = this.state.compareAndSet(State.WAITING, State.GIVEN_UP) || this.state.get() == State.GIVEN_UP;
		return unsent ? Executed.NO : Executed.UNKNOWN;
	}

	@Nullable Payload await(CallDeadline deadline) throws InterruptedException, TimeoutException {
		try {
			return this.reply.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof RpcException failure) ? failure : new IllegalStateException(ex.getCause());
		}
	}

	private enum State {

		WAITING, SENT, GIVEN_UP

	}

}
