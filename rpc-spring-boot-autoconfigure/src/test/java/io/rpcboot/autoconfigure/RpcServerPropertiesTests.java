package io.rpcboot.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;

import io.rpcboot.RpcFunction;
import io.rpcboot.context.RpcServerLifecycle;
import io.rpcboot.fixture.Certificates;
import io.rpcboot.fixture.Functions;
import io.rpcboot.fixture.LogCapture;
import io.rpcboot.fixture.ServerRunner;
import io.rpcboot.fixture.SocketClient;
import io.rpcboot.message.MessageHandler;
import io.rpcboot.server.BoundAddress;
import io.rpcboot.server.ServerMonitor;
import io.rpcboot.server.ServerSettings;
import io.rpcboot.wire.RawPeer;
import io.rpcboot.wire.TcpAddress;
import io.rpcboot.wire.TestTransport;
import io.rpcboot.wire.UnixAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * What the properties {@code rpc.server.*} and {@code rpc.json.*} do.
 */
@Timeout(60)
class RpcServerPropertiesTests {

	private static final String PING = "[\"ping\", [], {}]";

	private final ApplicationContextRunner runner = ServerRunner.listening().withBean("functions", Sample.class);

	@Test
	void whenNothingIsSetThenTheDefaultsOfTheSettingsHold() {
		this.runner.run((context) -> {
			ServerSettings settings = settings(context);
			assertThat(settings.address()).isEqualTo(new TcpAddress("127.0.0.1", 0));
			assertThat(settings.permissions()).isEqualTo(ServerSettings.OWNER_ONLY);
			assertThat(settings.security().tls()).isNull();
			assertThat(settings.limits()).isEqualTo(ServerSettings.Limits.DEFAULT);
			assertThat(settings.timeouts()).isEqualTo(ServerSettings.Timeouts.DEFAULT);
		});
	}

	@Test
	void whenLimitsAreSetThenTheServerGetsThem() {
		this.runner.withPropertyValues("rpc.server.max-message-size=1MB", "rpc.server.max-connections=7",
				"rpc.server.max-unauthenticated-connections=3", "rpc.server.max-calls-per-connection=5",
				"rpc.server.max-concurrent-calls=9", "rpc.server.max-buffered=2KB", "rpc.server.handshake-timeout=1s",
				"rpc.server.read-timeout=2s", "rpc.server.write-timeout=3s", "rpc.server.idle-timeout=4s")
			.run((context) -> {
				ServerSettings settings = settings(context);
				assertThat(settings.limits()).isEqualTo(new ServerSettings.Limits(1024 * 1024, 7, 3, 5, 9, 2048));
				assertThat(settings.timeouts()).isEqualTo(new ServerSettings.Timeouts(Duration.ofSeconds(1),
						Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(4)));
			});
	}

	@Test
	void whenPermissionsAreSetThenTheSocketGetsThem(@TempDir Path directory) {
		Path path = directory.resolve("app.sock");
		this.runner.withPropertyValues("rpc.server.address=unix:" + path, "rpc.server.socket-permissions=rw-rw----")
			.run((context) -> assertThat(Files.getPosixFilePermissions(path))
				.isEqualTo(PosixFilePermissions.fromString("rw-rw----")));
	}

	@Test
	void whenTheAddressIsASocketThenNoKeyIsNeededAndNoPortIsTold(@TempDir Path directory) {
		UnixAddress address = new UnixAddress(directory.resolve("app.sock"));
		try (LogCapture log = LogCapture.of("io.rpcboot")) {
			this.runner
				.withPropertyValues("rpc.server.address=" + address, "rpc.server.authentication=none",
						"rpc.server.authkey=")
				.run((context) -> {
					assertThat(context.getEnvironment().containsProperty("local.rpc.server.port")).isFalse();
					assertThat(context.getBean(RpcServerLifecycle.class).addresses()).containsExactly(
							new BoundAddress(address.toString(), null, true, "rw-------", "no authentication"));
					try (RawPeer client = TestTransport.UNIX.connect(address)) {
						assertThat(client.call(PING)).isEqualTo("\"pong\"");
					}
				});
			assertThat(log.lines())
				.contains("INFO RPC server listens on " + address + " (rw-------): 6 functions, "
						+ "no authentication, platform threads")
				.noneMatch((line) -> line.startsWith("WARN"));
		}
		assertThat(address.path()).doesNotExist();
	}

