package io.rpcboot.autoconfigure;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rpcboot.RpcAuthenticationException;
import io.rpcboot.RpcFunction;
import io.rpcboot.client.RpcOperations;
import io.rpcboot.context.RpcServerLifecycle;
import io.rpcboot.fixture.ClientRunner;
import io.rpcboot.fixture.LogCapture;
import io.rpcboot.fixture.ServerRunner;
import io.rpcboot.fixture.SocketClient;
import io.rpcboot.function.RpcCallContext;
import io.rpcboot.server.HandshakeCounts.KeyUse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What the properties {@code rpc.server.zeromq.*} and {@code rpc.client.*.zeromq.*} do,
 * and addresses of ZeroMQ.
 */
@Timeout(60)
class ZeroMqConfigurationTests {

	private static final ZMQ.Curve.KeyPair SERVER = ZMQ.Curve.generateKeyPair();

	private static final ZMQ.Curve.KeyPair BILLING = ZMQ.Curve.generateKeyPair();

	private final ApplicationContextRunner server = ServerRunner.unconfigured()
		.withConfiguration(AutoConfigurations.of(RpcMetricsAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withBean("greeter", Greeter.class);

	private final ApplicationContextRunner local = this.server
		.withPropertyValues("rpc.server.address=zmq:tcp://127.0.0.1:0");

	private final ApplicationContextRunner curve = this.local.withPropertyValues(
			"rpc.server.zeromq.secret-key=" + SERVER.secretKey,
			"rpc.server.zeromq.client-keys.billing[0]=" + BILLING.publicKey);

	@Test
	void whenAKeyIsConfiguredThenItsOwnerCanCall() {
		try (LogCapture log = LogCapture.of(RpcServerLifecycle.class)) {
			this.curve.run((context) -> {
				int port = port(context);
				client(port, "server-key=" + SERVER.publicKey, "secret-key=" + BILLING.secretKey)
					.run((caller) -> assertThat(call(caller)).isEqualTo("hello billing"));
				assertThat(log.lines()).containsExactly(
						"INFO RPC server listens on zmq:tcp://127.0.0.1:%d (loopback only): ".formatted(port)
								+ "1 function, client key required, CURVE, platform threads");
				assertThat(context.getBean(RpcServerLifecycle.class).handshakes().accepted())
					.extracting(KeyUse::principal, KeyUse::key, KeyUse::count)
					.containsExactly(tuple("billing", 0, 1L));
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				assertThat(meters.get("rpc.server.handshakes")
					.tags("outcome", "success", "principal", "billing", "key", "0")
					.counter()
					.count()).isOne();
				assertThat(meters.get("rpc.server.received").functionCounter().count()).isPositive();
			});
		}
	}

	@Test
	void whenAPasswordIsConfiguredThenWhoKnowsItCanCall() {
		this.local.withPropertyValues("rpc.server.zeromq.password=secret").run((context) -> {
			client(port(context), "password=secret").run((caller) -> assertThat(call(caller)).isEqualTo("hello null"));
			client(port(context), "password=wrong").run((caller) -> assertThatExceptionOfType(
					RpcAuthenticationException.class)
				.isThrownBy(() -> call(caller))
				.withMessage(
						"greeter.hello() at zmq:tcp://127.0.0.1:%d: the program does not know what this client shows; "
								+ "correct rpc.client.greeter.zeromq",
						port(context)));
		});
	}

	@Test
	void whenAuthenticationIsNoneThenEverybodyOfTheMachineCanCall() {
		this.local.withPropertyValues("rpc.server.authentication=none")
			.run((context) -> ClientRunner.unconfigured()
				.withPropertyValues("rpc.client.greeter.address=zmq:tcp://127.0.0.1:" + port(context),
						"rpc.client.greeter.authentication=none")
				.run((caller) -> assertThat(call(caller)).isEqualTo("hello null")));
	}

	@Test
	void whenAFormatIsNotAcceptedThenTheCallIsAnswered() {
		this.local.withPropertyValues("rpc.server.authentication=none").run((context) -> {
			try (ZContext zeroMq = new ZContext()) {
				ZMQ.Socket request = zeroMq.createSocket(SocketType.REQ);
				request.setReceiveTimeOut(10_000);
				request.setHandshakeIvl(300);
				request.connect("tcp://127.0.0.1:" + port(context));
				request.send("\u0080\2(X\5\0\0\0hello)}t.".getBytes(StandardCharsets.ISO_8859_1));
				assertThat(new String(request.recv(), StandardCharsets.ISO_8859_1)).contains(
						"pickled calls are not accepted here: add pickle to rpc.server.formats, or send JSON text, "
								+ "connection.send(json.dumps([name, args, kwargs]))");
				request.send("[\"hello\", [], {}]");
				assertThat(request.recvStr()).isEqualTo("\"hello null\"");
			}
		});
	}

	@Test
	void whenThereIsAnAddressOfEachKindThenBothServeTheFunctions() {
		this.server
			.withPropertyValues("rpc.server.addresses=127.0.0.1:0,zmq:tcp://127.0.0.1:0",
					"rpc.server.authkey=" + SocketClient.KEY, "rpc.server.zeromq.password=secret")
			.run((context) -> {
				try (SocketClient socket = SocketClient.of(context); ZContext zeroMq = new ZContext()) {
					assertThat(socket.call("[\"hello\", [], {}]")).isEqualTo("\"hello null\"");
					ZMQ.Socket request = zeroMq.createSocket(SocketType.REQ);
					request.setReceiveTimeOut(10_000);
					request.setHandshakeIvl(300);
					request.setPlainUsername("anybody");
					request.setPlainPassword("secret");
					request.connect("tcp://127.0.0.1:" + port(context));
					request.send("[\"hello\", [], {}]");
					assertThat(request.recv()).isEqualTo("\"hello null\"".getBytes(StandardCharsets.UTF_8));
					assertThat(context.getBean(MeterRegistry.class).get("rpc.server.connections").gauge().value())
						.isEqualTo(2);
				}
				RpcServerLifecycle lifecycle = context.getBean(RpcServerLifecycle.class);
				assertThat(lifecycle.addresses())
					.extracting((address) -> address.text(), (address) -> address.security())
					.containsExactly(tuple("127.0.0.1:" + SocketClient.port(context), "authkey required"),
							tuple("zmq:tcp://127.0.0.1:" + port(context), "password required"));
				lifecycle.stop();
				assertThat(lifecycle.addresses()).isEmpty();
			});
	}

	@Test
	void whenOneAddressCannotBeBoundThenTheOtherIsNotEither() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			int port = taken.getLocalPort();
			analyze(this.server.withPropertyValues("rpc.server.addresses=127.0.0.1:0,zmq:tcp://127.0.0.1:" + port,
					"rpc.server.authentication=none"),
					"The RPC server cannot listen on zmq:tcp://127.0.0.1:%d: the port is in use.".formatted(port),
					("Stop the process that listens on zmq:tcp://127.0.0.1:%d, or set rpc.server.address to another port "
							+ "(port 0 picks a free one).")
						.formatted(port));
			assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.doesNotContain("rpc-server-accept", "rpc-zeromq");
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "zmq:", "zmq:127.0.0.1:1", "zmq:ipc:///tmp/x", "zmq:tcp://127.0.0.1", "zmq:tcp://unix:/x" })
	void whenAnAddressCannotBeReadThenTheReportTellsItsForm(String address) {
		analyze(this.server.withPropertyValues("rpc.server.address=" + address),
				"The value of rpc.server.address is invalid: '" + address
						+ "' is not an address: expected zmq:tcp://host:port, such as zmq:tcp://127.0.0.1:17001.",
				"Set rpc.server.address to zmq:tcp://, host and port.");
	}

