package io.rpcboot.client;

import java.time.Duration;

/**
 * The end of the time that a call, or a part of it, may take.
 *
 * @param limit the whole time
 * @param source what sets the time, for messages
 * @param end when it is over, by {@link System#nanoTime()}
 */
public record CallDeadline(Duration limit, String source, long end) {

	static CallDeadline after(Duration limit, String source) {
		return new CallDeadline(limit, source, System.nanoTime() + limit.toNanos());
	}

	/**
	 * Chooses the earlier end.
	 * @param part how long a part of the call may take that begins now
	 * @param partSource what sets that time
	 * @return this deadline, or that of the part
	 */
	CallDeadline earlier(Duration part, String partSource) {
		return (part.toNanos() < remainingNanos()) ? after(part, partSource) : this;
	}

	/**
	 * Tells how much time is left.
	 * @return nanoseconds, negative when it is over
	 */
	public long remainingNanos() {
		return this.end - System.nanoTime();
	}

	/**
	 * Tells whether a part of the call had most of the time.
	 * @param nanos how long the part took
	 * @return whether it was half of the time or more
	 */
	boolean isMostly(long nanos) {
		return 2 * nanos >= this.limit.toNanos();
	}

	/**
	 * Tells the whole time and what sets it.
	 * @return such as {@code 500 ms (rpc.client.orders.timeout)}
	 */
	@Override
	public String toString() {
		return "%d ms (%s)".formatted(this.limit.toMillis(), this.source);
	}

	Duration remaining() {
		return Duration.ofNanos(Math.max(0, remainingNanos()));
	}

}
