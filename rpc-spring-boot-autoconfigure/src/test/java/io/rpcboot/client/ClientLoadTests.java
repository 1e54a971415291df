package io.rpcboot.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.RawPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads that share a client of a program that fails now and then. The system
 * property {@code rpc.test.calls} sets how often each calls.
 */
@Timeout(300)
class ClientLoadTests {

	private static final int THREADS = 32;

	private static final int CALLS = Integer.getInteger("rpc.test.calls", 1000);

	// one call in a hundred
	private static final int FAULT_INTERVAL = 100;

	private static final int LONGEST_NANOS = 300_000;

	private final AtomicInteger faults = new AtomicInteger();

	@Test
	void everyReplyBelongsToItsCallAndEveryFaultFailsOneCall() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try (ScriptedPeer peer = new ScriptedPeer(this::play);
				RpcClientFactory factory = Clients.factory(Duration.ofMinutes(1), peer.port())) {
			Echo echo = factory.create(Echo.class);
			List<Callable<Integer>> callers = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				long first = (long) i * CALLS;
				callers.add(() -> countFailures(echo, first, "orders.echo() at 127.0.0.1:" + peer.port()));
			}
			int failures = 0;
			for (Future<Integer> caller : threads.invokeAll(callers, 280, TimeUnit.SECONDS)) {
				failures += caller.get();
			}
			assertThat(failures).isEqualTo(this.faults.get()).isPositive();
			assertThat(factory.addresses()).singleElement().satisfies((state) -> {
				assertThat(state.calls()).isZero();
				assertThat(state.failure()).isNull();
			});
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static int countFailures(Echo echo, long first, String call) {
		int failures = 0;
		for (long number = first; number < first + CALLS; number++) {
			try {
				assertThat(echo.echo(number)).isEqualTo(number);
			}
			catch (RpcConnectionException ex) {
				assertThat(ex).hasMessage("%s: the peer closed the connection instead of answering", call);
				assertThat(ex.executed()).isEqualTo(Executed.UNKNOWN);
				failures++;
			}
		}
		return failures;
	}

	private void play(RawPeer connection) throws IOException {
		connection.admit(ScriptedPeer.KEY);
		ThreadLocalRandom random = ThreadLocalRandom.current();
		while (true) {
			String call = connection.readCall();
			LockSupport.parkNanos(random.nextInt(LONGEST_NANOS));
			if (random.nextInt(FAULT_INTERVAL) == 0) {
				this.faults.incrementAndGet();
				return;
			}
			connection.sendFrame(Bytes.of(ScriptedPeer.firstArgument(call)));
		}
	}

	interface Echo {

		long echo(long value);

	}

}