	@Test
	void whenOtherMachinesCanConnectThenTheLogWarnsUnlessThereIsTls() {
		ApplicationContextRunner exposed = this.runner.withPropertyValues("rpc.server.address=0.0.0.0:0",
				"rpc.server.authkey=sixteen bytes...");
		try (LogCapture log = LogCapture.of("io.rpcboot")) {
			exposed.run((context) -> {
				String address = address(context);
				assertThat(log.lines()).containsExactly(
						"WARN The RPC server can be reached from other machines on " + address
								+ ", and nothing that it sends or receives is encrypted: set rpc.server.ssl.bundle, "
								+ "or listen on a loopback address or a Unix socket",
						"INFO RPC server listens on " + address
								+ " (reachable from outside): 6 functions, authkey required, platform threads");
			});
		}
		try (LogCapture log = LogCapture.of("io.rpcboot")) {
			exposed
				.withPropertyValues("rpc.server.ssl.bundle=server",
						"spring.ssl.bundle.pem.server.keystore.certificate="
								+ Certificates.certificate("server").toUri(),
						"spring.ssl.bundle.pem.server.keystore.private-key=" + Certificates.key("server").toUri())
				.run((context) -> assertThat(log.lines())
					.containsExactly("INFO RPC server listens on " + address(context)
							+ " (reachable from outside): 6 functions, authkey required, TLS, platform threads"));
		}
	}

	@Test
	void whenOtherMachinesCanConnectThenTheLogWarnsOfShortKeys() {
		ApplicationContextRunner keys = this.runner.withPropertyValues("rpc.server.authkey=fifteen bytes..",
				"rpc.server.authkeys.billing[0]=sixteen bytes...", "rpc.server.authkeys.billing[1]=base64:c2hvcnQ=");
		try (LogCapture log = LogCapture.of("io.rpcboot")) {
			keys.run((context) -> assertThat(log.lines()).noneMatch((line) -> line.startsWith("WARN")));
			keys.withPropertyValues("rpc.server.address=0.0.0.0:0")
				.run((context) -> assertThat(log.lines()).containsOnlyOnce(
						"WARN The RPC server can be reached from other machines, and a key of fewer than 16 bytes can be "
								+ "found by trying: set longer ones for rpc.server.authkey, rpc.server.authkeys.billing[1]"));
		}
	}

	// a machine with IPv6 shows the wildcard in its form
	private static String address(ApplicationContext context) {
		return context.getBean(RpcServerLifecycle.class).addresses().get(0).text();
	}

	private static ServerSettings settings(ApplicationContext context) {
		ServerConfiguration configuration = new ServerConfiguration(context.getBean(RpcServerProperties.class),
				context.getBean(MessageHandler.class), new TlsBundles(new DefaultSslBundleRegistry()), false,
				ServerMonitor.NONE);
		return configuration.settings(configuration.addresses().get(0));
	}

	@Test
	void whenTheTraceKeywordIsEmptyThenNothingIsTakenOff() {
		this.runner.withPropertyValues("rpc.server.trace-keyword=")
			.run((context) -> assertThat(Functions.call(context, "[\"ping\", [], {\"traceparent\": \"x\"}]"))
				.isEqualTo("TypeError: ping() got an unexpected keyword argument 'traceparent'"));
	}

	@Test
	void whenServerIsNotEnabledThenItNeedsNothing() {
		ServerRunner.unconfigured()
			.withBean("functions", Sample.class)
			.withPropertyValues("rpc.server.enabled=false")
			.run((context) -> {
				assertThat(context).doesNotHaveBean("rpcServerLifecycle");
				assertThat(Functions.names(context)).contains("ping");
			});
	}

	@Test
	void whenKeyIsBase64ThenItStandsForItsBytes() {
		String base64 = Base64.getEncoder().encodeToString("schlüssel".getBytes(StandardCharsets.UTF_8));
		this.runner.withPropertyValues("rpc.server.authkey=base64:" + base64).run((context) -> {
			int port = SocketClient.port(context);
			try (SocketClient client = SocketClient.connect(port, "schlüssel")) {
				assertThat(client.call(PING)).isEqualTo("\"pong\"");
			}
			assertThatIOException().isThrownBy(() -> SocketClient.connect(port, "another")).withMessage("#FAILURE#");
		});
	}

