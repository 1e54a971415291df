package io.rpcboot.observation;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.rpcboot.server.Rejection;
import io.rpcboot.server.ServerMonitor;
import org.jspecify.annotations.Nullable;

/**
 * Meters of the server: {@code rpc.server.connections}, {@code rpc.server.handshakes},
 * {@code rpc.server.rejections}, {@code rpc.server.received} and {@code rpc.server.sent}.
 * All of their tags have values of this library or of the configuration.
 */
public final class RpcServerMeters extends TrafficMeters implements ServerMonitor {

	private static final String HANDSHAKES = "rpc.server.handshakes";

	private static final String NONE = "none";

	private final MeterRegistry registry;

	private volatile Map<Rejection, Counter> rejections = Map.of();

	// that of the server that runs: after a stop there can be another one
	private volatile IntSupplier connections = () -> 0;

	/**
	 * Creates the meters. They are registered when there is a server.
	 * @param registry where they are registered
	 */
	public RpcServerMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void watch(IntSupplier open) {
		this.connections = open;
		Gauge.builder("rpc.server.connections", () -> this.connections.getAsInt())
			.description("Open connections")
			.baseUnit(BaseUnits.CONNECTIONS)
			.register(this.registry);
		Map<Rejection, Counter> counters = new EnumMap<>(Rejection.class);
		for (Rejection rejection : Rejection.values()) {
			counters.put(rejection,
					Counter.builder("rpc.server.rejections")
						.description("Connections, messages and calls that were refused")
						.tag("reason", name(rejection))
						.register(this.registry));
		}
		this.rejections = counters;
		registerTraffic(this.registry, "rpc.server", Tags.empty());
	}

	private static String name(Rejection rejection) {
		return rejection.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	@Override
	public void handshakeSucceeded(@Nullable String principal, int key) {
		handshake("success", (principal != null) ? principal : NONE, String.valueOf(key));
	}

	@Override
	public void handshakeFailed(String reason) {
		handshake(reason, NONE, NONE);
	}

	private void handshake(String outcome, String principal, String key) {
		Counter.builder(HANDSHAKES)
			.description("Handshakes that have ended")
			.tag("outcome", outcome)
			.tag("principal", principal)
			.tag("key", key)
			.register(this.registry)
			.increment();
	}

	@Override
	public void rejected(Rejection rejection) {
		Counter counter = this.rejections.get(rejection);
		if (counter != null) {
			counter.increment();
		}
	}

}
