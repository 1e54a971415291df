package io.rpcboot.benchmarks;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * A time that does not count. It lasts until there were enough calls, too, but no more
 * than six times as long for that.
 */
final class WarmUp {

	private static final int LONGEST = 6;

	private static final long NOT_YET = Long.MIN_VALUE;

	private final long earliest;

	private final long latest;

	private final long enough;

	private final LongAdder calls = new LongAdder();

	private final AtomicLong end = new AtomicLong(NOT_YET);

	private WarmUp(Duration least, long enough) {
		long now = System.nanoTime();
		this.earliest = now + least.toNanos();
		this.latest = now + LONGEST * least.toNanos();
		this.enough = enough;
	}

	/**
	 * Begins to warm up.
	 * @param options {@code warm-up} in milliseconds and {@code warm-calls}
	 * @return the warm-up
	 */
	static WarmUp of(Options options) {
		return new WarmUp(Duration.ofMillis(options.number("warm-up", 5000)), options.number("warm-calls", 0));
	}

	/**
	 * Asks before each call.
	 * @param now the time by {@link System#nanoTime()}
	 * @return whether the call counts
	 */
	boolean isOver(long now) {
		if (this.end.get() != NOT_YET) {
			return true;
		}
		this.calls.increment();
		if (now - this.earliest >= 0 && (this.calls.sum() >= this.enough || now - this.latest >= 0)) {
			this.end.compareAndSet(NOT_YET, now);
			return true;
		}
		return false;
	}

	/**
	 * Tells when it was over, the same to all callers.
	 * @return the time by {@link System#nanoTime()}
	 */
	long end() {
		return this.end.get();
	}

}
