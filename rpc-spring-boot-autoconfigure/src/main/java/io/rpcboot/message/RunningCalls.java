package io.rpcboot.message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import io.rpcboot.message.CallInterruptedException.Reason;
import io.rpcboot.wire.DeadlineWatch;
import io.rpcboot.wire.DeadlineWatch.Scheduled;
import io.rpcboot.wire.Payload;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one connection that run. Each can be interrupted as long as its function
 * runs, and not while its thread does anything else: an interrupt would close the channel
 * that it reads or writes.
 */
final class RunningCalls {

	private final CallHandler handler;

	private final DeadlineWatch deadlines;

	private final ReentrantLock lock = new ReentrantLock();

	private final List<RunningCall> calls = new ArrayList<>(1);

	private boolean stopped;

	RunningCalls(CallHandler handler, DeadlineWatch deadlines) {
		this.handler = handler;
		this.deadlines = deadlines;
	}

	/**
	 * Begins a call, which the same thread has to execute then.
	 * @param call the call
	 * @param id its id, {@code null} if it has none
	 * @param timeout how long its caller waits, {@code null} for as long as it takes
	 * @return the call
	 */
	RunningCall begin(Call call, @Nullable Payload id, @Nullable Duration timeout) {
		RunningCall begun = new RunningCall(call, id);
		this.lock.lock();
		try {
			this.calls.add(begun);
			if (this.stopped) {
				begun.interrupt(Reason.STOPPED);
			}
		}
		finally {
			this.lock.unlock();
		}
		if (timeout != null) {
			begun.limit(timeout);
		}
		return begun;
	}

	/**
	 * Interrupts the calls that have an id.
	 * @param id the id, as it was written in the call
	 * @return whether there is one
	 */
	boolean cancel(Payload id) {
		this.lock.lock();
		try {
			List<RunningCall> found = this.calls.stream().filter((call) -> call.hasId(id)).toList();
			found.forEach((call) -> call.interrupt(Reason.CANCELLED));
			return !found.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Interrupts all calls, and those that begin later.
	 */
	void stop() {
		this.lock.lock();
		try {
			this.stopped = true;
			this.calls.forEach((call) -> call.interrupt(Reason.STOPPED));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Describes the calls that run.
	 * @param now the time, by {@link System#nanoTime()}
	 * @return one state for each, in the order in which they began
	 */
	List<CallState> states(long now) {
		this.lock.lock();
		try {
			return this.calls.stream().map((call) -> call.state(now)).toList();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A call that runs.
	 */
	final class RunningCall {

		private final Thread thread = Thread.currentThread();

		private final long begin = System.nanoTime();

		private final Call call;

		private final @Nullable Payload id;

		private @Nullable Scheduled timeout;

		private boolean executing;

		private @Nullable Reason interruption;

		private RunningCall(Call call, @Nullable Payload id) {
			this.call = call;
			this.id = id;
		}

		private CallState state(long now) {
			return new CallState(this.call.function(), Duration.ofNanos(Math.max(0, now - this.begin)));
		}

		private boolean hasId(Payload other) {
			return this.id != null && this.id.hasSameBytes(other);
		}

		private void limit(Duration duration) {
			if (duration.isZero() || duration.isNegative()) {
				timeOut();
			}
			else {
				this.timeout = RunningCalls.this.deadlines.schedule(duration, this::timeOut);
			}
		}

		private void timeOut() {
			RunningCalls.this.lock.lock();
			try {
				interrupt(Reason.TIMED_OUT);
			}
			finally {
				RunningCalls.this.lock.unlock();
			}
		}

		// under the lock
		private void interrupt(Reason reason) {
			if (this.interruption == null && RunningCalls.this.calls.contains(this)) {
				this.interruption = reason;
				if (this.executing) {
					this.thread.interrupt();
				}
			}
		}

		/**
		 * Executes the call, unless it was interrupted before.
		 * @return its result
		 * @throws CallInterruptedException if it was interrupted and has no result
		 * @throws Exception what the function threw
		 */
		@Nullable Object execute() throws Exception {
			try {
				start();
				return RunningCalls.this.handler.handle(this.call);
			}
			catch (Throwable ex) {
				end();
				if (this.interruption != null) {
					throw new CallInterruptedException(this.interruption, this.call.function(), ex);
				}
				throw ex;
			}
			finally {
				end();
			}
		}

		private void start() throws InterruptedException {
			RunningCalls.this.lock.lock();
			try {
				if (this.interruption != null) {
					throw new InterruptedException("it had not begun");
				}
				this.executing = true;
			}
			finally {
				RunningCalls.this.lock.unlock();
			}
		}

		// From here on nobody interrupts the thread, and the mark of whoever did is gone.
		private void end() {
			RunningCalls.this.lock.lock();
			try {
				RunningCalls.this.calls.remove(this);
			}
			finally {
				RunningCalls.this.lock.unlock();
			}
			if (this.timeout != null) {
				this.timeout.cancel();
			}
			Thread.interrupted();
		}

	}

}
