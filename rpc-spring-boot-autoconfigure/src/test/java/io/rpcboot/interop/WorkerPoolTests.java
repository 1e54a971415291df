package io.rpcboot.interop;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcFunction;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.client.ClientSettings.Calls;
import io.rpcboot.client.ClientSettings.Pool;
import io.rpcboot.client.Clients;
import io.rpcboot.client.RpcClientFactory;
import io.rpcboot.context.RetryInterceptor;
import io.rpcboot.message.Call;
import io.rpcboot.message.CallHandler;
import io.rpcboot.message.MessageFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several Python processes with one address each, which do one piece of work at a time.
 */
class WorkerPoolTests {

	private static final int WORKERS = 8;

	private static final int CALLERS = 16;

	private static final int CALLS = 400;

	// of which the workers are well
	private static final int FIRST_CALLS = 100;

	private static final double SECONDS = 0.2;

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(2);

	private final Interpreter python = Interpreters.all().get(Interpreters.all().size() - 1);

	private final List<PythonServer> workers = IntStream.range(0, WORKERS)
		.mapToObj((worker) -> PythonServer.start(this.python, "article_server.py"))
		.toList();

	@AutoClose
	private final RpcClientFactory factory = Clients.factory(
			new Calls(MessageFormat.ARRAY, TIMEOUT, ATTEMPT_TIMEOUT, Calls.DEFAULT.maxMessageSize()),
			new Pool(1, 1, ATTEMPT_TIMEOUT, Pool.DEFAULT.idleTimeout(), Pool.DEFAULT.maxAge()), TestServer.AUTHKEY,
			List.of(new RetryInterceptor(2, Duration.ofMillis(10)), this::watch),
			this.workers.stream().mapToInt(PythonServer::port).toArray());

	@AutoClose("shutdownNow")
	private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

	private final CountDownLatch firstAnswers = new CountDownLatch(FIRST_CALLS);

	private final CountDownLatch ends = new CountDownLatch(CALLS);

	private final Map<Long, Integer> answers = new ConcurrentHashMap<>();

	private final Queue<RpcException> failures = new ConcurrentLinkedQueue<>();

	@AfterEach
	void stop() {
		this.workers.forEach(PythonServer::close);
	}

	@Test
	void whenOneHangsAndOneIsKilledThenAllAreAnsweredAndTheOthersShareTheWork() throws Exception {
		Functions functions = this.factory.create(Functions.class);
		IntStream.range(0, CALLS).forEach((call) -> this.callers.execute(() -> call(functions)));
		assertThat(this.firstAnswers.await(30, TimeUnit.SECONDS)).isTrue();
		this.workers.get(0).process().suspend();
		this.workers.get(1).process().close();
		assertThat(this.ends.await(60, TimeUnit.SECONDS)).isTrue();
		assertFailedOnceEach();
		assertThat(this.answers.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(CALLS);
		List<Integer> shares = this.workers.stream().skip(2).map(this::answersOf).toList();
		double mean = shares.stream().mapToInt(Integer::intValue).average().orElseThrow();
		assertThat(shares).allSatisfy((share) -> assertThat((double) share).isBetween(0.6 * mean, 1.4 * mean));
	}

	private void call(Functions functions) {
		try {
			this.answers.merge(functions.work(SECONDS), 1, Integer::sum);
			this.firstAnswers.countDown();
		}
		finally {
			this.ends.countDown();
		}
	}

	private @Nullable Object watch(Call call, CallHandler next) throws Exception {
		try {
			return next.handle(call);
		}
		catch (RpcException ex) {
			this.failures.add(ex);
			throw ex;
		}
	}

	// At most: a worker may have had no call in that moment. No other attempt waited for
	// one of the two.
	private void assertFailedOnceEach() {
		String hung = """
				orders.work() at 127.0.0.1:%d: no reply within 2000 ms (rpc.client.orders.retry.attempt-timeout): the function takes \
				longer, or it raised an exception and the program, as many do, neither answers nor closes the \
				connection then"""
			.formatted(this.workers.get(0).port());
		String killed = "orders.work() at 127.0.0.1:%d: the peer closed the connection instead of answering"
			.formatted(this.workers.get(1).port());
		assertThat(this.failures).extracting(Throwable::getMessage).doesNotHaveDuplicates().isSubsetOf(hung, killed);
		assertThat(this.failures).hasOnlyElementsOfTypes(RpcTimeoutException.class, RpcConnectionException.class);
	}

	private int answersOf(PythonServer worker) {
		return this.answers.getOrDefault(worker.process().pid(), 0);
	}

	interface Functions {

		@RpcFunction(idempotent = true)
		long work(double seconds);

	}

}