	@Test
	void whenJeroMqIsAbsentThenTheReportTellsTheDependency() throws Exception {
		analyze(this.local.withClassLoader(new FilteredClassLoader("org.zeromq")),
				"rpc.server.address is zmq:tcp://127.0.0.1:0, and JeroMQ, which calls over ZeroMQ need, is not on the class "
						+ "path.",
				"Add the dependency %s, or set rpc.server.address to the address of a socket, such as 127.0.0.1:17000."
					.formatted(PropertyChecks.JEROMQ));
		Properties jeroMq = new Properties();
		jeroMq.load(ZMQ.class.getResourceAsStream("/META-INF/maven/org.zeromq/jeromq/pom.properties"));
		assertThat(PropertyChecks.JEROMQ).isEqualTo("org.zeromq:jeromq:" + jeroMq.getProperty("version"));
	}

	@Test
	void whenJeroMqIsAbsentThenSocketsWork() {
		ServerRunner.listening()
			.withBean("greeter", Greeter.class)
			.withClassLoader(new FilteredClassLoader("org.zeromq", "zmq"))
			.run((context) -> {
				try (SocketClient client = SocketClient.of(context)) {
					assertThat(client.call("[\"hello\", [], {}]")).isEqualTo("\"hello null\"");
				}
			});
	}

