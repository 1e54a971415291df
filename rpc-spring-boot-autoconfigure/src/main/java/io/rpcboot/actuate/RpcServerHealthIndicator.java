package io.rpcboot.actuate;

import java.util.function.Supplier;

import io.rpcboot.server.BoundAddress;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * The health of the server: up while it listens. It is unknown where none was started,
 * because there are no functions, and after its stop.
 */
public class RpcServerHealthIndicator extends AbstractHealthIndicator {

	private final Supplier<@Nullable BoundAddress> address;

	/**
	 * Creates an indicator.
	 * @param address where the server listens, {@code null} if it does not
	 */
	public RpcServerHealthIndicator(Supplier<@Nullable BoundAddress> address) {
		super("The RPC server could not be checked");
		this.address = address;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		BoundAddress bound = this.address.get();
		if (bound == null) {
			builder.unknown();
		}
		else {
			builder.up().withDetail("address", bound.text());
		}
	}

}
