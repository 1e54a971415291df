package io.rpcboot.server;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the messages that are being answered, until it is closed and the last of them
 * has been.
 */
final class InFlight {

	// the sign bit
	private static final long CLOSED = Long.MIN_VALUE;

	// the upper half counts all messages, from 0 again after its largest number, and the
	// lower half those that are being answered
	private static final long MESSAGE = 1L << 32;

	private final AtomicLong state = new AtomicLong();

	/**
	 * Begins a message.
	 * @return whether it may be answered; not any more once this is closed
	 */
	boolean begin() {
		return this.state
			.getAndUpdate((current) -> (current < 0) ? current : (current + MESSAGE + 1) & Long.MAX_VALUE) >= 0;
	}

	/**
	 * Ends a message.
	 * @return whether it was the last one, and this is closed
	 */
	boolean end() {
		long left = this.state.decrementAndGet();
		return left < 0 && (int) left == 0;
	}

	/**
	 * Lets no further message begin.
	 * @return how many are being answered
	 */
	int close() {
		return (int) this.state.getAndUpdate((current) -> current | CLOSED);
	}

	boolean isClosed() {
		return this.state.get() < 0;
	}

	/**
	 * Gives what changes with each message.
	 * @return a number for this moment
	 */
	long moment() {
		return this.state.get();
	}

	/**
	 * Lets no further message begin, if none is being answered and none has been since.
	 * @param moment since when
	 * @return whether it is closed by this
	 */
	boolean closeIfIdleSince(long moment) {
		return moment >= 0 && (int) moment == 0 && this.state.compareAndSet(moment, moment | CLOSED);
	}

}
