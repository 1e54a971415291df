package io.rpcboot.observation;

import io.micrometer.core.instrument.MeterRegistry;
import io.rpcboot.client.ClientMonitor;
import io.rpcboot.client.ClientMonitors;

/**
 * Meters of clients: {@code rpc.client.connections}, {@code rpc.client.calls},
 * {@code rpc.client.handshakes}, {@code rpc.client.pool.waiting},
 * {@code rpc.client.pool.waits}, {@code rpc.client.received} and {@code rpc.client.sent}.
 * All of their tags have values of this library or of the configuration.
 */
public final class RpcClientMeters implements ClientMonitors {

	private final MeterRegistry registry;

	/**
	 * Creates the meters.
	 * @param registry where they are registered
	 */
	public RpcClientMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public ClientMonitor of(String client) {
		return new ClientMeters(this.registry, client);
	}

}
