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

	PooledAddresses(List<Address> addresses, int maxPerAddress) {
		this.addresses = addresses.stream().map(PooledAddress::new).toList();
		this.maxPerAddress = maxPerAddress;
	}

	/**
	 * Finds where an idle connection is best taken.
	 * @return of those with an idle connection the address with the fewest calls, or
	 * {@code null} if there is none
	 */
	@Nullable PooledAddress leastBusyWithIdle() {
		PooledAddress found = null;
		for (PooledAddress address : this.addresses) {
			if (!address.idle().isEmpty() && (found == null || address.inFlight() < found.inFlight())) {
				found = address;
			}
		}
		return found;
	}

	/**
	 * Finds where connections are to be opened for those that wait.
	 * @param waiters how many wait
	 * @return addresses, those with the fewest calls first
	 */
	List<PooledAddress> toOpen(int waiters) {
		return this.addresses.stream()
			.filter(this::canOpen)
			.sorted(Comparator.comparingInt(PooledAddress::inFlight))
			.limit(Math.max(0, waiters - opening()))
			.toList();
	}

	long opening() {
		return this.addresses.stream().filter(PooledAddress::isOpening).count();
	}

	/**
	 * Finds the addresses that failed and may be tried again while others are used.
	 * @return the addresses, none if there is only one
	 */
	List<PooledAddress> toTryAgain() {
		List<PooledAddress> failed = new ArrayList<>(0);
		for (PooledAddress address : this.addresses) {
			if (address.failure() != null && this.addresses.size() > 1 && canOpen(address)) {
				failed.add(address);
			}
		}
		return failed;
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

	int maxConnections() {
		return this.addresses.size() * this.maxPerAddress;
	}

	void closeIdle() {
		this.addresses.forEach(PooledAddress::closeIdle);
	}

	List<PooledAddress> all() {
		return this.addresses;
	}

}
