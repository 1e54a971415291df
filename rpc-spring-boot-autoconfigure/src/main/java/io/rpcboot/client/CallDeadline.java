package io.rpcboot.client;

import java.time.Duration;

/**
 * The end of the time that a call may take in all.
 *
 * @param limit the whole time
 * @param end when it is over, by {@link System#nanoTime()}
 */
record CallDeadline(Duration limit, long end) {

	static CallDeadline after(Duration limit) {
		return new CallDeadline(limit, System.nanoTime() + limit.toNanos());
	}

	long remainingNanos() {
		return this.end - System.nanoTime();
	}

	Duration remaining() {
		return Duration.ofNanos(Math.max(0, remainingNanos()));
	}

}
