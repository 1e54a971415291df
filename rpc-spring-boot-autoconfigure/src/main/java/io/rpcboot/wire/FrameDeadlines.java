package io.rpcboot.wire;

import java.io.Closeable;
import java.io.IOException;

import io.rpcboot.RpcTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * When a connection has to be done with what it receives and with what it sends, which
 * may be at the same time. It is closed by force where one of them passes.
 */
final class FrameDeadlines {

	private final DeadlineWatch watch;

	private final Deadline receiving;

	private final Deadline sending;

	private final Deadline.Limit receiveLimit;

	private final Deadline.Limit sendLimit;

	private boolean receiveLimited;

	FrameDeadlines(FrameLimits limits, DeadlineWatch watch, Closeable target) {
		this.watch = watch;
		this.receiving = new Deadline(target);
		this.sending = new Deadline(target);
		this.receiveLimit = limits.receiving();
		this.sendLimit = limits.sending();
		watch.add(this.receiving);
		watch.add(this.sending);
	}

	/**
	 * Does several things under one limit.
	 * @param limit what is limited
	 * @param action what to do
	 * @throws RpcTimeoutException if it took longer
	 */
	void within(Deadline.Limit limit, Runnable action) {
		this.receiving.start(limit);
		action.run();
		this.receiving.end();
	}

	/**
	 * Starts the limit on a frame that comes, if it has not been started.
	 */
	void startReceiving() {
		this.receiveLimited |= this.receiving.start(this.receiveLimit);
	}

	void endReceiving() {
		if (this.receiveLimited) {
			this.receiveLimited = false;
			this.receiving.end();
		}
	}

	void startSending() {
		this.sending.start(this.sendLimit);
	}

	void endSending() {
		this.sending.end();
	}

	/**
	 * Limits the leave that is taken from the peer, whatever longer limit has been given
	 * to another thread.
	 */
	void startClosing() {
		this.sending.replace(Deadline.Limit.CLOSING);
	}

	/**
	 * Tells why the connection was closed.
	 * @param cause what became of it
	 * @return what to throw, {@code null} if no limit has passed
	 */
	@Nullable RpcTimeoutException passed(IOException cause) {
		if (this.receiving.expired()) {
			return this.receiving.timeout(cause);
		}
		return this.sending.expired() ? this.sending.timeout(cause) : null;
	}

	/**
	 * Ends all limits.
	 */
	void close() {
		this.watch.remove(this.receiving);
		this.watch.remove(this.sending);
	}

}
