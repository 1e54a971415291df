package io.rpcboot.wire;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Closes connections whose deadline has passed, and does what was scheduled. One daemon
 * thread looks every 20 milliseconds, and waits while there is nothing to look at: the
 * same for every kind of socket, for reads and for writes, and nothing to be paid by a
 * connection that is in time.
 */
public final class DeadlineWatch implements AutoCloseable {

	private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(20);

	private final Set<Deadline> deadlines = ConcurrentHashMap.newKeySet();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final String threadName;

	private volatile boolean idle = true;

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

	/**
	 * Does something later, unless that is cancelled before.
	 * @param delay how long from now; it can become 20 milliseconds more
	 * @param action what to do, on the thread that watches: it must not wait
	 * @return what can be cancelled
	 */
	public Scheduled schedule(Duration delay, Runnable action) {
		Deadline deadline = Deadline.after(delay, action::run);
		add(deadline);
		return () -> remove(deadline);
	}

	void add(Deadline deadline) {
		this.deadlines.add(deadline);
		// a thread that looks anyway need not be woken
		if (this.idle) {
			signal();
		}
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
			this.idle = true;
			while (this.deadlines.isEmpty()) {
				if (this.closed) {
					this.running = false;
					return false;
				}
				this.changed.await();
			}
			this.idle = false;
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
	 * Ends the thread as soon as nothing is left to look at.
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

	/**
	 * Something that is to be done later.
	 */
	@FunctionalInterface
	public interface Scheduled {

		/**
		 * Sees to it that it is not done, unless that has begun.
		 */
		void cancel();

	}

}
