package io.rpcboot.server;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds the number of connections that have a place, and of those that have none: they
 * are in their handshake, or through it while all places are taken, which their calls are
 * told.
 * <p>
 * Where too many have none, whoever has waited the longest makes room, though not within
 * his first second: peers that connect and stay silent cannot keep out those that know
 * the key.
 */
final class Admission {

	private static final long GRACE = Duration.ofSeconds(1).toNanos();

	private final int places;

	private final int maxWaiting;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition left = this.lock.newCondition();

	private final Set<ServerConnection> connections = new HashSet<>();

	private final Set<ServerConnection> placed = new HashSet<>();

	private final Deque<Candidate> waiting = new ArrayDeque<>();

	private boolean closed;

	Admission(ServerSettings.Limits limits) {
		this.places = limits.connections();
		this.maxWaiting = limits.unauthenticatedConnections();
	}

	/**
	 * Admits a connection, as soon as there is room for its handshake.
	 * @param connection the connection
	 * @return whether it is admitted; not if none are any more
	 */
	boolean admit(ServerConnection connection) {
		this.lock.lock();
		try {
			while (!this.closed && this.waiting.size() >= this.maxWaiting) {
				awaitRoom(this.waiting.getFirst());
			}
			if (this.closed) {
				return false;
			}
			this.connections.add(connection);
			this.waiting.addLast(new Candidate(connection, System.nanoTime()));
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void awaitRoom(Candidate oldest) {
		long wait = oldest.since() + GRACE - System.nanoTime();
		if (wait > 0) {
			try {
				this.left.await(wait, TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				this.closed = true;
			}
			return;
		}
		this.waiting.removeFirst();
		oldest.connection().displace();
	}

	/**
	 * Notes that a connection only waits for its refusal: it is the first to make room.
	 * @param connection the connection
	 */
	void refused(ServerConnection connection) {
		this.lock.lock();
		try {
			if (stopsWaiting(connection)) {
				this.waiting.addFirst(new Candidate(connection, System.nanoTime() - GRACE));
				this.left.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Gives a connection a place, once it is through its handshake.
	 * @param connection the connection
	 * @return whether there is one; if not it waits, and may ask again
	 */
	boolean takePlace(ServerConnection connection) {
		this.lock.lock();
		try {
			// another of its calls may have asked as well
			if (this.placed.contains(connection)) {
				return true;
			}
			if (this.placed.size() >= this.places || !stopsWaiting(connection)) {
				return false;
			}
			this.placed.add(connection);
			this.left.signalAll();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	// under the lock
	private boolean stopsWaiting(ServerConnection connection) {
		return this.waiting.removeIf((candidate) -> candidate.connection() == connection);
	}

	/**
	 * Notes that a connection is closed.
	 * @param connection the connection
	 */
	void leave(ServerConnection connection) {
		this.lock.lock();
		try {
			this.connections.remove(connection);
			this.placed.remove(connection);
			stopsWaiting(connection);
			this.left.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Admits no more.
	 */
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.left.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until all have left.
	 * @param limit how long
	 * @return those that have not
	 */
	Set<ServerConnection> awaitEmpty(Duration limit) {
		this.lock.lock();
		try {
			long nanos = limit.toNanos();
			while (nanos > 0 && !this.connections.isEmpty()) {
				nanos = this.left.awaitNanos(nanos);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.lock.unlock();
		}
		return connections();
	}

	Set<ServerConnection> connections() {
		this.lock.lock();
		try {
			return Set.copyOf(this.connections);
		}
		finally {
			this.lock.unlock();
		}
	}

	private record Candidate(ServerConnection connection, long since) {

	}

}
