package io.rpcboot.server;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Sends the replies of one connection, each of them whole, in the order in which they are
 * ready. Those that become ready while another one is being sent leave together, in one
 * write, by the thread that sends.
 */
final class ReplyWriter {

	// what is sent together is copied; what is larger waits for its turn
	private static final int MAX_TOGETHER = 64 * 1024;

	private final Consumer<Payload> connection;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private boolean sending;

	// those that wait for their turn with a reply of their own
	private final AtomicInteger crowd = new AtomicInteger();

	private @Nullable ByteArrayOutputStream waiting;

	/**
	 * Creates a writer.
	 * @param connection sends bytes; used by one thread at a time
	 */
	ReplyWriter(Consumer<Payload> connection) {
		this.connection = connection;
	}

	/**
	 * Sends a reply, or leaves it to the thread that is sending.
	 * @param frame the whole frame, not used after the return
	 * @throws io.rpcboot.RpcException as the connection throws it
	 */
	void send(Payload frame) {
		if (isTakenAlong(frame)) {
			return;
		}
		Payload next = frame;
		try {
			while (next != null) {
				this.connection.accept(next);
				next = next();
			}
		}
		finally {
			if (next != null) {
				fail();
			}
		}
	}

	private boolean isTakenAlong(Payload frame) {
		this.lock.lock();
		try {
			while (this.sending) {
				int size = (this.waiting != null) ? this.waiting.size() : 0;
				if (size + (long) frame.length() <= MAX_TOGETHER) {
					add(frame);
					return true;
				}
				awaitTurn();
			}
			this.sending = true;
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

	// under the lock
	private void awaitTurn() {
		this.crowd.incrementAndGet();
		try {
			this.changed.awaitUninterruptibly();
		}
		finally {
			this.crowd.decrementAndGet();
		}
	}

	/**
	 * Waits while replies wait for their turn, as they do where the peer does not read.
	 */
	void awaitTurns() {
		if (this.crowd.get() == 0) {
			return;
		}
		this.lock.lock();
		try {
			while (this.crowd.get() > 0) {
				this.changed.awaitUninterruptibly();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void add(Payload frame) {
		ByteArrayOutputStream together = (this.waiting != null) ? this.waiting : new ByteArrayOutputStream();
		together.write(frame.bytes(), frame.offset(), frame.length());
		this.waiting = together;
	}

	private @Nullable Payload next() {
		this.lock.lock();
		try {
			ByteArrayOutputStream together = this.waiting;
			this.waiting = null;
			this.sending = together != null;
			this.changed.signalAll();
			return (together != null) ? Payload.of(together.toByteArray()) : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	// The connection is lost: whoever waits finds that out.
	private void fail() {
		this.lock.lock();
		try {
			this.waiting = null;
			this.sending = false;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

}
