package io.rpcboot.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Callers that each make one call after the other, for a time.
 */
final class Load {

	private static final long HIGHEST = Duration.ofMinutes(1).toNanos();

	private final int callers;

	private final Duration warmUp;

	private final Duration measured;

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private Load(int callers, Duration warmUp, Duration measured) {
		this.callers = callers;
		this.warmUp = warmUp;
		this.measured = measured;
	}

	/**
	 * Makes calls and prints what it took.
	 * @param options {@code callers}, {@code warm-up} and {@code seconds}
	 * @param call makes one call and checks its result
	 * @throws Exception if a call fails
	 */
	static void run(Options options, Callable<?> call) throws Exception {
		new Load(options.number("callers", 1), Duration.ofMillis(options.number("warm-up", 5000)),
				Duration.ofMillis(options.number("millis", 5000)))
			.run(call);
	}

	private void run(Callable<?> call) throws Exception {
		long begin = System.nanoTime() + this.warmUp.toNanos();
		List<Histogram> latencies = new ArrayList<>();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < this.callers; i++) {
			Histogram own = new Histogram(HIGHEST, 3);
			latencies.add(own);
			Thread thread = new Thread(() -> call(call, begin, own));
			threads.add(thread);
			thread.start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		Throwable cause = this.failure.get();
		if (cause != null) {
			throw new IllegalStateException(cause);
		}
		Histogram all = new Histogram(HIGHEST, 3);
		latencies.forEach(all::add);
		System.out.printf(Locale.ROOT, "RESULT calls/s=%.1f p50=%.2f p99=%.2f%n",
				all.getTotalCount() * 1e9 / this.measured.toNanos(), all.getValueAtPercentile(50) / 1000.0,
				all.getValueAtPercentile(99) / 1000.0);
	}

	private void call(Callable<?> call, long begin, Histogram latencies) {
		long end = begin + this.measured.toNanos();
		try {
			long before = System.nanoTime();
			while (before - end < 0) {
				call.call();
				long after = System.nanoTime();
				if (before - begin >= 0) {
					latencies.recordValue(Math.min(after - before, HIGHEST));
				}
				before = after;
			}
		}
		catch (Exception | Error ex) {
			this.failure.compareAndSet(null, ex);
		}
	}

}
