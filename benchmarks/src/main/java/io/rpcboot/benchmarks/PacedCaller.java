package io.rpcboot.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls once a second on each of many connections, one after the other, and tells what
 * processor time the server took. To warm up it calls without a pause first.
 */
final class PacedCaller {

	private static final long PACE = TimeUnit.SECONDS.toNanos(1);

	private final List<Peer> peers = new ArrayList<>();

	private PacedCaller(int port, int connections) throws IOException {
		for (int i = 0; i < connections; i++) {
			this.peers.add(Peer.authenticated(port));
		}
	}

	public static void main(String[] arguments) throws IOException {
		Options options = Options.of(arguments);
		int server = options.number("server", 0);
		PacedCaller caller = new PacedCaller(options.number("port", 0), options.number("connections", 1000));
		Duration warmUp = Duration.ofMillis(options.number("warm-up", 5000));
		caller.call(warmUp, 0);
		caller.call(warmUp, PACE);
		Duration before = Resources.processorTime(server);
		long begin = System.nanoTime();
		caller.call(Duration.ofMillis(2 * options.number("millis", 5000)), PACE);
		double elapsed = System.nanoTime() - begin;
		double taken = Resources.processorTime(server).minus(before).toNanos();
		System.out.printf(Locale.ROOT, "RESULT core=%.2f%n", 100 * taken / elapsed);
		Runtime.getRuntime().halt(0);
	}

	/**
	 * Calls for a time.
	 * @param time how long
	 * @param pace the nanoseconds between two calls on the same connection, or 0 for none
	 * @throws IOException if a connection is lost
	 */
	private void call(Duration time, long pace) throws IOException {
		long interval = pace / this.peers.size();
		long begin = System.nanoTime();
		for (int i = 0; System.nanoTime() - begin < time.toNanos(); i++) {
			await(begin + i * interval);
			Expect.five(this.peers.get(i % this.peers.size()).call(Expect.ADD));
		}
	}

	private static void await(long due) {
		long early = due - System.nanoTime();
		while (early > 0) {
			LockSupport.parkNanos(early);
			early = due - System.nanoTime();
		}
	}

}
