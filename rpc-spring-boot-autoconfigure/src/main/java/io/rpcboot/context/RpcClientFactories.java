package io.rpcboot.context;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.rpcboot.client.ClientState;
import io.rpcboot.client.RpcClientFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * The factories of all clients that are used, by name. Each is made when it is first
 * asked for. Connections are closed after the server has stopped, whose last calls may
 * need them.
 */
public final class RpcClientFactories implements SmartLifecycle, DisposableBean {

	// below the server's: stopped after it
	static final int PHASE = RpcServerLifecycle.PHASE - 1024;

	private static final long SWEEP_SECONDS = 10;

	private final Map<String, RpcClientFactory> factories = new ConcurrentHashMap<>();

	private final Function<String, RpcClientFactory> maker;

	private volatile @Nullable ScheduledExecutorService sweeper;

	/**
	 * Creates an instance.
	 * @param maker makes a factory for a client's name, or tells what is wrong with its
	 * configuration
	 */
	public RpcClientFactories(Function<String, RpcClientFactory> maker) {
		this.maker = maker;
	}

	/**
	 * Gives a client's factory.
	 * @param client the client's name
	 * @return the factory, always the same one
	 */
	public RpcClientFactory get(String client) {
		return this.factories.computeIfAbsent(client, this.maker);
	}

	/**
	 * Describes the clients that are used.
	 * @return what is known of each, by their names
	 */
	public Map<String, ClientState> states() {
		Map<String, ClientState> states = new TreeMap<>();
		this.factories.forEach((name, factory) -> states.put(name, factory.state()));
		return states;
	}

	/**
	 * Closes the connections that were idle for too long, or that the peer has closed.
	 */
	public void retireIdle() {
		this.factories.values().forEach(RpcClientFactory::retireIdle);
	}

	@Override
	public void start() {
		ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "rpc-client-sweep");
			thread.setDaemon(true);
			return thread;
		});
		started.scheduleWithFixedDelay(this::retireIdle, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
		this.sweeper = started;
	}

	@Override
	public void stop() {
		ExecutorService running = this.sweeper;
		if (running != null) {
			running.shutdownNow();
			this.sweeper = null;
		}
		this.factories.values().forEach(RpcClientFactory::closeIdle);
	}

	@Override
	public void destroy() {
		this.factories.values().forEach(RpcClientFactory::close);
	}

	@Override
	public boolean isRunning() {
		return this.sweeper != null;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
