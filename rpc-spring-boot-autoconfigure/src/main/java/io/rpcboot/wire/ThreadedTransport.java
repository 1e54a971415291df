package io.rpcboot.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * A transport that knows no other way than to block, as TLS does, and two threads that do
 * so in the place of those who use it: one is always reading, one writes what there is.
 */
final class ThreadedTransport implements NonBlockingTransport {

	private static final int BUFFER_SIZE = 16 * 1024;

	private final Transport transport;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	// what has come and has not been read
	private final ByteBuffer received = ByteBuffer.allocate(BUFFER_SIZE).limit(0);

	// what has been written and is to be sent, up to its position
	private final ByteBuffer written = ByteBuffer.allocate(BUFFER_SIZE);

	private boolean full;

	private boolean ended;

	private boolean closed;

	private @Nullable IOException failure;

	ThreadedTransport(Transport transport) {
		this.transport = transport;
		start("rpc-client-reader", this::receive);
		start("rpc-client-writer", this::send);
	}

	private void start(String name, Step step) {
		Thread thread = new Thread(() -> repeat(step), name);
		thread.setDaemon(true);
		thread.start();
	}

	private void repeat(Step step) {
		ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE);
		try {
			while (step.take(buffer)) {
				buffer.clear();
			}
		}
		catch (IOException ex) {
			fail(ex);
		}
		// nobody but close() may end these threads unnoticed, whatever happens to them
		catch (InterruptedException | RuntimeException | Error ex) {
			fail(new IOException(ex));
		}
	}

	private void fail(IOException cause) {
		locked(() -> this.failure = (this.failure != null) ? this.failure : cause);
	}

	private boolean receive(ByteBuffer buffer) throws IOException, InterruptedException {
		int count = this.transport.read(buffer, false);
		this.lock.lockInterruptibly();
		try {
			while (this.received.hasRemaining() && !this.closed) {
				this.changed.await();
			}
			this.received.clear().put(buffer.flip()).flip();
			this.ended = count < 0;
			this.changed.signalAll();
			return !this.ended && !this.closed;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean send(ByteBuffer buffer) throws IOException, InterruptedException {
		this.lock.lockInterruptibly();
		try {
			while (this.written.position() == 0 && !this.closed) {
				this.changed.await();
			}
			buffer.put(this.written.flip()).flip();
			this.written.clear();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		this.transport.write(buffer);
		return !this.closed;
	}

	@Override
	public int read(ByteBuffer target, boolean insidePayload) throws IOException {
		this.lock.lock();
		try {
			int count = Math.min(target.remaining(), this.received.remaining());
			if (count > 0) {
				target.put(this.received.slice(this.received.position(), count));
				this.received.position(this.received.position() + count);
				this.changed.signalAll();
				return count;
			}
			requireOpen();
			return this.ended ? -1 : 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void write(ByteBuffer source) throws IOException {
		this.lock.lock();
		try {
			requireOpen();
			int count = Math.min(source.remaining(), this.written.remaining());
			this.written.put(source.slice(source.position(), count));
			source.position(source.position() + count);
			this.full = source.hasRemaining();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void await(long nanos) throws IOException {
		this.lock.lock();
		try {
			long remaining = nanos;
			while (!isReady() && remaining > 0) {
				remaining = this.changed.awaitNanos(remaining);
			}
			if (this.closed) {
				throw new AsynchronousCloseException();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isReady() {
		boolean room = this.full && this.written.hasRemaining();
		return room || this.received.hasRemaining() || this.ended || this.closed || this.failure != null;
	}

	private void requireOpen() throws IOException {
		if (this.closed) {
			throw new ClosedChannelException();
		}
		if (this.failure != null) {
			throw this.failure;
		}
	}

	@Override
	public void close() {
		locked(() -> this.closed = true);
	}

	private void locked(Runnable change) {
		this.lock.lock();
		try {
			change.run();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What one of the threads does again and again.
	 */
	private interface Step {

		/**
		 * Does it once.
		 * @param buffer an empty buffer
		 * @return whether it is to be done again
		 */
		boolean take(ByteBuffer buffer) throws IOException, InterruptedException;

	}

}
