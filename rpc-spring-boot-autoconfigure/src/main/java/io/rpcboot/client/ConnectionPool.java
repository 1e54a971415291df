package io.rpcboot.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

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

	private final Deque<Waiter> waiters = new ArrayDeque<>();

	private boolean closed;

	ConnectionPool(ClientSettings settings, Function<PooledAddress, ClientConnection> connector, Executor executor,
			ClientMonitor monitor) {
		this.settings = settings;
		this.connector = connector;
		this.executor = executor;
		this.addresses = new PooledAddresses(settings.addresses(), settings.pool().maxPerAddress(), monitor);
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
			ClientConnection free = takeFree();
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
		this.lock.lock();
		try {
			requireOpen();
			PooledAddress address = this.waiters.isEmpty() ? this.addresses.leastBusy() : null;
			this.addresses.toOpenBeside(address).forEach(this::open);
			return (address != null) ? address.take() : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	private ClientConnection await(CallDeadline deadline) {
		this.lock.lock();
		Waiter waiter = new Waiter(this.lock.newCondition());
		this.waiters.addLast(waiter);
		try {
			// one that came back after this thread had found none, and before it stood in
			// line
			serveWaiters(null);
			while (waiter.connection == null) {
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
				waiter.condition.awaitNanos(Math.min(remaining, this.addresses.nanosToNextAttempt()));
			}
			if (Thread.currentThread().isInterrupted()) {
				throw new InterruptedException();
			}
			return waiter.connection;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			if (waiter.connection != null) {
				// it arrived in the moment in which its waiter gave up
				giveBack(waiter.connection);
			}
			throw PoolFailures.interrupted(ex);
		}
		finally {
			this.waiters.remove(waiter);
			this.lock.unlock();
			this.addresses.waited(waiter);
		}
	}

	// whoever waits does not look at it again
	private void serveWaiters(@Nullable ClientConnection fresh) {
		while (!this.waiters.isEmpty()) {
			PooledAddress address = this.addresses.leastBusy();
			ClientConnection connection = (address != null) ? address.take() : null;
			if (connection == null) {
				return;
			}
			if (connection == fresh || connection.isUsable()) {
				Waiter waiter = this.waiters.removeFirst();
				waiter.connection = connection;
				waiter.condition.signal();
			}
			else {
				retire(connection);
			}
		}
	}

	private void openForWaiters() {
		this.addresses.toOpen(this.waiters.size()).forEach(this::open);
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
			openForWaiters();
		});
	}

	private void failed(PooledAddress address, RpcException failure) {
		locked(() -> {
			address.openingFailed(failure);
			this.waiters.forEach((waiter) -> waiter.condition.signal());
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
				openForWaiters();
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
		this.lock.lock();
		try {
			return new ClientState(this.addresses.all().stream().map(PooledAddress::state).toList(),
					this.waiters.size(), calls);
		}
		finally {
			this.lock.unlock();
		}
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
			this.waiters.forEach((waiter) -> waiter.condition.signal());
		});
	}

	private void locked(Runnable action) {
		this.lock.lock();
		try {
			action.run();
		}
		finally {
			this.lock.unlock();
		}
	}

}
