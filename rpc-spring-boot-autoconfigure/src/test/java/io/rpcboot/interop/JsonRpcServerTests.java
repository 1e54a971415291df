package io.rpcboot.interop;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.rpcboot.Executed;
import io.rpcboot.RpcAuthenticationException;
import io.rpcboot.RpcFunction;
import io.rpcboot.RpcKwargs;
import io.rpcboot.RpcRemoteException;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.client.ClientSettings;
import io.rpcboot.client.ClientSettings.Pool;
import io.rpcboot.client.Clients;
import io.rpcboot.client.RpcClientFactory;
import io.rpcboot.message.MessageFormat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Calls of a Python program that speaks JSON-RPC and nothing beyond its specification.
 */
class JsonRpcServerTests {

	private static final String SCRIPT = "jsonrpc_server.py";

	private static RpcClientFactory connect(PythonServer server) {
		return Clients.factory(MessageFormat.JSON_RPC, Duration.ofSeconds(20), Pool.DEFAULT, server.port());
	}

	@WithEveryPython
	void valuesComeBackAsTheyWent(Interpreter python) {
		List<Object> values = Arrays.asList(null, true, -1, Long.MIN_VALUE, BigInteger.TEN.pow(30), 0.1, Double.NaN,
				Double.NEGATIVE_INFINITY, "gr\u00fcn \u20ac \ud83d\ude00", "\0\"\\}\u2028", List.of(),
				Map.of("id", 3, "result", List.of("\"id\": 5}")));
		try (PythonServer server = PythonServer.start(python, SCRIPT); RpcClientFactory factory = connect(server)) {
			Functions functions = factory.create(Functions.class);
			assertThat(values).allSatisfy((value) -> assertThat(functions.echo(value)).isEqualTo(value));
			assertThat(functions.echo("x".repeat(100_000))).isEqualTo("x".repeat(100_000));
		}
	}

	@WithEveryPython
	void argumentsGoByPositionOrByKeyword(Interpreter python) {
		try (PythonServer server = PythonServer.start(python, SCRIPT); RpcClientFactory factory = connect(server)) {
			Functions functions = factory.create(Functions.class);
			assertThat(functions.add(2, 3)).isEqualTo(5);
			assertThat(functions.label("a", Optional.of(2), Map.of())).isEqualTo(new Label("a", 2, Map.of()));
			assertThat(functions.label("a", Optional.empty(), Map.of("colour", "red")))
				.isEqualTo(new Label("a", 1, Map.of("colour", "red")));
		}
	}

	@WithEveryPython
	void failuresArrive(Interpreter python) {
		try (PythonServer server = PythonServer.start(python, SCRIPT); RpcClientFactory factory = connect(server)) {
			Functions functions = factory.create(Functions.class);
			assertFails("RuntimeError", "no such size (error 1)", () -> functions.fail("no such size"));
			assertFails("AttributeError", "Method not found", functions::unknown);
			assertThatExceptionOfType(RpcRemoteException.class).isThrownBy(() -> functions.add("x")).satisfies((ex) -> {
				assertThat(ex.type()).isEqualTo("TypeError");
				assertThat(ex.remoteMessage()).startsWith("Invalid params: add() ");
			});
		}
	}

	private static void assertFails(String type, String message, Runnable call) {
		assertThatExceptionOfType(RpcRemoteException.class).isThrownBy(call::run).satisfies((ex) -> {
			assertThat(ex.type()).isEqualTo(type);
			assertThat(ex.remoteMessage()).isEqualTo(message);
		});
	}

	@WithEveryPython
	void whenTheServerHasAKeyThenAClientWithoutOneSaysWhatToSet(Interpreter python) {
		ClientSettings.Calls calls = ClientSettings.Calls.DEFAULT.withFormat(MessageFormat.JSON_RPC);
		try (PythonServer server = PythonServer.start(python, SCRIPT);
				RpcClientFactory factory = Clients.factory(calls, Pool.DEFAULT, null, List.of(), server.port())) {
			assertThatExceptionOfType(RpcAuthenticationException.class)
				.isThrownBy(() -> factory.create(Functions.class).add(2, 3))
				.withMessage("""
						orders.add() at 127.0.0.1:%d: the program asks for an authkey; set rpc.client.orders.authkey, \
						and leave out rpc.client.orders.authentication""", server.port());
		}
	}

	@WithEveryPython
	void eachReplyReturnsToItsCaller(Interpreter python) throws Exception {
		try (PythonServer server = PythonServer.start(python, SCRIPT); RpcClientFactory factory = connect(server)) {
			Functions functions = factory.create(Functions.class);
			Random random = new Random(5);
			List<CompletableFuture<Integer>> calls = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				calls.add(functions.later(i, random.nextDouble(0.2)));
			}
			for (int i = 0; i < 100; i++) {
				assertThat(calls.get(i).get(20, TimeUnit.SECONDS)).isEqualTo(i);
			}
		}
	}

	@WithEveryPython
	void aCallThatTimesOutLeavesTheConnectionToTheOthers(Interpreter python) throws Exception {
		try (PythonServer server = PythonServer.start(python, SCRIPT); RpcClientFactory factory = connect(server)) {
			Functions functions = factory.create(Functions.class);
			CompletableFuture<Boolean> waiting = functions.waitHere();
			assertThatExceptionOfType(RpcTimeoutException.class).isThrownBy(functions::waitFor300Ms)
				.satisfies((ex) -> assertThat(ex.executed()).isEqualTo(Executed.UNKNOWN));
			assertThat(functions.add(2, 3)).isEqualTo(5);
			functions.release();
			assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
		}
	}

	interface Functions {

		Object echo(Object value);

		int add(int x, int y);

		@RpcFunction("add")
		int add(String x);

		Label label(String text, Optional<Integer> size, @RpcKwargs Map<String, Object> attributes);

		void fail(String message);

		void unknown();

		CompletableFuture<Integer> later(int value, double seconds);

		@RpcFunction("wait")
		CompletableFuture<Boolean> waitHere();

		@RpcFunction(value = "wait", timeout = "300ms")
		boolean waitFor300Ms();

		@RpcFunction(oneWay = true)
		void release();

	}

	record Label(String text, int size, Map<String, Object> attributes) {

	}

}
