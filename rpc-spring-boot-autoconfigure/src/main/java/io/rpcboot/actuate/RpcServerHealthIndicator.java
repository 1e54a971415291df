package io.rpcboot.actuate;

import java.util.List;
import java.util.function.Supplier;

import io.rpcboot.server.BoundAddress;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * The health of the server: up while it listens. It is unknown where none was started,
 * because there are no functions, and after its stop.
 */
public class RpcServerHealthIndicator extends AbstractHealthIndicator {

	private final Supplier<List<BoundAddress>> addresses;

	/**
	 * Creates an indicator.
	 * @param addresses where the server listens, none if it does not
	 */
	public RpcServerHealthIndicator(Supplier<List<BoundAddress>> addresses) {
		super("The RPC server could not be checked");
		this.addresses = addresses;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		List<BoundAddress> bound = this.addresses.get();
		if (bound.isEmpty()) {
			builder.unknown();
		}
		else {
			builder.up().withDetail("addresses", bound.stream().map(BoundAddress::text).toList());
		}
	}

}
