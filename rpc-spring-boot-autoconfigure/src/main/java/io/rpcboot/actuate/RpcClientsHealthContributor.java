package io.rpcboot.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.rpcboot.client.AddressState;
import io.rpcboot.client.ClientState;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * The health of each client that is used, by what its calls have found out: up while it
 * is connected to one of its addresses, down while there is none and one has failed,
 * otherwise unknown. No connection is opened for it: one without authentication would
 * hold up a Python program, and its answer would tell nothing of the functions.
 */
public class RpcClientsHealthContributor implements CompositeHealthContributor {

	private final Supplier<Map<String, ClientState>> clients;

	/**
	 * Creates a contributor.
	 * @param clients the clients that are used, by name
	 */
	public RpcClientsHealthContributor(Supplier<Map<String, ClientState>> clients) {
		this.clients = clients;
	}

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		ClientState state = this.clients.get().get(name);
		return (state != null) ? indicator(state) : null;
	}

	@Override
	public Stream<HealthContributors.Entry> stream() {
		return this.clients.get()
			.entrySet()
			.stream()
			.map((client) -> new HealthContributors.Entry(client.getKey(), indicator(client.getValue())));
	}

	private static HealthIndicator indicator(ClientState client) {
		return () -> {
			Map<String, String> details = new LinkedHashMap<>();
			client.addresses().forEach((address) -> details.put(address.address(), describe(address)));
			return Health.status(status(client.addresses())).withDetails(details).build();
		};
	}

	private static Status status(List<AddressState> addresses) {
		if (addresses.stream().anyMatch((address) -> address.failure() == null && address.connections() > 0)) {
			return Status.UP;
		}
		return addresses.stream().anyMatch((address) -> address.failure() != null) ? Status.DOWN : Status.UNKNOWN;
	}

	private static String describe(AddressState address) {
		return Objects.requireNonNullElse(address.failure(),
				(address.connections() > 0) ? "connected" : "not connected");
	}

}
