package io.rpcboot.observation;

import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.rpcboot.wire.TrafficMonitor;

/**
 * Meters of one side, a client or the server: the bytes of its connections, and what is
 * added to them.
 */
abstract class TrafficMeters implements TrafficMonitor {

	private final LongAdder received = new LongAdder();

	private final LongAdder sent = new LongAdder();

	/**
	 * Registers the meters of bytes.
	 * @param registry where
	 * @param side what their names begin with, such as {@code rpc.server}
	 * @param tags what tells them from others of their names
	 */
	final void registerTraffic(MeterRegistry registry, String side, Tags tags) {
		register(registry, side + ".received", "Bytes of frames that were received", tags, this.received);
		register(registry, side + ".sent", "Bytes of frames that were sent", tags, this.sent);
	}

	private static void register(MeterRegistry registry, String name, String description, Tags tags, LongAdder bytes) {
		FunctionCounter.builder(name, bytes, LongAdder::sum)
			.description(description)
			.baseUnit(BaseUnits.BYTES)
			.tags(tags)
			.register(registry);
	}

	@Override
	public void received(int bytes) {
		this.received.add(bytes);
	}

	@Override
	public void sent(int bytes) {
		this.sent.add(bytes);
	}

}
