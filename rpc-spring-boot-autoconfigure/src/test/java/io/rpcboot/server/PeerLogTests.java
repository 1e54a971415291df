package io.rpcboot.server;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeerLogTests {

	private final CapturedLog log = new CapturedLog();

	// near the end of its range: the origin of System.nanoTime() is arbitrary
	private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1000);

	private final PeerLog peers = new PeerLog(this.clock::get);

	@AfterEach
	void stopCapturing() {
		this.log.close();
	}

	@Test
	void aKindOfFaultIsToldOnceAMinuteForAHostWithACountOfTheOthers() {
		this.peers.warn("kind", "10.0.0.1:1", "first");
		this.peers.warn("kind", "10.0.0.1:2", "second");
		this.clock.addAndGet(Duration.ofMinutes(1).toNanos() - 1);
		this.peers.warn("kind", "10.0.0.1:1", "third");
		this.clock.addAndGet(1);
		this.peers.warn("kind", "10.0.0.1:3", "fourth");
		this.peers.warn("kind", "10.0.0.1:3", "fifth");
		this.clock.addAndGet(Duration.ofHours(1).toNanos());
		this.peers.warn("kind", "10.0.0.1:4", "sixth");
		this.clock.addAndGet(Duration.ofHours(1).toNanos());
		this.peers.warn("kind", "10.0.0.1:5", "seventh");
		this.log.awaitLines("WARN first", "DEBUG second", "DEBUG third",
				"WARN fourth (and 2 more like this from there)", "DEBUG fifth",
				"WARN sixth (and 1 more like this from there)", "WARN seventh");
	}

	@Test
	void otherKindsAndHostsAreToldToo() {
		this.peers.warn("kind", "10.0.0.1:1", "first");
		this.peers.warn("other", "10.0.0.1:1", "second");
		this.peers.warn("kind", "10.0.0.2:1", "third");
		this.peers.warn("kind", "[0:0:0:0:0:0:0:1]:1", "fourth");
		this.peers.warn("kind", "[0:0:0:0:0:0:0:1]:2", "fifth");
		this.log.awaitLines("WARN first", "WARN second", "WARN third", "WARN fourth", "DEBUG fifth");
	}

	@Test
	void onlyTheLastThousandHostsAreRemembered() {
		for (int i = 0; i < 1001; i++) {
			this.peers.warn("kind", "host" + i + ":1", "warning");
		}
		this.peers.warn("kind", "host1:1", "remembered");
		this.peers.warn("kind", "host0:1", "forgotten");
		this.log.awaitLine("DEBUG remembered");
		this.log.awaitLine("WARN forgotten");
	}

}
