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
 * Callers that each make one call after the other, for a time. Before that they warm up:
 * what is called runs at its full speed after so many calls rather than after so long.
 */
final class Load {

	private static final long HIGHEST = Duration.ofMinutes(1).toNanos();

	private final int callers;

	private final WarmUp warmUp;

	private final Duration measured;

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private Load(int callers, WarmUp warmUp, Duration measured) {
		this.callers = callers;
		this.warmUp = warmUp;
		this.measured = measured;
	}

	/**
	 * Makes calls and prints what it took.
	 * @param options {@code callers}, {@code millis}, and those of the warm-up
	 * @param call makes one call and checks its result
	 * @throws Exception if a call fails
	 */
	static void run(Options options, Callable<?> call) throws Exception {
		new Load(options.number("callers", 1), WarmUp.of(options), Duration.ofMillis(options.number("millis", 5000)))
			.run(call);
	}

	private void run(Callable<?> call) throws Exception {
		List<Histogram> latencies = new ArrayList<>();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < this.callers; i++) {
			Histogram own = new Histogram(HIGHEST, 3);
			latencies.add(own);
			Thread thread = new Thread(() -> call(call, own));
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
		System.out.printf(Locale.ROOT, "RESULT calls/s=%.1f mean=%.3f p50=%.2f p99=%.2f%n",
				all.getTotalCount() * 1e9 / this.measured.toNanos(), all.getMean() / 1000.0,
				all.getValueAtPercentile(50) / 1000.0, all.getValueAtPercentile(99) / 1000.0);
	}

	private void call(Callable<?> call, Histogram latencies) {
		try {
			while (!this.warmUp.isOver(System.nanoTime())) {
				call.call();
			}
			long end = this.warmUp.end() + this.measured.toNanos();
			long before = System.nanoTime();
			while (before - end < 0) {
				call.call();
				long after = System.nanoTime();
				latencies.recordValue(Math.min(after - before, HIGHEST));
				before = after;
			}
		}
		catch (Exception | Error ex) {
			this.failure.compareAndSet(null, ex);
		}
	}

}
