package io.rpcboot.client;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

import io.rpcboot.wire.Payload;
import io.rpcboot.wire.SharedChannel;

/**
 * Sends the calls of a shared connection. Any thread sends what all have added; what has
 * come together leaves in one write, and nobody waits for room.
 */
final class CallWriter {

	// what a transport writes in one piece
	private static final int MAX_BATCH = 128 * 1024;

	private final SharedChannel channel;

	private final Queue<PendingCall> queue = new ConcurrentLinkedQueue<>();

	private final ReentrantLock sending = new ReentrantLock();

	private final List<PendingCall> batch = new ArrayList<>();

	private ByteBuffer bytes = ByteBuffer.allocate(0);

	private volatile boolean full;

	CallWriter(SharedChannel channel) {
		this.channel = channel;
	}

	/**
	 * Puts a call behind those that were added before.
	 * @param call the call
	 */
	void add(PendingCall call) {
		this.queue.add(call);
	}

	/**
	 * Takes a call back.
	 * @param call the call
	 * @return whether nothing of it was sent
	 */
	boolean remove(PendingCall call) {
		return this.queue.remove(call);
	}

	/**
	 * Sends what was added, unless another thread is just doing so, and as far as there
	 * is room.
	 * @throws io.rpcboot.RpcException if the connection is lost
	 */
	void flush() {
		boolean all = true;
		// who finds another thread here has been seen by it, at the latest when that
		// looks
		// again
		while (all && (this.full || !this.queue.isEmpty()) && this.sending.tryLock()) {
			try {
				all = sendAll();
				this.full = !all;
			}
			finally {
				this.sending.unlock();
			}
		}
	}

	private boolean sendAll() {
		while (this.bytes.hasRemaining() || fill()) {
			this.channel.send(this.bytes);
			if (this.bytes.hasRemaining()) {
				return false;
			}
			this.batch.forEach(PendingCall::sent);
			this.batch.clear();
		}
		return true;
	}

	private boolean fill() {
		int size = 0;
		PendingCall next = this.queue.peek();
		while (next != null && (size == 0 || size + next.frame().length() <= MAX_BATCH)) {
			PendingCall taken = this.queue.poll();
			if (taken != null) {
				this.batch.add(taken);
				size += taken.frame().length();
			}
			next = this.queue.peek();
		}
		this.bytes = join(size);
		return !this.batch.isEmpty();
	}

	private ByteBuffer join(int size) {
		if (this.batch.size() == 1) {
			Payload frame = this.batch.get(0).frame();
			return ByteBuffer.wrap(frame.bytes(), frame.offset(), frame.length());
		}
		ByteBuffer joined = ByteBuffer.allocate(size);
		for (PendingCall call : this.batch) {
			joined.put(call.frame().bytes(), call.frame().offset(), call.frame().length());
		}
		return joined.flip();
	}

}