	@Test
	void whenMd5IsAllowedThenOldCallersAreWelcome() {
		this.runner.run((context) -> {
			try (SocketClient client = SocketClient.connectWithMd5(SocketClient.port(context), SocketClient.KEY)) {
				assertThat(client.call(PING)).isEqualTo("\"pong\"");
			}
		});
	}

	@Test
	void whenMd5IsNotAllowedThenOldCallersAreRefused() {
		this.runner.withPropertyValues("rpc.server.allow-md5=false").run((context) -> {
			int port = SocketClient.port(context);
			assertThatIOException().isThrownBy(() -> SocketClient.connectWithMd5(port, SocketClient.KEY))
				.withMessage("#FAILURE#");
			try (SocketClient client = SocketClient.of(context)) {
				assertThat(client.call(PING)).isEqualTo("\"pong\"");
			}
		});
	}

	@Test
	void whenPickleIsAmongTheFormatsThenPickledCallsAreAnswered() {
		String call = "(Vping\n)}t.";
		this.runner.run((context) -> assertThat(Functions.call(context, call))
			.startsWith("OSError: pickled calls are not accepted here: add pickle to rpc.server.formats, or "));
		this.runner.withPropertyValues("rpc.server.formats=array,pickle").run((context) -> {
			assertThat(Functions.call(context, call)).isEqualTo("pong");
			assertThat(Functions.call(context, PING)).isEqualTo("\"pong\"");
		});
	}

	@Test
	void whenMessageIsTooLargeThenTheReplyNamesTheProperty() {
		this.runner.withPropertyValues("rpc.server.max-message-size=20B").run((context) -> {
			try (SocketClient client = SocketClient.of(context)) {
				assertThat(client.call("[\"ping\", [], {     }]")).isEqualTo("ValueError: the message has 21 bytes, "
						+ "more than the 20 that rpc.server.max-message-size allows");
				assertThat(client.call(PING)).isEqualTo("\"pong\"");
			}
		});
	}

