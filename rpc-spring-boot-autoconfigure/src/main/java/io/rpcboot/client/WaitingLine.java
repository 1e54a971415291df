package io.rpcboot.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The calls that stand in line for a connection, the oldest first. Guarded by the lock of
 * the pool.
 */
final class WaitingLine {

	private final Deque<Waiter> waiters = new ArrayDeque<>();

	private final List<Waiter> toWake = new ArrayList<>();

	boolean isEmpty() {
		return this.waiters.isEmpty();
	}

	int length() {
		return this.waiters.size();
	}

	void join(Waiter waiter) {
		this.waiters.addLast(waiter);
	}

	void leave(Waiter waiter) {
		this.waiters.remove(waiter);
	}

	/**
	 * Gives a connection to the one that has waited the longest.
	 * @param connection the connection
	 */
	void serve(ClientConnection connection) {
		Waiter waiter = this.waiters.removeFirst();
		waiter.serve(connection);
		this.toWake.add(waiter);
	}

	/**
	 * Has all of them look what has happened.
	 */
	void wakeAll() {
		this.toWake.addAll(this.waiters);
	}

	/**
	 * Takes out those that are to be woken. It is done without the lock: whoever is woken
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
