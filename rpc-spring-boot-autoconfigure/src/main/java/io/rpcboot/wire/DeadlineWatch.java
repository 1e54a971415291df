package io.rpcboot.wire;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Closes connections whose deadline has passed. One daemon thread looks every 20
 * milliseconds, and waits while there is no connection: the same for every kind of
 * socket, for reads and for writes, and nothing to be paid by a connection that is in
 * time.
 */
public final class DeadlineWatch implements AutoCloseable {

	private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(20);

	private final Set<Deadline> deadlines = ConcurrentHashMap.newKeySet();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final String threadName;

	private boolean closed;

	private boolean running;

	/**
	 * Starts the thread.
	 * @param threadName its name
	 */
	public DeadlineWatch(String threadName) {
		this.threadName = threadName;
		signal();
	}

	void add(Deadline deadline) {
		this.deadlines.add(deadline);
		signal();
	}

	void remove(Deadline deadline) {
		this.deadlines.remove(deadline);
	}

	private void watch() {
		while (awaitWork()) {
			long now = Deadline.now();
			for (Deadline deadline : this.deadlines) {
				deadline.expireIfPassed(now);
			}
		}
	}

	private boolean awaitWork() {
		this.lock.lock();
		try {
			if (!this.deadlines.isEmpty()) {
				this.changed.awaitNanos(INTERVAL);
			}
			while (this.deadlines.isEmpty()) {
				if (this.closed) {
					this.running = false;
					return false;
				}
				this.changed.await();
			}
			return true;
		}
		catch (InterruptedException ex) {
			// nobody else has this thread: only close() ends it
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void signal() {
		this.lock.lock();
		try {
			// again, if a connection was being opened while this was closed
			if (!this.running) {
				this.running = true;
				startThread();
			}
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void startThread() {
		Thread thread = new Thread(this::watch, this.threadName);
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Ends the thread as soon as no connection is left.
	 */
	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

}
