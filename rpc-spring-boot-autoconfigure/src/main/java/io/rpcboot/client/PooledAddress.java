package io.rpcboot.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.rpcboot.RpcAuthenticationException;
import io.rpcboot.RpcException;
import io.rpcboot.wire.Address;
import org.jspecify.annotations.Nullable;

/**
 * An address and its connections. Guarded by the lock of its pool.
 */
final class PooledAddress {

	private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

	// a key that was refused may end the program at each attempt
	private static final Duration LONGEST_PAUSE_AFTER_REFUSAL = Duration.ofSeconds(30);

	private final Address address;

	private final String name;

	private final ClientMonitor monitor;

	private final List<ClientConnection> connections = new ArrayList<>();

	// those of them without a call, the one that was used last at the end
	private final Deque<ClientConnection> idle = new ArrayDeque<>();

	private int inFlight;

	private boolean opening;

	private @Nullable RpcException failure;

	private int failures;

	private long retryTime = System.nanoTime();

	PooledAddress(Address address, ClientMonitor monitor) {
		this.address = address;
		this.name = address.toString();
		this.monitor = monitor;
	}

	Address address() {
		return this.address;
	}

	String name() {
		return this.name;
	}

	/**
	 * Finds the connection that is best for another call.
	 * @return the one with the fewest calls, of several the one that was used last;
	 * {@code null} if none has room
	 */
	@Nullable ClientConnection free() {
		ClientConnection last = this.idle.peekLast();
		return (last != null) ? last : shareable();
	}

	private @Nullable ClientConnection shareable() {
		ClientConnection found = null;
		for (ClientConnection connection : this.connections) {
			if (connection.hasRoom() && (found == null || isBetter(connection, found))) {
				found = connection;
			}
		}
		return found;
	}

	private static boolean isBetter(ClientConnection connection, ClientConnection other) {
		return (connection.calls() != other.calls()) ? connection.calls() < other.calls()
				: connection.lastUse() - other.lastUse() > 0;
	}

	int inFlight() {
		return this.inFlight;
	}

	boolean isConnected() {
		return !this.connections.isEmpty();
	}

	/**
	 * Begins a call.
	 * @return the connection for it, {@code null} if none has room
	 */
	@Nullable ClientConnection take() {
		ClientConnection connection = free();
		if (connection != null) {
			this.inFlight++;
			if (connection.calls() == 0) {
				this.idle.removeLast();
			}
			connection.callStarted();
		}
		return connection;
	}

	void callEnded(ClientConnection connection) {
		this.inFlight--;
		connection.callEnded();
		if (connection.calls() > 0) {
			return;
		}
		if (this.connections.contains(connection)) {
			this.idle.addLast(connection);
		}
		else {
			connection.close();
		}
	}

	boolean canOpen(int maxPerAddress, long now) {
		return !this.opening && this.connections.size() < maxPerAddress && now - this.retryTime >= 0;
	}

	boolean isOpening() {
		return this.opening;
	}

	void openingStarted() {
		this.opening = true;
	}

	void opened(ClientConnection connection) {
		this.opening = false;
		this.connections.add(connection);
		this.idle.addLast(connection);
		this.monitor.opened(this.name);
		answered();
	}

	// one connection may have failed where another works: what answers is well
	void answered() {
		this.failure = null;
		this.failures = 0;
	}

	void openingFailed(RpcException cause) {
		this.opening = false;
		this.monitor.openingFailed(this.name, cause);
		Duration longest = (cause instanceof RpcAuthenticationException) ? LONGEST_PAUSE_AFTER_REFUSAL : LONGEST_PAUSE;
		this.retryTime = System.nanoTime()
				+ Math.min(longest.toNanos(), FIRST_PAUSE.toNanos() << Math.min(this.failures, 10));
		this.failures++;
		// a refusal explains what follows: many a program ends by it
		if (!(this.failure instanceof RpcAuthenticationException) || cause instanceof RpcAuthenticationException) {
			this.failure = cause;
		}
	}

	// it gets no other call until it has authenticated itself again
	void callTimedOut(RpcException cause) {
		this.failure = cause;
		this.retryTime = System.nanoTime();
	}

	// a new connection is one to the program that follows, or to another one behind the
	// same address
	void stopping(ClientConnection connection, RpcException cause) {
		if (this.connections.contains(connection)) {
			this.failure = cause;
			this.retryTime = System.nanoTime() + FIRST_PAUSE.toNanos();
			retireAll();
		}
	}

	// what happened since it last went well
	@Nullable RpcException failure() {
		return this.failure;
	}

	/**
	 * Gives a connection no other call, and closes it after those that it has.
	 * @param connection the connection
	 */
	void retire(ClientConnection connection) {
		this.connections.remove(connection);
		if (connection.calls() == 0) {
			this.idle.remove(connection);
			connection.close();
		}
	}

	void retireAll() {
		List.copyOf(this.connections).forEach(this::retire);
	}

	void closeIdle() {
		List.copyOf(this.idle).forEach(this::retire);
	}

	void closeUnusable() {
		this.idle.stream().filter((connection) -> !connection.isUsable()).toList().forEach(this::retire);
	}

	AddressState state() {
		RpcException last = this.failure;
		return new AddressState(this.name, this.inFlight, this.connections.size(), this.idle.size(),
				(last != null) ? last.getMessage() : null);
	}

	long retryTime() {
		return this.retryTime;
	}

}
