package io.rpcboot.client;

import java.util.concurrent.ThreadLocalRandom;

import io.rpcboot.message.Call;
import io.rpcboot.message.CallCodec;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a pool, which carries a number of calls at a time.
 */
abstract class ClientConnection {

	private final PooledAddress address;

	private final ClientSettings.Pool settings;

	private final CallCodec codec;

	private final long retirement;

	private volatile long lastUse = System.nanoTime();

	// written under the lock of the pool
	private volatile int calls;

	ClientConnection(PooledAddress address, ClientSettings.Pool settings, CallCodec codec) {
		this.address = address;
		this.settings = settings;
		this.codec = codec;
		// connections of one moment must not all be replaced in one moment
		this.retirement = System.nanoTime()
				+ (long) (settings.maxAge().toNanos() * ThreadLocalRandom.current().nextDouble(0.9, 1.1));
	}

	PooledAddress address() {
		return this.address;
	}

	CallCodec codec() {
		return this.codec;
	}

	/**
	 * Tells how many calls the connection can carry at a time.
	 * @return the number, at least one
	 */
	abstract int capacity();

	int calls() {
		return this.calls;
	}

	boolean hasRoom() {
		return this.calls < capacity();
	}

	void callStarted() {
		this.calls++;
	}

	void callEnded() {
		this.calls--;
		this.lastUse = System.nanoTime();
	}

	long lastUse() {
		return this.lastUse;
	}

	/**
	 * Tells whether the connection can carry another call.
	 * @return not if it is too old, was idle for too long, or is lost
	 */
	boolean isUsable() {
		long now = System.nanoTime();
		boolean idleForTooLong = this.calls <= 1 && now - this.lastUse >= this.settings.idleTimeout().toNanos();
		return now - this.retirement < 0 && !idleForTooLong && isHealthy();
	}

	/**
	 * Tells whether the peer is as it should be before another call.
	 * @return not if it has closed the connection, for example
	 */
	abstract boolean isHealthy();

	/**
	 * Sends a call and waits for its reply.
	 * @param call the call
	 * @param deadline when the reply has to be there
	 * @return the payload of the reply, {@code null} where there is none to the call
	 * @throws io.rpcboot.RpcException if there is none
	 */
	abstract @Nullable Payload exchange(Call call, CallDeadline deadline);

	/**
	 * Tells whether the peer has answered anybody.
	 * @param begin since when, by {@link System#nanoTime()}
	 * @return whether it is alive, even if one call got no reply
	 */
	abstract boolean answeredSince(long begin);

	/**
	 * Closes the connection. Calls that wait for a reply get an
	 * {@link io.rpcboot.RpcConnectionException}.
	 */
	abstract void close();

}
