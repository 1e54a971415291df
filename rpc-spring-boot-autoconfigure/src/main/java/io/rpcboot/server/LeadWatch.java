package io.rpcboot.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sees to it that no connection goes without a leader for more than a moment. One daemon
 * thread looks every millisecond at the connections whose leader executes a call, and
 * waits while there are none: a call that ends within the moment, as most do, costs no
 * other thread.
 */
final class LeadWatch implements AutoCloseable {

	private static final long MOMENT = Duration.ofMillis(1).toNanos();

	// a caller that pauses for less than so many moments need not wake the thread
	private static final int IDLE_LOOKS = 50;

	private final Queue<MessageLoop> loops = new ConcurrentLinkedQueue<>();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private volatile boolean waiting = true;

	private boolean started;

	private boolean closed;

	/**
	 * Adds a connection, to be looked at once.
	 * @param loop the messages of the connection
	 */
	void add(MessageLoop loop) {
		this.loops.add(loop);
		// a thread that looks anyway need not be woken
		if (this.waiting) {
			wake();
		}
	}

	private void wake() {
		this.lock.lock();
		try {
			if (!this.started && !this.closed) {
				this.started = true;
				Thread thread = new Thread(this::watch, "rpc-server-leads");
				thread.setDaemon(true);
				thread.start();
			}
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void watch() {
		int idleLooks = 0;
		while (await(idleLooks < IDLE_LOOKS)) {
			idleLooks = look() ? 0 : idleLooks + 1;
		}
	}

	private boolean look() {
		List<MessageLoop> added = new ArrayList<>();
		for (MessageLoop loop = this.loops.poll(); loop != null; loop = this.loops.poll()) {
			added.add(loop);
		}
		added.forEach(MessageLoop::requireLeader);
		return !added.isEmpty();
	}

	private boolean await(boolean soon) {
		this.lock.lock();
		try {
			if (soon && !this.closed) {
				this.changed.awaitNanos(MOMENT);
				return true;
			}
			this.waiting = true;
			while (this.loops.isEmpty() && !this.closed) {
				this.changed.await();
			}
			this.waiting = false;
			return !this.closed;
		}
		catch (InterruptedException ex) {
			// nobody else has this thread: only close() ends it
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Ends the thread.
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
