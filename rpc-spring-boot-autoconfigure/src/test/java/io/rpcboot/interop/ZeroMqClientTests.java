package io.rpcboot.interop;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcFunction;
import io.rpcboot.RpcProtocolException;
import io.rpcboot.RpcRemoteException;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.client.ClientSettings.Pool;
import io.rpcboot.client.RpcClientFactory;
import io.rpcboot.message.JsonCodec;
import io.rpcboot.message.JsonSettings;
import io.rpcboot.message.MessageFormat;
import io.rpcboot.wire.TcpAddress;
import io.rpcboot.wire.TrafficMonitor;
import io.rpcboot.zeromq.ClientSecurity;
import io.rpcboot.zeromq.CurveKeys;
import io.rpcboot.zeromq.ZeroMqAddress;
import io.rpcboot.zeromq.ZeroMqChannels;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.zeromq.ZMQ;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Calls of functions behind a REP socket of pyzmq.
 */
@Timeout(120)
@EnabledIf(value = "io.rpcboot.interop.ZeroMqInterpreters#areThere",
		disabledReason = "no CPython here has pyzmq: install python3-zmq")
class ZeroMqClientTests {

	private static final String SCRIPT = "zmq_server.py";

	private static final ClientSecurity NONE = new ClientSecurity.None();

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("servers")
	void functionsAreCalled(Interpreter python, MessageFormat format) {
		try (PythonServer server = start(python, format); RpcClientFactory factory = factory(server, format, NONE)) {
			Functions functions = factory.create(Functions.class);
			assertThat(functions.add(2, 3)).isEqualTo(5);
			for (int size : new int[] { 0, 1, 255, 256, 300_000 }) {
				assertThat(functions.echo("x".repeat(size))).isEqualTo("x".repeat(size));
			}
			assertThat(functions.echo("gr\u00fcn \u20ac")).isEqualTo("gr\u00fcn \u20ac");
			assertFails(RpcRemoteException.class, functions::fail, "fail", server, "ValueError: no such size",
					Executed.YES);
			assertThat(functions.add(2, 4)).isEqualTo(6);
		}
	}

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("servers")
	void eachOfManyThreadsGetsItsOwnReplies(Interpreter python, MessageFormat format) {
		try (PythonServer server = start(python, format); RpcClientFactory factory = factory(server, format, NONE)) {
			Functions functions = factory.create(Functions.class);
			List<Integer> sums = IntStream.range(0, 400).parallel().mapToObj((i) -> functions.add(i, 1)).toList();
			assertThat(sums).isEqualTo(IntStream.range(1, 401).boxed().toList());
		}
	}

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("servers")
	void aLateReplyAnswersNoOtherCall(Interpreter python, MessageFormat format) {
		try (PythonServer server = start(python, format); RpcClientFactory factory = factory(server, format, NONE)) {
			Functions functions = factory.create(Functions.class);
			assertThat(functions.add(1, 1)).isEqualTo(2);
			assertFails(RpcTimeoutException.class, () -> functions.workForHalfASecond(0.7), "work", server,
					"no reply within 500 ms (@RpcFunction of Functions.workForHalfASecond): the function takes longer, "
							+ "or the program does not answer",
					Executed.UNKNOWN);
			assertThat(functions.add(2, 3)).isEqualTo(5);
			assertThat(functions.add(2, 4)).isEqualTo(6);
		}
	}

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("servers")
	void whenTheProgramEndsInACallThenTheCallFails(Interpreter python, MessageFormat format) {
		try (PythonServer server = start(python, format); RpcClientFactory factory = factory(server, format, NONE)) {
			Functions functions = factory.create(Functions.class);
			assertThat(functions.add(1, 1)).isEqualTo(2);
			assertFails(RpcConnectionException.class, functions::die, "die", server,
					"the program closed the connection instead of answering", Executed.UNKNOWN);
			assertFails(RpcConnectionException.class, functions::dieWithinASecond, "die", server,
					"nothing listens there; start the program, or correct rpc.client.orders.address", Executed.NO);
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("io.rpcboot.interop.ZeroMqInterpreters#all")
	void aReplyThatIsTooLargeIsRefused(Interpreter python) {
		try (PythonServer server = start(python, MessageFormat.ARRAY);
				RpcClientFactory factory = factory(server, MessageFormat.ARRAY, NONE)) {
			Functions functions = factory.create(Functions.class);
			assertFails(RpcProtocolException.class, () -> functions.repeat(70_000_000), "repeat", server,
					"a reply has more than the 67108864 bytes that rpc.client.orders.max-message-size allows",
					Executed.UNKNOWN);
			assertThat(functions.add(2, 4)).isEqualTo(6);
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("io.rpcboot.interop.ZeroMqInterpreters#all")
	void aProgramThatHangsTimesOut(Interpreter python) {
		try (PythonServer server = start(python, MessageFormat.ARRAY);
				RpcClientFactory factory = factory(server, MessageFormat.ARRAY, NONE)) {
			Functions functions = factory.create(Functions.class);
			assertThat(functions.add(1, 1)).isEqualTo(2);
			server.process().suspend();
			assertFails(RpcTimeoutException.class, () -> functions.workForHalfASecond(0), "work", server,
					"no reply within 500 ms (@RpcFunction of Functions.workForHalfASecond): the function takes longer, "
							+ "or the program does not answer",
					Executed.UNKNOWN);
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("io.rpcboot.interop.ZeroMqInterpreters#all")
	void aPasswordIsShown(Interpreter python) {
		try (PythonServer server = PythonServer.start(python, SCRIPT, "json", "password=secret");
				RpcClientFactory known = factory(server, MessageFormat.ARRAY,
						new ClientSecurity.Plain("orders", "secret"));
				RpcClientFactory unknown = factory(server, MessageFormat.ARRAY,
						new ClientSecurity.Plain("orders", "wrong"));
				RpcClientFactory silent = factory(server, MessageFormat.ARRAY, NONE)) {
			assertThat(known.create(Functions.class).add(2, 3)).isEqualTo(5);
			assertRefused(unknown, server);
			assertRefused(silent, server);
			assertThat(known.create(Functions.class).add(2, 4)).isEqualTo(6);
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("io.rpcboot.interop.ZeroMqInterpreters#all")
	void aKeyOfCurveIsShown(Interpreter python) {
		ZMQ.Curve.KeyPair program = ZMQ.Curve.generateKeyPair();
		ZMQ.Curve.KeyPair own = ZMQ.Curve.generateKeyPair();
		ZMQ.Curve.KeyPair stranger = ZMQ.Curve.generateKeyPair();
		try (PythonServer server = PythonServer.start(python, SCRIPT, "json", "secret_key=" + program.secretKey,
				"client_key=" + own.publicKey);
				RpcClientFactory known = factory(server, MessageFormat.ARRAY, curve(program, own));
				RpcClientFactory unknown = factory(server, MessageFormat.ARRAY, curve(program, stranger));
				RpcClientFactory misled = factory(server, MessageFormat.ARRAY, curve(stranger, own))) {
			assertThat(known.create(Functions.class).add(2, 3)).isEqualTo(5);
			assertRefused(unknown, server);
			assertRefused(misled, server);
			assertThat(known.create(Functions.class).echo("x".repeat(300_000))).hasSize(300_000);
		}
	}

	private static ClientSecurity curve(ZMQ.Curve.KeyPair server, ZMQ.Curve.KeyPair client) {
		return new ClientSecurity.Curve(CurveKeys.parse(server.publicKey), CurveKeys.parse(client.secretKey));
	}

	private static void assertRefused(RpcClientFactory factory, PythonServer server) {
		RpcException failure = catchThrowableOfType(RpcException.class,
				() -> factory.create(Functions.class).add(2, 3));
		assertThat(failure).hasMessageStartingWith("orders.add() at zmq:tcp://127.0.0.1:%d: ".formatted(server.port()))
			.hasMessageContaining("rpc.client.orders.zeromq");
	}

	static Stream<Arguments> servers() {
		return ZeroMqInterpreters.all()
			.stream()
			.flatMap((python) -> Stream.of(MessageFormat.values()).map((format) -> Arguments.of(python, format)));
	}

	private static PythonServer start(Interpreter python, MessageFormat format) {
		return PythonServer.start(python, SCRIPT,
				Map.of(MessageFormat.ARRAY, "json", MessageFormat.PICKLE, "pickle", MessageFormat.JSON_RPC, "json-rpc")
					.get(format));
	}

	private static RpcClientFactory factory(PythonServer server, MessageFormat format, ClientSecurity security) {
		return RpcClientFactory.builder("orders", new JsonCodec(JsonMapper.shared(), JsonSettings.DEFAULT))
			.address(new ZeroMqAddress(new TcpAddress("127.0.0.1", server.port())),
					new ZeroMqChannels(security, TrafficMonitor.NONE))
			.format(format)
			.timeout(Duration.ofSeconds(20))
			.pool(new Pool(2, 256, Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofMinutes(5)))
			.build();
	}

	private static void assertFails(Class<? extends RpcException> type, ThrowingCallable call, String function,
			PythonServer server, String message, Executed executed) {
		RpcException failure = catchThrowableOfType(type, call);
		assertThat(failure)
			.hasMessage("orders.%s() at zmq:tcp://127.0.0.1:%d: %s".formatted(function, server.port(), message));
		assertThat(failure.executed()).isEqualTo(executed);
	}

	interface Functions {

		int add(int x, int y);

		String echo(String value);

		String repeat(int times);

		void fail();

		@RpcFunction(value = "work", timeout = "500ms")
		int workForHalfASecond(double seconds);

		void die();

		@RpcFunction(value = "die", timeout = "1s")
		void dieWithinASecond();

	}

}
