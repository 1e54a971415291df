package io.rpcboot.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

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

	private final Deque<ClientConnection> idle = new ArrayDeque<>();

	private int inFlight;

	private boolean opening;

	private @Nullable RpcException failure;

	private int failures;

	private long retryTime = System.nanoTime();

	PooledAddress(Address address) {
		this.address = address;
	}

	Address address() {
		return this.address;
	}

	// the one that was used last is at the front
	Deque<ClientConnection> idle() {
		return this.idle;
	}

	int inFlight() {
		return this.inFlight;
	}

	void callStarted() {
		this.inFlight++;
	}

	void callEnded() {
		this.inFlight--;
	}

	boolean canOpen(int maxPerAddress, long now) {
		return !this.opening && this.inFlight + this.idle.size() < maxPerAddress && now - this.retryTime >= 0;
	}

	boolean isOpening() {
		return this.opening;
	}

	void openingStarted() {
		this.opening = true;
	}

	void opened() {
		this.opening = false;
		answered();
	}

	// one connection may have failed where another works: what answers is well
	void answered() {
		this.failure = null;
		this.failures = 0;
	}

	void openingFailed(RpcException cause) {
		this.opening = false;
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

	// what happened since it last went well
	@Nullable RpcException failure() {
		return this.failure;
	}

	void closeIdle() {
		this.idle.forEach(ClientConnection::close);
		this.idle.clear();
	}

	void retireIdle() {
		this.idle.removeIf((connection) -> {
			boolean usable = connection.isUsable();
			if (!usable) {
				connection.close();
			}
			return !usable;
		});
	}

	AddressState state() {
		RpcException last = this.failure;
		return new AddressState(this.address.toString(), this.inFlight, this.idle.size(),
				(last != null) ? last.getMessage() : null);
	}

	long retryTime() {
		return this.retryTime;
	}

}
