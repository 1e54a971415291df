package io.rpcboot.client;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.rpcboot.RpcAuthenticationException;
import io.rpcboot.RpcException;
import io.rpcboot.wire.Address;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a pool: which of them is next. Guarded by the lock of the pool.
 */
final class PooledAddresses {

	private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(1);

	private final List<PooledAddress> addresses;

	private final int maxPerAddress;

	private final ClientMonitor monitor;

	PooledAddresses(List<Address> addresses, int maxPerAddress, ClientMonitor monitor) {
		this.addresses = addresses.stream().map((address) -> new PooledAddress(address, monitor)).toList();
		this.maxPerAddress = maxPerAddress;
		this.monitor = monitor;
	}

	/**
	 * Finds where another call is best sent.
	 * @return of those with a connection that has room the address with the fewest calls,
	 * or {@code null} if there is none
	 */
	@Nullable PooledAddress leastBusy() {
		PooledAddress found = null;
		for (PooledAddress address : this.addresses) {
			if ((found == null || address.inFlight() < found.inFlight()) && address.free() != null) {
				found = address;
			}
		}
		return found;
	}

	/**
	 * Begins a call where it is best sent. Connections that turn out to be of no use are
	 * retired.
	 * @param fresh one that is of use without a look at it, {@code null} for none
	 * @return the connection for the call, {@code null} if none has room
	 */
	@Nullable ClientConnection take(@Nullable ClientConnection fresh) {
		while (true) {
			PooledAddress address = leastBusy();
			ClientConnection connection = (address != null) ? address.take() : null;
			if (address == null || connection == null || connection == fresh || connection.isUsable()) {
				return connection;
			}
			address.retire(connection);
			address.callEnded(connection);
		}
	}

	/**
	 * Finds where connections are to be opened for those that wait.
	 * @param waiters how many wait
	 * @return addresses, those with the fewest calls first
	 */
	List<PooledAddress> toOpen(int waiters) {
		List<PooledAddress> found = new ArrayList<>(0);
		for (PooledAddress address : this.addresses) {
			if (canOpen(address)) {
				found.add(address);
			}
		}
		found.sort(Comparator.comparingInt(PooledAddress::inFlight));
		return found.subList(0, Math.max(0, Math.min(found.size(), waiters - opening())));
	}

	int opening() {
		int count = 0;
		for (PooledAddress address : this.addresses) {
			count += address.isOpening() ? 1 : 0;
		}
		return count;
	}

	/**
	 * Finds where connections are to be opened while others are used: at addresses that
	 * failed, and at those that have none and fewer calls than the one that is used.
	 * @param used the address that gets the next call, {@code null} if it has to wait
	 * @return the addresses, none if there is only one
	 */
	List<PooledAddress> toOpenBeside(@Nullable PooledAddress used) {
		if (this.addresses.size() == 1) {
			return List.of();
		}
		List<PooledAddress> found = new ArrayList<>(0);
		for (PooledAddress address : this.addresses) {
			boolean spare = used != null && !address.isConnected() && address.inFlight() < used.inFlight();
			if ((spare || address.failure() != null) && canOpen(address)) {
				found.add(address);
			}
		}
		return found;
	}

	private boolean canOpen(PooledAddress address) {
		return address.canOpen(this.maxPerAddress, System.nanoTime());
	}

	long nanosToNextAttempt() {
		long now = System.nanoTime();
		long next = LONGEST_WAIT;
		for (PooledAddress address : this.addresses) {
			if (address.retryTime() - now > 0) {
				next = Math.min(next, address.retryTime() - now);
			}
		}
		return next;
	}

	/**
	 * Finds out whether all addresses refuse us. To offer a wrong key again and again
	 * helps nobody, and ends many a Python server.
	 * @return what the first of them said, or {@code null} if there is hope
	 */
	@Nullable RpcException refusal() {
		for (PooledAddress address : this.addresses) {
			if (!(address.failure() instanceof RpcAuthenticationException) || address.isOpening() || canOpen(address)) {
				return null;
			}
		}
		return this.addresses.get(0).failure();
	}

	/**
	 * Finds out what is wrong.
	 * @return the failure of the first address that has one, or {@code null}
	 */
	@Nullable RpcException failure() {
		for (PooledAddress address : this.addresses) {
			if (address.failure() != null) {
				return address.failure();
			}
		}
		return null;
	}

	/**
	 * Takes note of how long a call stood in line. Needs no lock, as it is in line no
	 * more.
	 * @param waiter what has its connection, if it got one
	 */
	void waited(Waiter waiter) {
		ClientConnection connection = waiter.connection();
		this.monitor.waited((connection != null) ? connection.address().name() : null,
				System.nanoTime() - waiter.begin);
	}

	int maxConnections() {
		return this.addresses.size() * this.maxPerAddress;
	}

	List<PooledAddress> all() {
		return this.addresses;
	}

}
