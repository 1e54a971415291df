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
import io.rpcboot.message.MessageFormat;
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
		List<RpcConnectionException> failures = load(MessageFormat.ARRAY);
		assertThat(failures).hasSize(this.faults.get()).isNotEmpty().allSatisfy((failure) -> {
			assertThat(failure).hasMessageEndingWith(": the peer closed the connection instead of answering");
			assertThat(failure.executed()).isEqualTo(Executed.UNKNOWN);
		});
	}

	@Test
	void onASharedConnectionAFaultFailsTheCallsOfItsMoment() throws Exception {
		List<RpcConnectionException> failures = load(MessageFormat.JSON_RPC);
		assertThat(this.faults.get()).isPositive();
		assertThat(failures).hasSizeBetween(this.faults.get(), this.faults.get() * THREADS)
			.extracting(RpcConnectionException::executed)
			.doesNotContain(Executed.YES);
	}

	private List<RpcConnectionException> load(MessageFormat format) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try (ScriptedPeer peer = new ScriptedPeer(this::play);
				RpcClientFactory factory = Clients.factory(format, Duration.ofMinutes(1), ClientSettings.Pool.DEFAULT,
						peer.port())) {
			Echo echo = factory.create(Echo.class);
			List<Callable<List<RpcConnectionException>>> callers = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				long first = (long) i * CALLS;
				callers.add(() -> call(echo, first));
			}
			List<RpcConnectionException> failures = new ArrayList<>();
			for (Future<List<RpcConnectionException>> caller : threads.invokeAll(callers, 280, TimeUnit.SECONDS)) {
				failures.addAll(caller.get());
			}
			assertThat(factory.state().addresses()).singleElement().satisfies((state) -> {
				assertThat(state.calls()).isZero();
				assertThat(state.failure()).isNull();
			});
			return failures;
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static List<RpcConnectionException> call(Echo echo, long first) {
		List<RpcConnectionException> failures = new ArrayList<>();
		for (long number = first; number < first + CALLS; number++) {
			try {
				assertThat(echo.echo(number)).isEqualTo(number);
			}
			catch (RpcConnectionException ex) {
				failures.add(ex);
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
			connection.sendFrame(Bytes.of(ScriptedPeer.reply(call, ScriptedPeer.firstArgument(call))));
		}
	}

	interface Echo {

		long echo(long value);

	}

}
