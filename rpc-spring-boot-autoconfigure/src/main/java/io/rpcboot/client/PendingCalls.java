package io.rpcboot.client;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a shared connection that wait for their replies, by their ids.
 */
final class PendingCalls {

	private final Map<Long, PendingCall> calls = new ConcurrentHashMap<>();

	private final CallWriter writer;

	private final CompletableFuture<RpcException> end = new CompletableFuture<>();

	PendingCalls(CallWriter writer) {
		this.writer = writer;
	}

	boolean isEmpty() {
		return this.calls.isEmpty();
	}

	boolean isOpen() {
		return !this.end.isDone();
	}

	/**
	 * Adds a call, to be sent.
	 * @param id its id
	 * @param call the call
	 */
	void add(long id, PendingCall call) {
		this.calls.put(id, call);
		this.writer.add(call);
		if (this.end.isDone()) {
			// perhaps after all others were told
			fail(call, this.end.join());
		}
	}

	/**
	 * Takes a call out.
	 * @param id its id
	 * @return the call, or {@code null} if it does not wait any longer
	 */
	@Nullable PendingCall remove(long id) {
		return this.calls.remove(id);
	}

	/**
	 * Gives the call that waits, if there is only one.
	 * @return {@code null} if there is none, or more than one
	 */
	@Nullable PendingCall only() {
		Iterator<PendingCall> iterator = this.calls.values().iterator();
		PendingCall first = iterator.hasNext() ? iterator.next() : null;
		return iterator.hasNext() ? null : first;
	}

	/**
	 * Has one of the callers look what there is to be done.
	 */
	void wakeOne() {
		for (PendingCall call : this.calls.values()) {
			call.wake();
			return;
		}
	}

	/**
	 * Ends all calls, and those that come later.
	 * @param failure what happened to the connection; only the first failure counts
	 */
	void failAll(RpcException failure) {
		this.end.complete(failure);
		for (PendingCall call : this.calls.values()) {
			fail(call, this.end.join());
		}
	}

	private void fail(PendingCall call, RpcException failure) {
		if (this.writer.remove(call)) {
			call.failed(new RpcConnectionException(
					"the connection was lost before the call was sent: " + failure.getMessage(), Executed.NO, failure));
		}
		else {
			call.failed(failure);
		}
	}

}
