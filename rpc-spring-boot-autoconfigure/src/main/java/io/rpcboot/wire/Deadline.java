package io.rpcboot.wire;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.rpcboot.Executed;
import io.rpcboot.RpcTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The time by which a connection must have done what it does now. Set and cleared by the
 * threads that use the connection, expired by the one that watches.
 */
final class Deadline {

	private static final long NONE = Long.MAX_VALUE;

	private static final long EXPIRED = Long.MIN_VALUE;

	// System.nanoTime() has an arbitrary origin and may be negative
	private static final long ORIGIN = System.nanoTime();

	private final AtomicLong time = new AtomicLong(NONE);

	private final Closeable target;

	private volatile @Nullable Limit limit;

	Deadline(Closeable target) {
		this.target = target;
	}

	/**
	 * Creates a deadline that runs already.
	 * @param delay how long from now
	 * @param target what is closed then
	 * @return the deadline
	 */
	static Deadline after(Duration delay, Closeable target) {
		Deadline deadline = new Deadline(target);
		deadline.time.set(now() + delay.toNanos());
		return deadline;
	}

	/**
	 * Starts a limit, unless one runs already: the outer one holds for the whole.
	 * @param limit what is limited
	 * @return whether this call started it, and so has to end it
	 */
	boolean start(Limit limit) {
		if (this.time.get() != NONE) {
			return false;
		}
		this.limit = limit;
		return this.time.compareAndSet(NONE, now() + limit.duration().toNanos());
	}

	/**
	 * Starts a limit, in the place of one that runs. One that has expired remains so.
	 * @param other what is limited from now on
	 */
	void replace(Limit other) {
		long end = now() + other.duration().toNanos();
		if (this.time.updateAndGet((current) -> (current != EXPIRED) ? end : EXPIRED) != EXPIRED) {
			this.limit = other;
		}
	}

	/**
	 * Ends the limit that runs.
	 * @throws RpcTimeoutException if it expired before
	 */
	void end() {
		long current = this.time.get();
		if (current == EXPIRED || !this.time.compareAndSet(current, NONE)) {
			throw timeout(null);
		}
	}

	boolean expired() {
		return this.time.get() == EXPIRED;
	}

	RpcTimeoutException timeout(@Nullable Throwable cause) {
		Limit expired = this.limit;
		return new RpcTimeoutException((expired != null) ? expired.message() : "timed out", Executed.UNKNOWN, cause);
	}

	void expireIfPassed(long now) {
		long current = this.time.get();
		if (current != EXPIRED && current < now && this.time.compareAndSet(current, EXPIRED)) {
			try {
				this.target.close();
			}
			catch (IOException ex) {
				// the owner finds the mark at its next step
			}
		}
	}

	static long now() {
		return System.nanoTime() - ORIGIN;
	}

	/**
	 * A limit on something that a connection does.
	 *
	 * @param what what must be done, as a noun phrase
	 * @param duration how long it may take
	 * @param property the property that sets the duration
	 */
	record Limit(String what, Duration duration, String property) {

		/** For taking leave of a peer that may not read any more. */
		static final Limit CLOSING = new Limit("closing", Duration.ofSeconds(1), "fixed");

		String message() {
			return "%s took longer than %s (%s)".formatted(this.what, text(this.duration), this.property);
		}

		private static String text(Duration duration) {
			long millis = duration.toMillis();
			return (millis % 1000 != 0) ? millis + " ms" : millis / 1000 + " s";
		}

	}

}