	@Test
	void whenFormatsAreSetThenOthersAreRefused() {
		String call = "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"ping\"}";
		this.runner.run((context) -> assertThat(Functions.call(context, call))
			.isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"pong\"}"));
		this.runner.withPropertyValues("rpc.server.formats=array").run((context) -> {
			assertThat(Functions.call(context, call)).contains("rpc.server.formats is array");
			assertThat(Functions.call(context, PING)).isEqualTo("\"pong\"");
		});
		this.runner.withPropertyValues("rpc.server.formats=json-rpc")
			.run((context) -> assertThat(Functions.call(context, PING)).contains("rpc.server.formats is json-rpc"));
	}

	@Test
	void whenThereAreTooManyConnectionsThenTheCallsOfTheNextAreRefused() {
		this.runner.withPropertyValues("rpc.server.max-connections=1").run((context) -> {
			try (SocketClient first = SocketClient.of(context); SocketClient second = SocketClient.of(context)) {
				assertThat(first.call(PING)).isEqualTo("\"pong\"");
				assertThat(second.call(PING)).contains("ping() was not executed: as many connections are open as "
						+ "rpc.server.max-connections allows (1)");
			}
		});
	}

	@Test
	void whenAnotherIsToBeAuthenticatedThenTheSilentOneMakesRoom() {
		this.runner.withPropertyValues("rpc.server.max-unauthenticated-connections=1").run((context) -> {
			try (SocketClient silent = SocketClient.open(SocketClient.port(context));
					SocketClient client = SocketClient.of(context)) {
				assertThat(client.call(PING)).isEqualTo("\"pong\"");
				assertThat(silent.awaitEnd()).isEqualTo(63);
			}
		});
	}

	@Test
	void whenHandshakeTakesTooLongThenTheConnectionIsClosed() {
		this.runner.withPropertyValues("rpc.server.handshake-timeout=100ms").run((context) -> {
			try (SocketClient silent = SocketClient.open(SocketClient.port(context))) {
				assertThat(silent.awaitEnd()).isEqualTo(63);
			}
		});
	}

	@Test
	void whenMessageTakesTooLongThenTheConnectionIsClosed() {
		this.runner.withPropertyValues("rpc.server.read-timeout=100ms").run((context) -> {
			try (SocketClient slow = SocketClient.of(context)) {
				slow.sendRaw((byte) 0, (byte) 0);
				assertThat(slow.awaitEnd()).isZero();
			}
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					as-is      | ["unitPrice", [], {"articleName": {"maxCount": 3}}]      | {"maxCount":3}
					snake-case | ["unit_price", [], {"article_name": {"max_count": 3}}]   | {"max_count":3}
					snake-case | ["unitPrice", [], {}]                                    | AttributeError: there is no function 'unitPrice' here
					""")
	void whenNamingIsSetThenFunctionsParametersAndPropertiesFollow(String naming, String call, String reply) {
		this.runner.withPropertyValues("rpc.server.naming=" + naming)
			.run((context) -> assertThat(Functions.call(context, call)).isEqualTo(reply));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			true  | "3" | TypeError: twice() argument 'number': expected int, got '3'
			true  | 2.5 | TypeError: twice() argument 'number': expected int, got 2.5
			false | "3" | 6
			false | 2.5 | 4
			""")
	void whenStrictIsSetThenValuesAreRefusedOrConverted(boolean strict, String argument, String reply) {
		this.runner.withPropertyValues("rpc.json.strict=" + strict)
			.run((context) -> assertThat(Functions.call(context, "[\"twice\", [" + argument + "], {}]"))
				.isEqualTo(reply));
	}

	@Test
	void whenMaxNestingIsSetThenDeeperMessagesAreRefused() {
		this.runner.withPropertyValues("rpc.json.max-nesting=4").run((context) -> {
			assertThat(Functions.call(context, "[\"echo\", [[[3]]], {}]")).isEqualTo("[[3]]");
			assertThat(Functions.call(context, "[\"echo\", [[[[3]]]], {}]"))
				.isEqualTo("TypeError: echo() argument 'value': Document "
						+ "nesting depth (5) exceeds the maximum allowed (4, rpc.json.max-nesting)");
		});
	}

	@Test
	void whenMessagesAreIncludedThenCallersGetThem() {
		this.runner.run((context) -> {
			assertThat(Functions.call(context, "[\"refuse\", [], {}]")).isEqualTo("ValueError: too many");
			assertThat(Functions.call(context, "[\"fail\", [], {}]"))
				.isEqualTo("RuntimeError: java.io.IOException: disk full");
		});
	}

	@Test
	void whenMessagesAreNotIncludedThenCallersGetTheTypeAlone() {
		this.runner.withPropertyValues("rpc.server.error.include-message=false").run((context) -> {
			assertThat(Functions.call(context, "[\"refuse\", [], {}]")).isEqualTo("ValueError: ");
			assertThat(Functions.call(context, "[\"fail\", [], {}]")).isEqualTo("RuntimeError: java.io.IOException");
			assertThat(Functions.call(context, "[\"twice\", [], {}]"))
				.isEqualTo("TypeError: twice() missing 1 required positional argument: 'number'");
		});
	}

	@Test
	void whenStackTracesAreIncludedThenTheyFollowTheMessage() {
		this.runner.withPropertyValues("rpc.server.error.include-stacktrace=true")
			.run((context) -> assertThat(Functions.call(context, "[\"refuse\", [], {}]").lines().limit(3))
				.satisfiesExactly((first) -> assertThat(first).isEqualTo("ValueError: too many"),
						(second) -> assertThat(second).isEqualTo("java.lang.IllegalArgumentException: too many"),
						(third) -> assertThat(third).startsWith("\tat " + Sample.class.getName() + ".refuse(")));
	}

	record Limit(int maxCount) {
	}

	@RpcFunction
	public static class Sample {

		public String ping() {
			return "pong";
		}

		public Limit unitPrice(Limit articleName) {
			return articleName;
		}

		public int twice(int number) {
			return 2 * number;
		}

		public Object echo(Object value) {
			return value;
		}

		public void refuse() {
			throw new IllegalArgumentException("too many");
		}

		public void fail() throws IOException {
			throw new IOException("disk full");
		}

	}

}
