package io.rpcboot.server;

import java.util.concurrent.atomic.AtomicInteger;

import io.rpcboot.message.Call;
import io.rpcboot.message.CallHandler;
import io.rpcboot.message.CallInterceptor;
import io.rpcboot.message.CallRefusedException;
import io.rpcboot.message.CallRefusedException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Counts the calls of a server that run. Those beyond a limit are refused, and all that
 * come when the server stops.
 */
public final class ServerCalls implements CallInterceptor {

	private final int limit;

	private final ServerMonitor monitor;

	private final PeerLog peers;

	private final AtomicInteger running = new AtomicInteger();

	private final AtomicInteger refused = new AtomicInteger();

	private volatile boolean stopping;

	private volatile long lastRefusal = System.nanoTime();

	/**
	 * Creates a counter.
	 * @param limit how many calls may run at a time
	 * @param monitor is told of those that are refused
	 * @param peers the log of peers
	 */
	public ServerCalls(int limit, ServerMonitor monitor, PeerLog peers) {
		this.limit = limit;
		this.monitor = monitor;
		this.peers = peers;
	}

	@Override
	public @Nullable Object intercept(Call call, CallHandler next) throws Exception {
		if (this.stopping) {
			this.refused.incrementAndGet();
			this.lastRefusal = System.nanoTime();
			this.monitor.rejected(Rejection.STOPPING);
			throw new CallRefusedException(Reason.STOPPING, "the server is stopping");
		}
		if (this.running.incrementAndGet() > this.limit) {
			this.running.decrementAndGet();
			this.monitor.rejected(Rejection.OVERLOADED);
			throw overloaded(call);
		}
		try {
			return next.handle(call);
		}
		catch (CallRefusedException ex) {
			// by a limit of the function's own
			if (ex.reason() == Reason.OVERLOADED) {
				this.monitor.rejected(Rejection.OVERLOADED);
			}
			throw ex;
		}
		finally {
			this.running.decrementAndGet();
		}
	}

	private CallRefusedException overloaded(Call call) {
		String problem = "as many calls run as rpc.server.max-concurrent-calls allows (%d)".formatted(this.limit);
		this.peers.warn("overloaded", call.peer(), "Refused a call of %s: %s".formatted(call.peer(), problem));
		return new CallRefusedException(Reason.OVERLOADED, problem);
	}

	/**
	 * Refuses the calls that come from now on.
	 * @return how many run
	 */
	public int stop() {
		this.stopping = true;
		return this.running.get();
	}

	public int running() {
		return this.running.get();
	}

	/**
	 * Counts the calls that were refused because of the stop.
	 * @return how many
	 */
	public int refused() {
		return this.refused.get();
	}

	/**
	 * Tells when the stop last was the reason to refuse a call.
	 * @return the time, by {@link System#nanoTime()}; if there was none, an earlier one
	 */
	long lastRefusal() {
		return this.lastRefusal;
	}

}
