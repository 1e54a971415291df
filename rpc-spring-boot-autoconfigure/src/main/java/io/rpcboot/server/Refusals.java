package io.rpcboot.server;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * How long a peer with a wrong key waits for its refusal: 100 milliseconds, and twice as
 * long for each further one from its address, up to 3.2 seconds. After a minute without
 * one it starts anew. Peers with a right key are not concerned, whatever their address.
 */
final class Refusals {

	private static final Duration FIRST = Duration.ofMillis(100);

	private static final int MAX_DOUBLINGS = 5;

	private static final long MEMORY = Duration.ofMinutes(1).toNanos();

	private static final int MAX_ENTRIES = 4096;

	// whoever has one address of IPv6 has all that begin with the same 64 bits
	private static final int PREFIX = 8;

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<ByteBuffer, Entry> entries = new LinkedHashMap<>();

	private final LongSupplier clock;

	Refusals(LongSupplier clock) {
		this.clock = clock;
	}

	/**
	 * Counts a refusal.
	 * @param host the peer's address, {@code null} for a local program
	 * @return how long to wait before it is sent
	 */
	Duration next(@Nullable InetAddress host) {
		ByteBuffer origin = origin(host);
		this.lock.lock();
		try {
			long now = this.clock.getAsLong();
			Entry last = this.entries.remove(origin);
			int doublings = (last == null || now - last.time() > MEMORY) ? 0
					: Math.min(last.doublings() + 1, MAX_DOUBLINGS);
			if (this.entries.size() == MAX_ENTRIES) {
				// the oldest: an entry is put anew whenever it counts
				this.entries.remove(this.entries.keySet().iterator().next());
			}
			this.entries.put(origin, new Entry(doublings, now));
			return FIRST.multipliedBy(1L << doublings);
		}
		finally {
			this.lock.unlock();
		}
	}

	private static ByteBuffer origin(@Nullable InetAddress host) {
		byte[] address = (host != null) ? host.getAddress() : new byte[0];
		return ByteBuffer.wrap(address, 0, Math.min(address.length, PREFIX));
	}

	private record Entry(int doublings, long time) {

	}

}
