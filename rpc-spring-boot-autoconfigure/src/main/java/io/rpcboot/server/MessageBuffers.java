package io.rpcboot.server;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the sum of the messages and replies that a server has in memory. Small ones do
 * not count: the number of calls bounds them.
 */
public final class MessageBuffers {

	// what a connection has room for in any case
	private static final int SMALL = 4096;

	private final long limit;

	private final AtomicLong used = new AtomicLong();

	/**
	 * Creates a bound.
	 * @param limit the largest sum, in bytes
	 */
	public MessageBuffers(long limit) {
		this.limit = limit;
	}

	/**
	 * Tells whether a message needs room.
	 * @param length its length in bytes
	 * @return whether it is not a small one
	 */
	static boolean isCounted(long length) {
		return length > SMALL;
	}

	/**
	 * Takes room, if there is enough. A message that is alone always gets it, or it could
	 * never be sent.
	 * @param length of the message, in bytes
	 * @return whether there is room, which has to be released then
	 */
	public boolean reserve(long length) {
		return resize(0, length);
	}

	/**
	 * Gives room back.
	 * @param length what was reserved
	 */
	public void release(long length) {
		resize(length, 0);
	}

	/**
	 * Takes more room, or gives some back.
	 * @param from how many bytes are reserved
	 * @param to how many are needed
	 * @return whether there is as much; what was reserved is kept if not
	 */
	boolean resize(long from, long to) {
		long own = counted(from);
		long more = counted(to) - own;
		if (more <= 0) {
			this.used.addAndGet(more);
			return true;
		}
		long before = this.used.getAndUpdate((current) -> fits(current, own, more) ? current + more : current);
		return fits(before, own, more);
	}

	private boolean fits(long current, long own, long more) {
		return current == own || current + more <= this.limit;
	}

	private static long counted(long length) {
		return isCounted(length) ? length : 0;
	}

}
