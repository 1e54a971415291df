package io.rpcboot.context;

import java.time.Duration;
import java.util.List;

import io.rpcboot.function.RpcFunctionRegistry;
import io.rpcboot.server.BoundAddress;
import io.rpcboot.server.ConnectionState;
import io.rpcboot.server.HandshakeCounts;
import io.rpcboot.server.RpcServer;
import io.rpcboot.server.StopReport;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Opens the server when all beans exist, and closes it before they are destroyed.
 */
public final class RpcServerLifecycle implements SmartLifecycle, ApplicationListener<ContextClosedEvent> {

	/**
	 * As that of a web server's graceful shutdown: opened after, and closed before, what
	 * functions are likely to use.
	 */
	public static final int PHASE = DEFAULT_PHASE - 1024;

	private static final Log logger = LogFactory.getLog(RpcServerLifecycle.class);

	private final RpcServerFactory factory;

	private final RpcFunctionRegistry registry;

	private final ApplicationContext context;

	private final Duration grace;

	private volatile @Nullable RpcServer server;

	private volatile @Nullable BoundAddress address;

	/**
	 * Creates the life cycle.
	 * @param factory makes the server
	 * @param registry the functions
	 * @param context where events are published
	 * @param grace how long calls that run at a stop may take to end
	 */
	public RpcServerLifecycle(RpcServerFactory factory, RpcFunctionRegistry registry, ApplicationContext context,
			Duration grace) {
		this.factory = factory;
		this.registry = registry;
		this.context = context;
		this.grace = grace;
	}

	@Override
	public void start() {
		int functions = this.registry.functions().size();
		if (functions == 0 && !this.factory.isAddressSet()) {
			logger.debug("No function is registered and rpc.server.address is not set: no RPC server is started");
			return;
		}
		RpcServer created = this.factory.create();
		BoundAddress bound = created.start();
		this.server = created;
		this.address = bound;
		logger.info("RPC server listens on %s (%s): %s, %s, %s".formatted(bound.text(), bound.reach(),
				(functions == 1) ? "1 function" : functions + " functions", this.factory.describeSecurity(),
				this.factory.describeThreads()));
		if (functions == 0) {
			logger.warn("The RPC server has no functions: no bean has a method annotated with @RpcFunction");
		}
		Integer port = bound.port();
		if (port != null && this.context.getEnvironment() instanceof ConfigurableEnvironment environment) {
			LocalPort.set(environment, port);
		}
		this.context.publishEvent(new RpcServerStartedEvent(this, bound));
	}

	/**
	 * Tells that the application is not ready for more, before anything is stopped.
	 * @param event the context that is about to close
	 */
	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		// that of a web application has done so itself
		if (this.server != null && event.getApplicationContext() == this.context
				&& this.context.getBeanProvider(ApplicationAvailability.class)
					.stream()
					.anyMatch((availability) -> availability.getReadinessState() != ReadinessState.REFUSING_TRAFFIC)) {
			AvailabilityChangeEvent.publish(this.context, ReadinessState.REFUSING_TRAFFIC);
		}
	}

	@Override
	public void stop() {
		RpcServer running = this.server;
		if (running != null) {
			StopReport report = running.stop(this.grace);
			this.server = null;
			this.address = null;
			if (report.isGraceful()) {
				logger.info("RPC server stopped " + report);
			}
			else {
				logger.warn(("RPC server stopped %s: it took longer than %d ms, "
						+ "nine tenths of spring.lifecycle.timeout-per-shutdown-phase")
					.formatted(report, this.grace.toMillis()));
			}
		}
	}

	@Override
	public void stop(Runnable callback) {
		Thread stopping = new Thread(() -> {
			try {
				stop();
			}
			finally {
				callback.run();
			}
		}, "rpc-server-stop");
		stopping.start();
	}

	@Override
	public boolean isRunning() {
		return this.server != null;
	}

	/**
	 * Gives the address.
	 * @return where the server listens, or {@code null} if it does not
	 */
	public @Nullable BoundAddress address() {
		return this.address;
	}

	/**
	 * Describes the connections.
	 * @return one state for each, the oldest first; none if there is no server
	 */
	public List<ConnectionState> connections() {
		RpcServer running = this.server;
		return (running != null) ? running.connections() : List.of();
	}

	/**
	 * Counts the handshakes.
	 * @return since the start, {@code null} if there is no server
	 */
	public @Nullable HandshakeCounts handshakes() {
		RpcServer running = this.server;
		return (running != null) ? running.handshakes() : null;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
