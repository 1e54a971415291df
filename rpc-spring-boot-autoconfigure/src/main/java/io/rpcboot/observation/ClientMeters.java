package io.rpcboot.observation;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.client.AddressState;
import io.rpcboot.client.ClientMonitor;
import io.rpcboot.client.ClientState;
import io.rpcboot.wire.HandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Meters of one client.
 */
final class ClientMeters extends TrafficMeters implements ClientMonitor {

	private static final String CLIENT = "client";

	private static final String ADDRESS = "address";

	private final MeterRegistry registry;

	private final String client;

	ClientMeters(MeterRegistry registry, String client) {
		this.registry = registry;
		this.client = client;
		registerTraffic(registry, "rpc.client", Tags.of(CLIENT, client));
	}

	@Override
	public void watch(Supplier<ClientState> state) {
		Gauge.builder("rpc.client.pool.waiting", () -> state.get().waiting())
			.description("Calls that wait for a connection")
			.tag(CLIENT, this.client)
			.register(this.registry);
		for (AddressState address : state.get().addresses()) {
			connections(state, address.address(), "idle", AddressState::idleConnections);
			connections(state, address.address(), "busy", (now) -> now.connections() - now.idleConnections());
			Gauge.builder("rpc.client.calls", () -> read(state, address.address(), AddressState::calls))
				.description("Calls that have been sent, or are about to be, and have not ended")
				.tag(CLIENT, this.client)
				.tag(ADDRESS, address.address())
				.register(this.registry);
		}
	}

	private void connections(Supplier<ClientState> state, String address, String kind,
			ToIntFunction<AddressState> count) {
		Gauge.builder("rpc.client.connections", () -> read(state, address, count))
			.description("Open connections, those without a call and those with")
			.baseUnit(BaseUnits.CONNECTIONS)
			.tag(CLIENT, this.client)
			.tag(ADDRESS, address)
			.tag("state", kind)
			.register(this.registry);
	}

	private static int read(Supplier<ClientState> state, String address, ToIntFunction<AddressState> value) {
		return state.get()
			.addresses()
			.stream()
			.filter((candidate) -> candidate.address().equals(address))
			.mapToInt(value)
			.sum();
	}

	@Override
	public void opened(String address) {
		handshake(address, "success");
	}

	@Override
	public void openingFailed(String address, RpcException cause) {
		handshake(address, outcome(cause));
	}

	private void handshake(String address, String outcome) {
		Counter.builder("rpc.client.handshakes")
			.description("Attempts to open a connection")
			.tag(CLIENT, this.client)
			.tag(ADDRESS, address)
			.tag("outcome", outcome)
			.register(this.registry)
			.increment();
	}

	private static String outcome(RpcException cause) {
		if (cause.getCause() instanceof HandshakeException handshake) {
			return handshake.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
		}
		if (cause instanceof RpcTimeoutException) {
			return "timeout";
		}
		return (cause instanceof RpcConnectionException) ? "no-connection" : "other-protocol";
	}

	@Override
	public void waited(@Nullable String address, long nanos) {
		Timer.builder("rpc.client.pool.waits")
			.description("How long calls waited that found no free connection")
			.tag(CLIENT, this.client)
			.tag(ADDRESS, (address != null) ? address : "none")
			.register(this.registry)
			.record(nanos, TimeUnit.NANOSECONDS);
	}

}