	@Test
	void whenThereIsNothingToBeShownThenTheReportShowsTheLinesToAdd() {
		analyze(this.local, "The RPC server has no keys for ZeroMQ.",
				"""
						Make a pair of keys for the server and one for each caller, such as by zmq.curve_keypair() in Python, and set \
						the server's secret one and the callers' public ones:

						\trpc:
						\t  server:
						\t    zeromq:
						\t      secret-key: "..."
						\t      client-keys:
						\t        billing: "..."

						or, on a loopback address only, set rpc.server.zeromq.password, or rpc.server.authentication to none.""");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			rpc.server.zeromq.password=secret | rpc.server.zeromq.password is set, which goes over the network in clear
			rpc.server.authentication=none    | rpc.server.authentication is none
			""")
	void whenTheAddressCanBeReachedFromOutsideThenOnlyKeysWillDo(String property, String problem) {
		analyze(this.server.withPropertyValues("rpc.server.address=zmq:tcp://0.0.0.0:0", property),
				problem + ", and zmq:tcp://0.0.0.0:0 can be reached from outside.",
				"Set rpc.server.zeromq.secret-key and rpc.server.zeromq.client-keys instead, or listen on a loopback address "
						+ "such as zmq:tcp://127.0.0.1:17001.");
	}

	@Test
	void whenKeysAreWrongThenTheReportTellsWhichButNotTheKey() {
		analyze(this.local.withPropertyValues("rpc.server.zeromq.secret-key=short"),
				"The value of rpc.server.zeromq.secret-key is invalid: it has 5 characters, and a key of CURVE has 40.",
				"Set rpc.server.zeromq.secret-key to a key as zmq.curve_keypair() in Python makes it, in quotes.");
		analyze(this.curve.withPropertyValues("rpc.server.zeromq.client-keys.reports[0]=" + "~".repeat(40)),
				"The value of rpc.server.zeromq.client-keys.reports[0] is invalid: it has a character that no key of CURVE "
						+ "has.",
				"Set rpc.server.zeromq.client-keys.reports[0] to a key as zmq.curve_keypair() in Python makes it, in "
						+ "quotes.");
		analyze(this.curve.withPropertyValues("rpc.server.zeromq.client-keys.reports[0]=" + BILLING.publicKey),
				"rpc.server.zeromq.client-keys.billing[0] and rpc.server.zeromq.client-keys.reports[0] are the same key.",
				"Give each caller keys of its own, and each key once.");
		analyze(this.local.withPropertyValues("rpc.server.zeromq.secret-key=" + SERVER.secretKey),
				"rpc.server.zeromq.secret-key is set, and rpc.server.zeromq.client-keys is empty.",
				"Give each caller a name, and set its public key: rpc.server.zeromq.client-keys.billing, for example.");
		analyze(this.curve.withPropertyValues("rpc.server.zeromq.password=secret"),
				"Both rpc.server.zeromq.secret-key and rpc.server.zeromq.password are set.",
				"Remove the password: with keys nobody needs it.");
	}

	@Test
	void whenAddressesContradictEachOtherThenTheReportTellsWhichToRemove() {
		analyze(this.local.withPropertyValues("rpc.server.addresses=127.0.0.1:0"),
				"The RPC server has both an address and addresses.",
				"Remove rpc.server.address or rpc.server.addresses.");
		analyze(this.server.withPropertyValues("rpc.server.addresses=127.0.0.1:0,127.0.0.1:1"),
				"rpc.server.addresses has two addresses of the same kind: [127.0.0.1:0, 127.0.0.1:1].",
				"Leave one of a socket, such as 127.0.0.1:17000, and one of ZeroMQ, such as zmq:tcp://127.0.0.1:17001.");
	}

	private static void analyze(ApplicationContextRunner runner, String description, String action) {
		runner.run((context) -> {
			FailureAnalysis analysis = Stream
				.of(new AddressBindFailureAnalyzer(), new InvalidRpcConfigurationFailureAnalyzer())
				.map((analyzer) -> analyzer.analyze(context.getStartupFailure()))
				.filter((found) -> found != null)
				.findFirst()
				.orElseThrow();
			assertThat(analysis.getDescription()).isEqualToNormalizingNewlines(description);
			assertThat(analysis.getAction()).isEqualToNormalizingNewlines(action);
		});
	}

	private static ApplicationContextRunner client(int port, String... properties) {
		return ClientRunner.unconfigured()
			.withPropertyValues("rpc.client.greeter.address=zmq:tcp://127.0.0.1:" + port)
			.withPropertyValues(Stream.of(properties)
				.map((property) -> "rpc.client.greeter.zeromq." + property)
				.toArray(String[]::new));
	}

	private static String call(ApplicationContext context) {
		return String
			.valueOf((Object) context.getBean("greeterRpcOperations", RpcOperations.class).call("hello", String.class));
	}

	private static int port(ApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.rpc.server.zeromq.port", Integer.class);
	}

	static class Greeter {

		@RpcFunction
		String hello() {
			return "hello " + RpcCallContext.current().principal();
		}

	}

}
