package io.rpcboot.server;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.rpcboot.wire.DeadlineWatch;
import org.jspecify.annotations.Nullable;

/**
 * Closes authenticated connections without a call that have been idle for too long. It
 * looks at all of them from time to time, so that their threads have no time to note.
 */
final class IdleWatch {

	private static final long MIN_INTERVAL = TimeUnit.MILLISECONDS.toNanos(20);

	private static final long MAX_INTERVAL = TimeUnit.SECONDS.toNanos(1);

	private final @Nullable Duration limit;

	private final Supplier<Set<ServerConnection>> connections;

	private DeadlineWatch.@Nullable Scheduled next;

	private boolean stopped;

	/**
	 * Creates a watch.
	 * @param limit how long a connection may be idle, {@code null} for ever
	 * @param connections gives those to look at
	 */
	IdleWatch(@Nullable Duration limit, Supplier<Set<ServerConnection>> connections) {
		this.limit = limit;
		this.connections = connections;
	}

	/**
	 * Begins to look.
	 * @param clock calls back when it is time to look again
	 */
	void start(DeadlineWatch clock) {
		Duration idle = this.limit;
		if (idle != null) {
			long interval = Math.min(MAX_INTERVAL, Math.max(MIN_INTERVAL, idle.toNanos() / 10));
			schedule(clock, Duration.ofNanos(interval), idle);
		}
	}

	private synchronized void schedule(DeadlineWatch clock, Duration interval, Duration idle) {
		if (!this.stopped) {
			this.next = clock.schedule(interval, () -> {
				long now = System.nanoTime();
				this.connections.get().forEach((connection) -> connection.closeIfIdle(now, idle));
				schedule(clock, interval, idle);
			});
		}
	}

	/**
	 * Looks no more.
	 */
	synchronized void stop() {
		this.stopped = true;
		if (this.next != null) {
			this.next.cancel();
		}
	}

}
