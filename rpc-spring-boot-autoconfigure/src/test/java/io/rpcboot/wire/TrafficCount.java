package io.rpcboot.wire;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts bytes.
 */
public class TrafficCount implements TrafficMonitor {

	private final LongAdder received = new LongAdder();

	private final LongAdder sent = new LongAdder();

	@Override
	public void received(int bytes) {
		this.received.add(bytes);
	}

	@Override
	public void sent(int bytes) {
		this.sent.add(bytes);
	}

	public long received() {
		return this.received.sum();
	}

	public long sent() {
		return this.sent.sum();
	}

}
