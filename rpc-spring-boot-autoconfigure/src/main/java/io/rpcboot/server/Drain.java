package io.rpcboot.server;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The time between the moment from which on a server refuses calls and the close of its
 * connections: what runs comes to its end, and what was on its way gets its answer.
 */
public final class Drain {

	// for a call that is on its way
	private static final long MOMENT = Duration.ofMillis(100).toNanos();

	// whoever calls again and again must not keep the connections open
	private static final long LONGEST_MOMENT = Duration.ofSeconds(1).toNanos();

	private static final long INTERVAL = Duration.ofMillis(10).toNanos();

	private final ServerCalls calls;

	private final BooleanSupplier connected;

	/**
	 * Creates a drain.
	 * @param calls the calls, which are refused by now
	 * @param connected tells whether there are connections
	 */
	public Drain(ServerCalls calls, BooleanSupplier connected) {
		this.calls = calls;
		this.connected = connected;
	}

	/**
	 * Waits until no call runs, and none has come for a moment.
	 * @param limit how long at most
	 * @return what is left of the limit
	 */
	public Duration await(Duration limit) {
		long begin = System.nanoTime();
		long now = begin;
		long lastRun = begin;
		while (now - begin < limit.toNanos() && this.connected.getAsBoolean() && !Thread.currentThread().isInterrupted()
				&& !isQuiet(now, lastRun)) {
			LockSupport.parkNanos(INTERVAL);
			now = System.nanoTime();
			lastRun = (this.calls.running() > 0) ? now : lastRun;
		}
		return limit.minusNanos(now - begin);
	}

	private boolean isQuiet(long now, long lastRun) {
		long last = Math.max(lastRun - now, this.calls.lastRefusal() - now);
		return -last >= MOMENT || now - lastRun >= LONGEST_MOMENT;
	}

}
