package io.rpcboot.server;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

import io.rpcboot.server.HandshakeCounts.KeyUse;
import org.jspecify.annotations.Nullable;

/**
 * Counts handshakes: by the key, so that it can be seen when one is not used any more,
 * and by the reason why they failed.
 */
public final class HandshakeCounter {

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<Key, KeyUse> accepted = new LinkedHashMap<>();

	private final Map<String, Long> failed = new TreeMap<>();

	private final ServerMonitor monitor;

	/**
	 * Creates a counter.
	 * @param keys those that peers may have, not used yet
	 * @param monitor is told of the handshakes
	 */
	public HandshakeCounter(List<KeyUse> keys, ServerMonitor monitor) {
		this.monitor = monitor;
		keys.forEach((use) -> this.accepted.put(new Key(use.principal(), use.key()), use));
	}

	/**
	 * Counts a handshake that has ended well.
	 * @param principal whose the key is, {@code null} where callers are not told apart
	 * @param index its place in the list of the principal's keys, from 0
	 */
	public void accepted(@Nullable String principal, int index) {
		this.monitor.handshakeSucceeded(principal, index);
		this.lock.lock();
		try {
			this.accepted.computeIfPresent(new Key(principal, index),
					(key, use) -> new KeyUse(principal, index, use.count() + 1, Instant.now()));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Counts a handshake that has failed.
	 * @param reason why, one of a few names such as {@code wrong-key}
	 */
	public void failed(String reason) {
		this.monitor.handshakeFailed(reason);
		this.lock.lock();
		try {
			this.failed.merge(reason, 1L, Long::sum);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Gives the counts.
	 * @return those since the start
	 */
	public HandshakeCounts counts() {
		this.lock.lock();
		try {
			return new HandshakeCounts(List.copyOf(this.accepted.values()), new TreeMap<>(this.failed));
		}
		finally {
			this.lock.unlock();
		}
	}

	private record Key(@Nullable String principal, int index) {

	}

}
