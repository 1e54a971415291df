package io.rpcboot.context;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.rpcboot.function.RpcFunctionRegistry;
import io.rpcboot.server.BoundAddress;
import io.rpcboot.server.CallServer;
import io.rpcboot.server.ConnectionState;
import io.rpcboot.server.HandshakeCounts;
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
 * Opens the server of each address when all beans exist, and closes them before these are
 * destroyed.
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

	// all of them or none
	private volatile List<Listening> servers = List.of();

	/**
	 * Creates the life cycle.
	 * @param factory makes the servers
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
		this.servers = startAll();
		this.servers.forEach((server) -> logger.info(describe(server.address(), functions)));
		if (functions == 0) {
			logger.warn("The RPC server has no functions: no bean has a method annotated with @RpcFunction");
		}
		this.servers.forEach(this::publish);
	}

	private List<Listening> startAll() {
		List<Listening> started = new ArrayList<>();
		try {
			for (CallServer server : this.factory.create()) {
				started.add(new Listening(server, server.start()));
			}
			return List.copyOf(started);
		}
		catch (RuntimeException ex) {
			started.forEach((other) -> other.server().stop(Duration.ZERO));
			throw ex;
		}
	}

	private String describe(BoundAddress address, int functions) {
		return "RPC server listens on %s (%s): %s, %s, %s".formatted(address.text(), address.reach(),
				(functions == 1) ? "1 function" : functions + " functions", address.security(),
				this.factory.describeThreads());
	}

	private void publish(Listening server) {
		Integer port = server.address().port();
		if (port != null && this.context.getEnvironment() instanceof ConfigurableEnvironment environment) {
			LocalPort.set(environment, server.server().portProperty(), port);
		}
		this.context.publishEvent(new RpcServerStartedEvent(this, server.address()));
	}

	/**
	 * Tells that the application is not ready for more, before anything is stopped.
	 * @param event the context that is about to close
	 */
	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		// that of a web application has done so itself
		if (isRunning() && event.getApplicationContext() == this.context
				&& this.context.getBeanProvider(ApplicationAvailability.class)
					.stream()
					.anyMatch((availability) -> availability.getReadinessState() != ReadinessState.REFUSING_TRAFFIC)) {
			AvailabilityChangeEvent.publish(this.context, ReadinessState.REFUSING_TRAFFIC);
		}
	}

	@Override
	public void stop() {
		List<Listening> running = this.servers;
		if (running.isEmpty()) {
			return;
		}
		StopReport report = stopAll(running);
		this.servers = List.of();
		if (report.isGraceful()) {
			logger.info("RPC server stopped " + report);
		}
		else {
			logger.warn(("RPC server stopped %s: it took longer than %d ms, "
					+ "nine tenths of spring.lifecycle.timeout-per-shutdown-phase")
				.formatted(report, this.grace.toMillis()));
		}
	}

	// at the same time, as each of them may take all of it
	private StopReport stopAll(List<Listening> running) {
		return running.stream()
			.map((server) -> CompletableFuture.supplyAsync(() -> server.server().stop(this.grace),
					(task) -> new Thread(task, "rpc-server-stop").start()))
			.toList()
			.stream()
			.map(CompletableFuture::join)
			.reduce(new StopReport(0, 0, 0), StopReport::and);
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
		return !this.servers.isEmpty();
	}

	/**
	 * Gives the addresses.
	 * @return where the application listens, in the order of the configuration; none if
	 * it does not
	 */
	public List<BoundAddress> addresses() {
		return this.servers.stream().map(Listening::address).toList();
	}

	/**
	 * Describes the connections.
	 * @return one state for each, the oldest first; none if there is no server
	 */
	public List<ConnectionState> connections() {
		return this.servers.stream()
			.flatMap((server) -> server.server().connections().stream())
			.sorted(Comparator.comparing(ConnectionState::age).reversed())
			.toList();
	}

	/**
	 * Counts the handshakes.
	 * @return since the start, {@code null} if there is no server
	 */
	public @Nullable HandshakeCounts handshakes() {
		return this.servers.stream()
			.map((server) -> server.server().handshakes())
			.reduce(HandshakeCounts::and)
			.orElse(null);
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	private record Listening(CallServer server, BoundAddress address) {

	}

}
