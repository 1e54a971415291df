package io.rpcboot.interop;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.rpcboot.Executed;
import io.rpcboot.RpcAuthenticationException;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcFunction;
import io.rpcboot.RpcKeyword;
import io.rpcboot.RpcKwargs;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.client.ClientSettings.Pool;
import io.rpcboot.client.Clients;
import io.rpcboot.client.RpcClientFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Calls of a server of the articles, which knows nothing of failures: whose function
 * raises does not answer.
 */
class ArticleServerTests {

	private static final String SCRIPT = "article_server.py";

	private static final Duration SHORT = Duration.ofMillis(300);

	@WithEveryPython
	void valuesComeBackAsTheyWent(Interpreter python) {
		List<Object> values = values();
		try (PythonServer server = PythonServer.start(python, SCRIPT);
				RpcClientFactory factory = Clients.factory(server.port())) {
			Functions functions = factory.create(Functions.class);
			assertThat(values).allSatisfy((value) -> assertThat(functions.echo(value)).isEqualTo(value));
			assertThat(functions.echo(values)).isEqualTo(values);
		}
	}

	private static List<Object> values() {
		Map<String, Object> map = new HashMap<>(Map.of("", List.of(), "gr\u00fcn", Map.of("\ud83d\ude00", 1)));
		map.put("nothing", null);
		return Arrays.asList(null, true, false, 0, -1, Integer.MAX_VALUE, Long.MIN_VALUE, BigInteger.TEN.pow(30),
				BigInteger.ONE.shiftLeft(10_000), 2.0, -0.0, 0.1, 1e300, Double.MIN_VALUE, Double.NaN,
				Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, "", "gr\u00fcn \u20ac \ud83d\ude00",
				"\0\t\r\n\"\\\u2028", "\ud800", "a\udc00b", "\ude00\ud83d", List.of(), List.of(List.of(1, 2.5), "x"),
				Map.of(), map);
	}

	@WithEveryPython
	void textsOfEverySizeArrive(Interpreter python) {
		try (PythonServer server = PythonServer.start(python, SCRIPT);
				RpcClientFactory factory = Clients.factory(server.port())) {
			Functions functions = factory.create(Functions.class);
			// around the sizes at which frames or pickles have another form
			assertThat(List.of(0, 1, 240, 260, 16_370, 16_390, 65_530, 65_540, 100_000)).allSatisfy((size) -> {
				assertThat(functions.echo("x".repeat(size))).isEqualTo("x".repeat(size));
				assertThat(functions.echo("\u20ac".repeat(size))).isEqualTo("\u20ac".repeat(size));
			});
		}
	}

	@WithEveryPython
	void argumentsGoByPositionAndByKeyword(Interpreter python) {
		try (PythonServer server = PythonServer.start(python, SCRIPT);
				RpcClientFactory factory = Clients.factory(server.port())) {
			Functions functions = factory.create(Functions.class);
			assertThat(functions.add(2, 3)).isEqualTo(5);
			assertThat(functions.label("a", Map.of())).isEqualTo(new Label("a", List.of(), Map.of()));
			assertThat(functions.label("a", Map.of("colour", "red"), 1, "b"))
				.isEqualTo(new Label("a", List.of(1, "b"), Map.of("colour", "red")));
		}
	}

	@Execution(ExecutionMode.CONCURRENT)
	@WithEveryPython
	void whenNobodyClosesTheConnectionOfAFunctionThatRaisedThenTheCallTakesItsTime(Interpreter python) {
		try (PythonServer server = PythonServer.start(python, SCRIPT, 0, "kept");
				RpcClientFactory factory = Clients.factory(server.port())) {
			Functions functions = factory.create(Functions.class);
			assertThat(functions.add(2, 3)).isEqualTo(5);
			assertFails(RpcTimeoutException.class, functions::failSoon, server, Executed.UNKNOWN,
					"""
							no reply within 300 ms (@RpcFunction of Functions.failSoon): the function takes longer, or it raised an \
							exception and the program, as many do, neither answers nor closes the connection then""");
			assertThat(functions.add(2, 3)).isEqualTo(5);
		}
	}

	@WithEveryPython
	void whenTheConnectionOfAFunctionThatRaisedIsDroppedThenTheCallFailsAtOnce(Interpreter python) {
		try (PythonServer server = PythonServer.start(python, SCRIPT, 0, "dropped");
				RpcClientFactory factory = Clients.factory(server.port())) {
			Functions functions = factory.create(Functions.class);
			for (int i = 0; i < 2; i++) {
				assertFails(RpcConnectionException.class, functions::fail, server, Executed.UNKNOWN,
						"the peer closed the connection instead of answering");
				assertThat(functions.add(2, 3)).isEqualTo(5);
			}
		}
	}

	@Execution(ExecutionMode.CONCURRENT)
	@WithEveryPython
	void whenAFunctionThatRaisedEndsTheProgramThenLaterCallsFindNobody(Interpreter python) {
		try (PythonServer server = PythonServer.start(python, SCRIPT, 0, "inline");
				RpcClientFactory factory = Clients.factory(server.port())) {
			Functions functions = factory.create(Functions.class);
			assertThat(functions.add(2, 3)).isEqualTo(5);
			assertFails(RpcConnectionException.class, functions::fail, server, Executed.UNKNOWN,
					"the peer closed the connection instead of answering");
			assertThat(server.process().end()).isEqualTo("ValueError: no such size (exit status 1)");
			assertFindsNobody(functions::failWithinASecond, server);
		}
	}

