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
 * Bounds the number of connections, and of those in their handshake.
 * <p>
 * Where too many are in their handshake, whoever has been at it the longest makes room,
 * though not within his first second: peers that connect and stay silent cannot keep out
 * those that know the key.
 */
final class Admission {

	private static final long GRACE = Duration.ofSeconds(1).toNanos();

	private final int maxConnections;

	private final int maxUnauthenticated;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition left = this.lock.newCondition();

	private final Set<ServerConnection> connections = new HashSet<>();

	private final Deque<Candidate> unauthenticated = new ArrayDeque<>();

	private boolean closed;

	Admission(ServerSettings.Limits limits) {
		this.maxConnections = limits.connections();
		this.maxUnauthenticated = limits.unauthenticatedConnections();
	}

	/**
	 * Admits a connection, as soon as there is room for its handshake.
	 * @param connection the connection
	 * @return whether it is admitted; not if there are too many connections, or none are
	 * admitted any more
	 */
	boolean admit(ServerConnection connection) {
		this.lock.lock();
		try {
			while (!this.closed && this.unauthenticated.size() >= this.maxUnauthenticated) {
				awaitRoom(this.unauthenticated.getFirst());
			}
			if (this.closed || this.connections.size() >= this.maxConnections) {
				return false;
			}
			this.connections.add(connection);
			this.unauthenticated.addLast(new Candidate(connection, System.nanoTime()));
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
		this.unauthenticated.removeFirst();
		oldest.connection().displace();
	}

	/**
	 * Notes that a connection only waits for its refusal: it is the first to make room.
	 * @param connection the connection
	 */
	void refused(ServerConnection connection) {
		this.lock.lock();
		try {
			if (this.unauthenticated.removeIf((candidate) -> candidate.connection() == connection)) {
				this.unauthenticated.addFirst(new Candidate(connection, System.nanoTime() - GRACE));
				this.left.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Notes that a connection is through its handshake.
	 * @param connection the connection
	 */
	void authenticated(ServerConnection connection) {
		this.lock.lock();
		try {
			this.unauthenticated.removeIf((candidate) -> candidate.connection() == connection);
			this.left.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Notes that a connection is closed.
	 * @param connection the connection
	 */
	void leave(ServerConnection connection) {
		this.lock.lock();
		try {
			this.connections.remove(connection);
			this.unauthenticated.removeIf((candidate) -> candidate.connection() == connection);
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
