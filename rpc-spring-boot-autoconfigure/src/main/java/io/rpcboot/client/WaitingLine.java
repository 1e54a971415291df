package io.rpcboot.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The calls that stand in line for a connection, the oldest first. Guarded by the lock of
 * the pool.
 * <p>
 * A connection that comes back is not kept for the first in line until that has woken up:
 * whoever comes by meanwhile may take it, which mostly is the thread that returned it. To
 * change threads at every call takes longer than many a call. The first in line is woken
 * to take what is free, and served before anybody else once it has waited for too long.
 */
final class WaitingLine {

	// many times as long as it takes to wake a thread, and not long for a caller
	private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(10);

	private final PooledAddresses addresses;

	private final Deque<Waiter> waiters = new ArrayDeque<>();

	private final List<Waiter> toWake = new ArrayList<>();

	WaitingLine(PooledAddresses addresses) {
		this.addresses = addresses;
	}

	int length() {
		return this.waiters.size();
	}

	/**
	 * Tells whether nobody may get a connection before the first in line.
	 * @return whether that has waited for too long
	 */
	boolean isImpatient() {
		Waiter first = this.waiters.peekFirst();
		return first != null && System.nanoTime() - first.begin > PATIENCE;
	}

	void join(Waiter waiter) {
		this.waiters.addLast(waiter);
	}

	void leave(Waiter waiter) {
		this.waiters.remove(waiter);
	}

	/**
	 * Serves a call that looks for a connection, if it is its turn and there is one.
	 * @param waiter the call
	 */
	void look(Waiter waiter) {
		waiter.awake = false;
		if (this.waiters.peekFirst() == waiter && serveFirst(null)) {
			serve(null);
		}
	}

	/**
	 * Sees to it that connections with room are used, if anybody is in line.
	 * @param fresh one that was just opened, and is given away as it is: if it is of no
	 * use the call fails, instead of opening others for ever; {@code null} for none
	 */
	void serve(@Nullable ClientConnection fresh) {
		boolean served = true;
		while (served && (isImpatient() || (fresh != null && !this.waiters.isEmpty()))) {
			served = serveFirst(fresh);
		}
		Waiter first = this.waiters.peekFirst();
		if (first != null && !first.awake && this.addresses.leastBusy() != null) {
			first.awake = true;
			this.toWake.add(first);
		}
	}

	private boolean serveFirst(@Nullable ClientConnection fresh) {
		ClientConnection connection = this.addresses.take(fresh);
		if (connection == null) {
			return false;
		}
		Waiter first = this.waiters.removeFirst();
		first.serve(connection);
		this.toWake.add(first);
		return true;
	}

	/**
	 * Has all of them look what has happened.
	 */
	void wakeAll() {
		this.toWake.addAll(this.waiters);
	}

	/**
	 * Gives those that are to be woken, which is done without the lock: whoever is woken
	 * may take the processor from the one that woke it.
	 * @return who is to be woken
	 */
	List<Waiter> takeToWake() {
		if (this.toWake.isEmpty()) {
			return List.of();
		}
		List<Waiter> taken = List.copyOf(this.toWake);
		this.toWake.clear();
		return taken;
	}

}
