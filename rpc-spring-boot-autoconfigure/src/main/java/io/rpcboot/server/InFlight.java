package io.rpcboot.server;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the messages that are being answered, until it is closed and the last of them
 * has been.
 */
final class InFlight {

	// the sign bit; the count is in the others
	private static final int CLOSED = Integer.MIN_VALUE;

	private final AtomicInteger state = new AtomicInteger();

	/**
	 * Begins a message.
	 * @return whether it may be answered; not any more once this is closed
	 */
	boolean begin() {
		return this.state.getAndUpdate((current) -> (current < 0) ? current : current + 1) >= 0;
	}

	/**
	 * Ends a message.
	 * @return whether it was the last one, and this is closed
	 */
	boolean end() {
		return this.state.decrementAndGet() == CLOSED;
	}

	/**
	 * Lets no further message begin.
	 * @return how many are being answered
	 */
	int close() {
		return this.state.getAndUpdate((current) -> current | CLOSED) & ~CLOSED;
	}

	boolean isClosed() {
		return this.state.get() < 0;
	}

}
