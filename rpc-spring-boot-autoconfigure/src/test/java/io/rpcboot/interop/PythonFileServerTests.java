package io.rpcboot.interop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcFunction;
import io.rpcboot.RpcKeyword;
import io.rpcboot.RpcRemoteException;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.client.ClientSettings.Pool;
import io.rpcboot.client.Clients;
import io.rpcboot.client.RpcClientFactory;
import io.rpcboot.message.MessageFormat;
import io.rpcboot.wire.AuthKey;
import io.rpcboot.wire.Handshake;
import io.rpcboot.wire.Security;
import io.rpcboot.wire.TestTransport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Calls of the server of {@code rpcboot.py}.
 */
class PythonFileServerTests {

	private static final String SCRIPT = "rpcboot_functions.py";

	private static final int CLIENTS = 2;

	private static final int THREADS = 8;

	private static final int CALLS = 50;

	@AutoClose("shutdownNow")
	private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS * THREADS);

	@ParameterizedTest(name = "{0}, {1}, {2}")
	@MethodSource("servers")
	void failuresOfTheFunctionArrive(Interpreter python, int processes, MessageFormat format) {
		try (PythonServer server = PythonServer.start(python, SCRIPT, processes);
				RpcClientFactory factory = connect(format, server)) {
			Functions functions = factory.create(Functions.class);
			assertFails(() -> functions.fail("IllegalArgumentException", "no such size \u20ac"), server,
					"fail() at %s: ValueError: no such size \u20ac");
			assertFails(() -> functions.fail("TimeoutException", "too late"), server,
					"fail() at %s: TimeoutError: too late");
			assertFails(() -> functions.fail("other", ""), server, "fail() at %s: KeyError: other");
			assertFails(functions::missing, server,
					"missing() at %s: AttributeError: there is no function 'missing' here");
			assertFails(() -> functions.addOne(1), server,
					"add() at %s: TypeError: add() missing 1 required positional argument: 'y'");
			assertThat(functions.price("cup", "USD")).isEqualTo(new Price("cup", 4.9, "USD"));
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("io.rpcboot.interop.Interpreters#python38")
	void tracebacksArriveWhereTheServerSendsThem(Interpreter python) {
		try (PythonServer server = PythonServer.start(python, SCRIPT, 1, "send_tracebacks");
				RpcClientFactory factory = Clients.factory(server.port())) {
			Functions functions = factory.create(Functions.class);
			assertThatExceptionOfType(RpcRemoteException.class)
				.isThrownBy(() -> functions.fail("IllegalArgumentException", "no such size"))
				.withMessage("orders.fail() at 127.0.0.1:%d: ValueError: no such size", server.port())
				.satisfies(
						(failure) -> assertThat(failure.traceback()).startsWith("Traceback (most recent call last):\n")
							.contains("in fail\n    raise FAILURES[kind](message)\n")
							.endsWith("\nValueError: no such size"));
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("io.rpcboot.interop.Interpreters#python38")
	void itIsCalledOverAUnixSocket(Interpreter python, @TempDir Path directory) {
		try (PythonServer server = PythonServer.start(python, SCRIPT, 1, directory.resolve("worker.sock"))) {
			assertIsCalled(server, TestTransport.UNIX);
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("io.rpcboot.interop.Interpreters#python38")
	void itIsCalledOverTls(Interpreter python) {
		try (PythonServer server = PythonServer.start(python, SCRIPT, 1, "tls")) {
			assertIsCalled(server, TestTransport.TLS);
		}
	}

	private static void assertIsCalled(PythonServer server, TestTransport transport) {
		Security security = new Security(new Handshake(AuthKey.parse(TestServer.AUTHKEY), true), transport.ofClient());
		try (RpcClientFactory factory = Clients.factory(Duration.ofSeconds(10), Pool.DEFAULT, security,
				List.of(server.address()))) {
			assertThat(factory.operations().call("add", Integer.class, 2, 3)).isEqualTo(5);
			for (int size : new int[] { 0, 16_379, 16_390, 300_000 }) {
				assertThat(factory.operations().call("echo", String.class, "x".repeat(size)))
					.isEqualTo("x".repeat(size));
			}
		}
	}

	private static void assertFails(ThrowingCallable call, PythonServer server, String message) {
		assertThatExceptionOfType(RpcRemoteException.class).isThrownBy(call)
			.withMessage("orders." + message.formatted("127.0.0.1:" + server.port()));
	}

	@ParameterizedTest(name = "{0}, {1}, {2}")
	@MethodSource("servers")
	void eachOfManyThreadsGetsItsOwnReplies(Interpreter python, int processes, MessageFormat format) throws Exception {
		try (PythonServer server = PythonServer.start(python, SCRIPT, processes);
				RpcClientFactory first = connect(format, server);
				RpcClientFactory second = connect(format, server)) {
			List<Callable<List<Integer>>> callers = Stream.of(first, second)
				.map((factory) -> factory.create(Functions.class))
				.flatMap((functions) -> IntStream.range(0, THREADS)
					.<Callable<List<Integer>>>mapToObj((thread) -> () -> sums(functions, thread)))
				.toList();
			List<Future<List<Integer>>> results = this.threads.invokeAll(callers, 30, TimeUnit.SECONDS);
			for (int i = 0; i < results.size(); i++) {
				int thread = i % THREADS;
				assertThat(results.get(i).get())
					.isEqualTo(IntStream.range(0, CALLS).map((call) -> 1000 * thread + call).boxed().toList());
			}
		}
	}

	private static List<Integer> sums(Functions functions, int thread) {
		return IntStream.range(0, CALLS).mapToObj((call) -> functions.add(1000 * thread, call)).toList();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("io.rpcboot.interop.Interpreters#python38")
	void whenACallTimesOutInJsonRpcThenTheConnectionRemains(Interpreter python) {
		try (PythonServer server = PythonServer.start(python, SCRIPT, 1);
				RpcClientFactory factory = connect(MessageFormat.JSON_RPC, server)) {
			Functions functions = factory.create(Functions.class);
			assertThat(functions.add(2, 3)).isEqualTo(5);
			assertThatExceptionOfType(RpcTimeoutException.class).isThrownBy(() -> functions.rest(0.5))
				.satisfies((ex) -> assertThat(ex.executed()).isEqualTo(Executed.UNKNOWN));
			assertThat(functions.add(2, 4)).isEqualTo(6);
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("io.rpcboot.interop.Interpreters#python38")
	void whenAWorkerIsKilledInACallThenOnlyThisCallFails(Interpreter python) {
		try (PythonServer server = PythonServer.start(python, SCRIPT, 4);
				RpcClientFactory factory = Clients.factory(server.port())) {
			Functions functions = factory.create(Functions.class);
			assertThatExceptionOfType(RpcConnectionException.class).isThrownBy(functions::die)
				.withMessage("orders.die() at 127.0.0.1:%d: the peer closed the connection instead of answering",
						server.port())
				.satisfies((ex) -> assertThat(ex.executed()).isEqualTo(Executed.UNKNOWN));
			assertThat(functions.add(2, 3)).isEqualTo(5);
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("io.rpcboot.interop.Interpreters#python38")
	void whenAnIdleWorkerIsKilledThenAnotherTakesTheNextCall(Interpreter python) {
		try (PythonServer server = PythonServer.start(python, SCRIPT, 4);
				RpcClientFactory factory = Clients.factory(server.port())) {
			Functions functions = factory.create(Functions.class);
			ProcessHandle worker = ProcessHandle.of(functions.pid()).orElseThrow();
			worker.destroyForcibly();
			assertThat(worker.onExit()).succeedsWithin(Duration.ofSeconds(10));
			assertThat(functions.pid()).isNotIn(worker.pid(), server.process().pid());
		}
	}

	static Stream<Arguments> servers() {
		return Interpreters.python38()
			.stream()
			.flatMap((python) -> Stream.of(Arguments.of(python, 1, MessageFormat.ARRAY),
					Arguments.of(python, 4, MessageFormat.ARRAY), Arguments.of(python, 1, MessageFormat.JSON_RPC)));
	}

	private static RpcClientFactory connect(MessageFormat format, PythonServer server) {
		return Clients.factory(format, Duration.ofSeconds(10), Pool.DEFAULT, server.port());
	}

	interface Functions {

		int add(int x, int y);

		@RpcFunction("add")
		int addOne(int x);

		Price price(String sku, @RpcKeyword String currency);

		void fail(String kind, String message);

		void missing();

		@RpcFunction(timeout = "200ms")
		void rest(double seconds);

		void die();

		long pid();

	}

	record Price(String sku, double total, String currency) {

	}

}
