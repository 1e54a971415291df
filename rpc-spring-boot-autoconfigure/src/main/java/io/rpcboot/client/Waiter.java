package io.rpcboot.client;

import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * A call that stands in line for a connection. Its thread waits without the lock of the
 * pool, and needs it no more once it has been served.
 */
final class Waiter {

	final long begin = System.nanoTime();

	// since it was woken to look for a connection, until it has; under the lock
	boolean awake;

	private final Thread thread = Thread.currentThread();

	private volatile @Nullable ClientConnection connection;

	@Nullable ClientConnection connection() {
		return this.connection;
	}

	void serve(ClientConnection served) {
		this.connection = served;
	}

	/**
	 * Has the thread look whether it has been served, or what else has happened.
	 */
	void wake() {
		LockSupport.unpark(this.thread);
	}

	/**
	 * Waits to be woken, which can happen without a reason.
	 * @param nanos how long at most
	 * @throws InterruptedException if the thread is interrupted
	 */
	void await(long nanos) throws InterruptedException {
		if (this.connection == null) {
			LockSupport.parkNanos(this, nanos);
		}
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
	}

}
