package io.rpcboot.client;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

import io.rpcboot.RpcException;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a client.
 * <p>
 * A call gets a connection of the address with the fewest calls, alone or together with
 * others. Where none has room it waits in line, and gets whichever comes first: one that
 * is returned, or a new one. New ones are opened in the background, at most one at a time
 * for an address, since Python's {@code Listener} takes them one by one.
 */
final class ConnectionPool implements AutoCloseable {

	private final ClientSettings settings;

	private final Function<PooledAddress, ClientConnection> connector;

	private final Executor executor;

	private final PooledAddresses addresses;

	private final ReentrantLock lock = new ReentrantLock();

	private final WaitingLine line;

	private boolean closed;

	ConnectionPool(ClientSettings settings, Function<PooledAddress, ClientConnection> connector, Executor executor,
			ClientMonitor monitor) {
		this.settings = settings;
		this.connector = connector;
		this.executor = executor;
		this.addresses = new PooledAddresses(settings.addresses(), settings.pool().maxPerAddress(), monitor);
		this.line = new WaitingLine(this.addresses);
	}

	/**
	 * Finds a connection for a call.
	 * @param deadline until when to wait
	 * @return a connection that the peer has not closed, to be returned
	 * @throws RpcException if none could be had in time
	 */
	ClientConnection acquire(CallDeadline deadline) {
		while (true) {
			if (Thread.currentThread().isInterrupted()) {
				// it would close each connection that it touches
				throw PoolFailures.interrupted(null);
			}
			ClientConnection free = locked(this::takeFree);
			if (free == null) {
				return await(deadline);
			}
			if (free.isUsable()) {
				return free;
			}
			retire(free);
		}
	}

	private @Nullable ClientConnection takeFree() {
		requireOpen();
		PooledAddress address = this.line.isImpatient() ? null : this.addresses.leastBusy();
		this.addresses.toOpenBeside(address).forEach(this::open);
		return (address != null) ? address.take() : null;
	}

	private ClientConnection await(CallDeadline deadline) {
		Waiter waiter = new Waiter();
		try {
			locked(() -> this.line.join(waiter));
			while (true) {
				waiter.await(locked(() -> nanosToWait(waiter, deadline)));
				ClientConnection connection = waiter.connection();
				if (connection != null) {
					return connection;
				}
			}
		}
		catch (InterruptedException ex) {
			leave(waiter);
			Thread.currentThread().interrupt();
			throw PoolFailures.interrupted(ex);
		}
		catch (RuntimeException | Error ex) {
			leave(waiter);
			throw ex;
		}
		finally {
			this.addresses.waited(waiter);
		}
	}

	private long nanosToWait(Waiter waiter, CallDeadline deadline) {
		this.line.look(waiter);
		if (waiter.connection() != null) {
			return 0;
		}
		requireOpen();
		RpcException refusal = this.addresses.refusal();
		if (refusal != null) {
			throw refusal;
		}
		openForWaiters();
		long remaining = deadline.remainingNanos();
		if (remaining <= 0) {
			throw PoolFailures.exhausted(this.settings, this.addresses, deadline);
		}
		return Math.min(remaining, this.addresses.nanosToNextAttempt());
	}

	private void leave(Waiter waiter) {
		locked(() -> {
			this.line.leave(waiter);
			ClientConnection late = waiter.connection();
			if (late != null) {
				// it arrived in the moment in which its waiter gave up
				giveBack(late);
			}
			else {
				serveWaiters(null);
			}
		});
	}

	private void serveWaiters(@Nullable ClientConnection fresh) {
		this.line.serve(fresh);
		openForWaiters();
	}

	private void openForWaiters() {
		if (this.line.length() > 0) {
			this.addresses.toOpen(this.line.length()).forEach(this::open);
		}
	}

	private void open(PooledAddress address) {
		address.openingStarted();
		try {
			this.executor.execute(() -> connect(address));
		}
		catch (RuntimeException | Error ex) {
			failed(address, PoolFailures.unexpected(ex));
		}
	}

	private void connect(PooledAddress address) {
		try {
			opened(this.connector.apply(address));
		}
		catch (RpcException ex) {
			failed(address, ex);
		}
		catch (RuntimeException | Error ex) {
			failed(address, PoolFailures.unexpected(ex));
		}
	}

	private void opened(ClientConnection connection) {
		locked(() -> {
			connection.address().opened(connection);
			if (this.closed) {
				connection.address().retire(connection);
			}
			serveWaiters(connection);
		});
	}

	private void failed(PooledAddress address, RpcException failure) {
		locked(() -> {
			address.openingFailed(failure);
			this.line.wakeAll();
		});
	}

	/**
	 * Returns a connection whose call has been answered.
	 * @param connection the connection
	 */
	void release(ClientConnection connection) {
		locked(() -> {
			connection.address().answered();
			connection.address().callEnded(connection);
			serveWaiters(null);
		});
	}

	/**
	 * Returns a connection whose call has not been answered. It is closed if that is the
	 * end of it.
	 * @param connection the connection
	 */
	void giveBack(ClientConnection connection) {
		locked(() -> {
			connection.address().callEnded(connection);
			if (!connection.isUsable()) {
				connection.address().retire(connection);
			}
			serveWaiters(null);
		});
	}

	private void retire(ClientConnection connection) {
		locked(() -> {
			connection.address().retire(connection);
			connection.address().callEnded(connection);
			openForWaiters();
		});
	}

	/**
	 * Returns a connection whose peer did not answer in time. It gets no other call, and
	 * those beside it that have none are closed.
	 * @param connection the connection
	 * @param failure what happened
	 */
	void suspect(ClientConnection connection, RpcException failure) {
		locked(() -> {
			connection.address().callTimedOut(failure);
			connection.address().closeIdle();
			retire(connection);
		});
	}

	/**
	 * Takes note that a peer is about to stop: none of its connections gets another call.
	 * @param connection the connection on which it said so
	 * @param failure what it said
	 */
	void stopping(ClientConnection connection, RpcException failure) {
		locked(() -> connection.address().stopping(connection, failure));
	}

	/**
	 * Closes the connections without a call that were idle for too long, or are lost.
	 */
	void retireIdle() {
		locked(() -> this.addresses.all().forEach(PooledAddress::closeUnusable));
	}

	ClientState state(List<ClientState.RunningCall> calls) {
		return locked(() -> new ClientState(this.addresses.all().stream().map(PooledAddress::state).toList(),
				this.line.length(), calls));
	}

	/**
	 * Closes the connections that have no call. New ones are opened when they are needed.
	 */
	void closeIdle() {
		locked(() -> this.addresses.all().forEach(PooledAddress::closeIdle));
	}

	private void requireOpen() {
		if (this.closed) {
			throw PoolFailures.closed();
		}
	}

	/**
	 * Closes the pool and its connections; those that have calls are closed when these
	 * end.
	 */
	@Override
	public void close() {
		locked(() -> {
			this.closed = true;
			this.addresses.all().forEach(PooledAddress::retireAll);
			this.line.wakeAll();
		});
	}

	private void locked(Runnable action) {
		locked(() -> {
			action.run();
			return null;
		});
	}

	private <T extends @Nullable Object> T locked(Supplier<T> action) {
		this.lock.lock();
		try {
			return action.get();
		}
		finally {
			List<Waiter> toWake = (this.lock.getHoldCount() == 1) ? this.line.takeToWake() : List.of();
			this.lock.unlock();
			toWake.forEach(Waiter::wake);
		}
	}

}
