package io.rpcboot.client;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * A call on a thread of its own, as a future. Cancelling the future interrupts the call.
 */
final class AsyncCall extends CompletableFuture<@Nullable Object> implements Runnable {

	private final Callable<@Nullable Object> call;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Thread thread;

	AsyncCall(Callable<@Nullable Object> call) {
		this.call = call;
	}

	@Override
	public void run() {
		setThread(Thread.currentThread());
		try {
			if (!isDone()) {
				complete(this.call.call());
			}
		}
		catch (Throwable ex) {
			completeExceptionally(ex);
		}
		finally {
			setThread(null);
			// an interrupt was for this call, not for what the thread does next
			Thread.interrupted();
		}
	}

	private void setThread(@Nullable Thread current) {
		this.lock.lock();
		this.thread = current;
		this.lock.unlock();
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		boolean cancelled = super.cancel(mayInterruptIfRunning);
		this.lock.lock();
		try {
			if (cancelled && this.thread != null) {
				this.thread.interrupt();
			}
		}
		finally {
			this.lock.unlock();
		}
		return cancelled;
	}

}