	@Execution(ExecutionMode.CONCURRENT)
	@WithEveryPython
	void whenTheServerIsStartedAgainThenTheClientGoesOn(Interpreter python) {
		try (PythonServer first = PythonServer.start(python, SCRIPT);
				RpcClientFactory factory = Clients.factory(first.port())) {
			Functions functions = factory.create(Functions.class);
			assertThat(functions.add(2, 3)).isEqualTo(5);
			first.process().close();
			try (PythonServer second = PythonServer.start(python, SCRIPT, first.port())) {
				assertThat(functions.add(2, second.port())).isEqualTo(2 + first.port());
			}
			assertFindsNobody(functions::failWithinASecond, first);
			try (PythonServer third = PythonServer.start(python, SCRIPT, first.port())) {
				assertThat(functions.add(2, third.port())).isEqualTo(2 + first.port());
			}
		}
	}

	@WithEveryPython
	void whenTheKeyIsWrongThenTheServerEndsByIt(Interpreter python) {
		try (PythonServer server = PythonServer.start(python, SCRIPT);
				RpcClientFactory factory = Clients.factory(Duration.ofSeconds(10), Pool.DEFAULT, "another",
						server.port())) {
			Functions functions = factory.create(Functions.class);
			assertFails(RpcAuthenticationException.class, functions::fail, server, Executed.NO, """
					The peer refused our answer to its challenge: its authkey is another one than ours; correct \
					rpc.client.orders.authkey. A Python program whose accept loop does not catch the error has ended \
					by it""");
			assertThat(server.process().end())
				.endsWith("AuthenticationError: digest received was wrong (exit status 1)");
		}
	}

	@WithEveryPython
	void whenTheServerHasNoKeyThenAClientWithoutOneCallsIt(Interpreter python) {
		try (PythonServer server = PythonServer.startWithoutKey(python, SCRIPT);
				RpcClientFactory factory = Clients.factory(Duration.ofSeconds(10), Pool.DEFAULT, null, server.port())) {
			assertThat(factory.create(Functions.class).add(2, 3)).isEqualTo(5);
		}
	}

	@Execution(ExecutionMode.CONCURRENT)
	@WithEveryPython
	void whenTheServerHasNoKeyThenAClientThatHasOneSaysWhatMayBeWrong(Interpreter python) {
		Pool impatient = new Pool(1, 1, SHORT, Pool.DEFAULT.idleTimeout(), Pool.DEFAULT.maxAge());
		try (PythonServer server = PythonServer.startWithoutKey(python, SCRIPT);
				RpcClientFactory factory = Clients.factory(Duration.ofSeconds(2), impatient, TestServer.AUTHKEY,
						server.port())) {
			assertFails(RpcTimeoutException.class, factory.create(Functions.class)::fail, server, Executed.NO, """
					no handshake within 300 ms (rpc.client.orders.pool.connect-timeout): the program is busy with \
					another client's handshake, or has no authkey while we have one""");
		}
	}

	@WithEveryPython
	void whenTheServerHasAKeyThenAClientWithoutOneSaysWhatToSet(Interpreter python) {
		try (PythonServer server = PythonServer.start(python, SCRIPT);
				RpcClientFactory factory = Clients.factory(Duration.ofSeconds(10), Pool.DEFAULT, null, server.port())) {
			assertFails(RpcAuthenticationException.class, factory.create(Functions.class)::fail, server, Executed.NO,
					"""
							the program asks for an authkey; set rpc.client.orders.authkey, and leave out \
							rpc.client.orders.authentication""");
			assertThat(factory.state().addresses()).singleElement()
				.satisfies((state) -> assertThat(state.idleConnections()).isZero());
		}
	}

	private static void assertFindsNobody(ThrowingCallable call, PythonServer server) {
		assertFails(RpcConnectionException.class, call, server, Executed.NO, """
				nothing listens there (Connection refused); start the program, or correct \
				rpc.client.orders.address""");
	}

	private static void assertFails(Class<? extends RpcException> type, ThrowingCallable call, PythonServer server,
			Executed executed, String message) {
		assertThatExceptionOfType(type).isThrownBy(call)
			.withMessage("orders.fail() at 127.0.0.1:%d: %s", server.port(), message)
			.satisfies((ex) -> assertThat(ex.executed()).isEqualTo(executed));
	}

	interface Functions {

		Object echo(Object value);

		int add(int x, @RpcKeyword int y);

		Label label(String text, @RpcKwargs Map<String, Object> attributes, Object... more);

		void fail();

		@RpcFunction(value = "fail", timeout = "300ms")
		void failSoon();

		@RpcFunction(value = "fail", timeout = "1s")
		void failWithinASecond();

	}

	record Label(String text, List<Object> more, Map<String, Object> attributes) {

	}

}
