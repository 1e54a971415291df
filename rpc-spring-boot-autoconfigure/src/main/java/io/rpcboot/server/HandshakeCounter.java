package io.rpcboot.server;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

import io.rpcboot.server.HandshakeCounts.KeyUse;
import io.rpcboot.wire.Credential;

/**
 * Counts handshakes: by the key, so that it can be seen when one is not used any more,
 * and by the reason why they failed.
 */
final class HandshakeCounter {

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<Credential, KeyUse> accepted = new LinkedHashMap<>();

	private final Map<String, Long> failed = new TreeMap<>();

	private final ServerMonitor monitor;

	HandshakeCounter(List<Credential> credentials, ServerMonitor monitor) {
		this.monitor = monitor;
		credentials.forEach((credential) -> this.accepted.put(credential,
				new KeyUse(credential.principal(), credential.index(), 0, null)));
	}

	void accepted(Credential credential) {
		this.monitor.handshakeSucceeded(credential.principal(), credential.index());
		this.lock.lock();
		try {
			this.accepted.computeIfPresent(credential,
					(key, use) -> new KeyUse(use.principal(), use.key(), use.count() + 1, Instant.now()));
		}
		finally {
			this.lock.unlock();
		}
	}

	void failed(String reason) {
		this.monitor.handshakeFailed(reason);
		this.lock.lock();
		try {
			this.failed.merge(reason, 1L, Long::sum);
		}
		finally {
			this.lock.unlock();
		}
	}

	HandshakeCounts counts() {
		this.lock.lock();
		try {
			return new HandshakeCounts(List.copyOf(this.accepted.values()), new TreeMap<>(this.failed));
		}
		finally {
			this.lock.unlock();
		}
	}

}
