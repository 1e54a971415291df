package io.rpcboot.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a client.
 * <p>
 * A call gets an idle connection of the address with the fewest calls. Where there is
 * none it waits in line, and gets whichever comes first: one that is returned, or a new
 * one. New ones are opened in the background, at most one at a time for an address, since
 * Python's {@code Listener} takes them one by one.
 */
final class ConnectionPool implements AutoCloseable {

	private final ClientSettings settings;

	private final Function<PooledAddress, ClientConnection> connector;

	private final Executor executor;

	private final PooledAddresses addresses;

	private final ReentrantLock lock = new ReentrantLock();

	private final Deque<Waiter> waiters = new ArrayDeque<>();

	private boolean closed;

	ConnectionPool(ClientSettings settings, Function<PooledAddress, ClientConnection> connector, Executor executor) {
		this.settings = settings;
		this.connector = connector;
		this.executor = executor;
		this.addresses = new PooledAddresses(settings.addresses(), settings.pool().maxPerAddress());
	}

	/**
	 * Takes a connection out of the pool.
	 * @param deadline until when to wait
	 * @return a connection that the peer has not closed
	 * @throws RpcException if none could be had in time
	 */
	ClientConnection acquire(CallDeadline deadline) {
		while (true) {
			if (Thread.currentThread().isInterrupted()) {
				// it would close each connection that it touches
				throw PoolFailures.interrupted(null);
			}
			ClientConnection idle = takeIdle();
			if (idle == null) {
				return await(deadline);
			}
			if (idle.isUsable()) {
				return idle;
			}
			discard(idle);
		}
	}

	private @Nullable ClientConnection takeIdle() {
		this.lock.lock();
		try {
			requireOpen();
			// one that failed is tried whenever there is a call, which need not wait for
			// it
			this.addresses.toTryAgain().forEach(this::open);
			PooledAddress address = this.waiters.isEmpty() ? this.addresses.leastBusyWithIdle() : null;
			if (address == null) {
				return null;
			}
			address.callStarted();
			return address.idle().removeFirst();
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
			giveReturned();
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
				give(waiter.connection);
			}
			throw PoolFailures.interrupted(ex);
		}
		finally {
			this.waiters.remove(waiter);
			this.lock.unlock();
		}
	}

	// one that came back after this thread had found none, and before it stood in line
	private void giveReturned() {
		PooledAddress address = this.addresses.leastBusyWithIdle();
		if (address != null) {
			address.callStarted();
			give(address.idle().removeFirst());
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
			opened(address, null, PoolFailures.unexpected(ex));
		}
	}

	private void connect(PooledAddress address) {
		ClientConnection connection = null;
		RpcException failure = null;
		try {
			connection = this.connector.apply(address);
		}
		catch (RpcException ex) {
			failure = ex;
		}
		catch (RuntimeException | Error ex) {
			failure = PoolFailures.unexpected(ex);
		}
		opened(address, connection, failure);
	}

	private void opened(PooledAddress address, @Nullable ClientConnection connection, @Nullable RpcException failure) {
		locked(() -> {
			if (connection != null) {
				address.opened();
				address.callStarted();
				give(connection);
				openForWaiters();
			}
			else if (failure != null) {
				address.openingFailed(failure);
				this.waiters.forEach((waiter) -> waiter.condition.signal());
			}
		});
	}

	/**
	 * Puts a connection back whose call has been answered.
	 * @param connection the connection
	 */
	void release(ClientConnection connection) {
		locked(() -> {
			connection.address().answered();
			// whoever waits does not look at it again
			if (this.waiters.isEmpty() || connection.isUsable()) {
				give(connection);
			}
			else {
				discard(connection);
			}
		});
	}

	private void give(ClientConnection connection) {
		Waiter waiter = this.closed ? null : this.waiters.pollFirst();
		if (waiter != null) {
			waiter.connection = connection;
			waiter.condition.signal();
			return;
		}
		connection.address().callEnded();
		if (this.closed) {
			connection.close();
		}
		else {
			connection.address().idle().addFirst(connection);
		}
	}

	/**
	 * Closes a connection that was taken out of the pool.
	 * @param connection the connection
	 */
	void discard(ClientConnection connection) {
		connection.close();
		locked(() -> {
			connection.address().callEnded();
			openForWaiters();
		});
	}

	/**
	 * Closes a connection whose call got no answer in time, and those that wait beside
	 * it.
	 * @param connection the connection
	 * @param failure what happened
	 */
	void suspect(ClientConnection connection, RpcException failure) {
		locked(() -> {
			connection.address().callTimedOut(failure);
			connection.address().closeIdle();
		});
		discard(connection);
	}

	/**
	 * Closes the connections that were idle for too long.
	 */
	void retireIdle() {
		locked(() -> this.addresses.all().forEach(PooledAddress::retireIdle));
	}

	/**
	 * Describes the addresses.
	 * @return what is known of each
	 */
	List<AddressState> states() {
		this.lock.lock();
		try {
			return this.addresses.all().stream().map(PooledAddress::state).toList();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Closes the connections that have no call. New ones are opened when they are needed.
	 */
	void closeIdle() {
		locked(this.addresses::closeIdle);
	}

	private void requireOpen() {
		if (this.closed) {
			throw new RpcConnectionException("the client is closed", Executed.NO, null);
		}
	}

	/**
	 * Closes the pool and the connections in it; those that are out are closed when their
	 * calls end.
	 */
	@Override
	public void close() {
		locked(() -> {
			this.closed = true;
			this.addresses.closeIdle();
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
