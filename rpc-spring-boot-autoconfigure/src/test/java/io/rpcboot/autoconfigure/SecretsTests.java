package io.rpcboot.autoconfigure;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.rpcboot.RpcAuthenticationException;
import io.rpcboot.RpcFunction;
import io.rpcboot.RpcRemoteException;
import io.rpcboot.actuate.RpcEndpoint;
import io.rpcboot.client.RpcOperations;
import io.rpcboot.fixture.Certificates;
import io.rpcboot.fixture.LogCapture;
import io.rpcboot.fixture.SocketClient;
import io.rpcboot.function.RpcCallContext;
import io.rpcboot.message.MessageHandler;
import io.rpcboot.server.ServerMonitor;
import io.rpcboot.wire.AuthKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextException;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * No key and no password is in anything that can be printed.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecretsTests {

	// no part of which is a word that something else prints
	private static final String COMMON = "Vq3xQm7u~Zx81pWtK";

	private static final String NEW = "Jw7yTg4n~Kq52hDvR";

	private static final String OLD = "Bk9Lz2Qw";

	private static final String REPORTS = "Mf4rXs8c~Tz66bNjP";

	private static final String UNKNOWN = "Hd2kUe5v~Rp30wGqY";

	// of the key store and the trust store of an SSL bundle
	private static final String PASSWORD = "Yc6nWa9e~Qx41fLsZ";

	// of ZeroMQ
	private static final String SECRET_KEY = "Gt5vJb1m~Ld83kXpC";

	private static final String PLAIN = "Ws9fHn6y~Vr24jQzM";

	private static final List<String> SECRETS = List.of(COMMON, NEW, OLD, REPORTS, UNKNOWN, PASSWORD, SECRET_KEY,
			PLAIN);

	private final StringWriter printed = new StringWriter();

	@Test
	void whenAnApplicationIsAtWorkThenNoneOfItsKeysIsPrinted(@TempDir Path directory) {
		String address = "unix:" + directory.resolve("app.sock");
		whileLogging((log) -> runner(address, address).run((context) -> {
			work(context);
			awaitRefusal(log, "a local program");
			print(context);
		}));
		assertThat(this.printed.toString()).contains("billing at a local program", "\"principal\":\"billing\"",
				"rpc.server.authkeys.billing[1]", "RPC_SERVER_AUTHKEYS_REPORTS_0", "AuthKey[secret]",
				"correct rpc.client.stranger.authkey", "\tat io.rpcboot.");
		assertNoSecret(this.printed.toString());
	}

	@Test
	void whenConnectionsAreEncryptedThenThePasswordOfTheBundleIsNotPrintedEither(@TempDir Path directory)
			throws Exception {
		Path store = directory.resolve("store.p12");
		Certificates.writeStore(store, PASSWORD);
		whileLogging((log) -> encrypted(store, "127.0.0.1:1").run((server) -> {
			encrypted(store, "127.0.0.1:" + SocketClient.port(server)).run((client) -> {
				work(client);
				awaitRefusal(log, "127\\.0\\.0\\.1:\\d+");
				print(client);
			});
			print(server);
		}));
		assertThat(this.printed.toString()).contains("billing at 127.0.0.1", "\"principal\":\"billing\"",
				"rpc.client.default.ssl.bundle", "spring.ssl.bundle.jks.shop.keystore.password");
		assertNoSecret(this.printed.toString());
	}

	@Test
	void whenThePasswordOfTheBundleIsWrongThenTheFailureDoesNotShowIt(@TempDir Path directory) throws Exception {
		Path store = directory.resolve("store.p12");
		Certificates.writeStore(store, COMMON);
		encrypted(store, "127.0.0.1:1")
			.run((context) -> print(context.getStartupFailure(), ApplicationContextException.class));
		assertThat(this.printed.toString()).contains("The SSL bundle 'shop' of rpc.server.ssl.bundle cannot be used: ",
				"password was incorrect");
		assertNoSecret(this.printed.toString());
	}

	private static ApplicationContextRunner encrypted(Path store, String address) {
		return runner("127.0.0.1:0", address).withPropertyValues("rpc.server.ssl.bundle=shop",
				"rpc.client.default.ssl.bundle=shop", "spring.ssl.bundle.jks.shop.keystore.location=" + store.toUri(),
				"spring.ssl.bundle.jks.shop.keystore.password=" + PASSWORD,
				"spring.ssl.bundle.jks.shop.truststore.location=" + store.toUri(),
				"spring.ssl.bundle.jks.shop.truststore.password=" + PASSWORD);
	}

	private void whileLogging(Consumer<LogCapture> work) {
		try (LogCapture others = LogCapture.ofAll(); LogCapture log = LogCapture.of("io.rpcboot")) {
			work.accept(log);
			others.print(new PrintWriter(this.printed));
			log.print(new PrintWriter(this.printed));
		}
	}

	private static void awaitRefusal(LogCapture log, String peer) {
		await().untilAsserted(() -> assertThat(log.lines()).anyMatch((line) -> line
			.matches("WARN Closed the connection of " + peer + ": The peer's authkey is another one than ours")));
	}

	private static ApplicationContextRunner runner(String address, String called) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, JacksonAutoConfiguration.class,
					RpcFunctionAutoConfiguration.class, RpcServerAutoConfiguration.class,
					RpcClientAutoConfiguration.class, RpcEndpointAutoConfiguration.class,
					RpcSanitizingAutoConfiguration.class, EnvironmentEndpointAutoConfiguration.class,
					ConfigurationPropertiesReportEndpointAutoConfiguration.class))
			.withBean("functions", Sample.class)
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
						Map.of("RPC_SERVER_AUTHKEYS_REPORTS_0", "base64:" + base64(REPORTS)))))
			.withPropertyValues("management.endpoints.web.exposure.include=*",
					"management.endpoint.env.show-values=always", "management.endpoint.configprops.show-values=always",
					"rpc.server.address=" + address, "rpc.server.authkey=" + COMMON,
					"rpc.server.authkeys.billing[0]=" + NEW, "rpc.server.authkeys.billing[1]=" + OLD,
					"rpc.client.default.address=" + called, "rpc.client.billing.authkey=" + OLD,
					"rpc.client.common.auth_key=" + COMMON, "rpc.client.reports.authkey=base64:" + base64(REPORTS),
					"rpc.client.stranger.authkey=" + UNKNOWN, "rpc.server.zeromq.secret-key=" + SECRET_KEY,
					"rpc.server.zeromq.password=" + PLAIN, "rpc.client.default.zeromq.secretKey=" + SECRET_KEY,
					"rpc.client.default.zeromq.password=" + PLAIN);
	}

	private void work(ApplicationContext context) {
		for (String client : List.of("billing", "common", "reports")) {
			RpcOperations operations = context.getBean(client + "RpcOperations", RpcOperations.class);
			operations.call("who", String.class);
			print(catchThrowable(() -> operations.call("fail", String.class)), RpcRemoteException.class);
			print(catchThrowable(() -> operations.call("missing", String.class)), RpcRemoteException.class);
		}
		print(catchThrowable(
				() -> context.getBean("strangerRpcOperations", RpcOperations.class).call("who", String.class)),
				RpcAuthenticationException.class);
	}

	private void print(Throwable failure, Class<?> type) {
		assertThat(failure).isInstanceOf(type);
		failure.printStackTrace(new PrintWriter(this.printed));
	}

	private void print(ApplicationContext context) {
		JsonMapper mapper = context.getBean(JsonMapper.class);
		for (Object shown : List.of(context.getBean(RpcEndpoint.class).rpc(),
				context.getBean(EnvironmentEndpoint.class).environment(null),
				context.getBean(ConfigurationPropertiesReportEndpoint.class).configurationProperties())) {
			this.printed.append(mapper.writeValueAsString(shown)).append('\n').append(shown.toString());
		}
		for (String name : context.getBeanDefinitionNames()) {
			this.printed.append(context.getBean(name).toString()).append('\n');
		}
		TlsBundles bundles = new TlsBundles(context.getBean(SslBundles.class));
		RpcServerProperties properties = context.getBean(RpcServerProperties.class);
		ServerConfiguration configuration = new ServerConfiguration(properties, context.getBean(MessageHandler.class),
				bundles, false, ServerMonitor.NONE);
		ServerKeys keys = new ServerKeys(properties.getAuthkey(), properties.getAuthkeys());
		this.printed
			.append("%s %s %s %s %s".formatted(configuration, configuration.settings(configuration.addresses().get(0)),
					keys, keys.credentials(), AuthKey.parse(COMMON)));
		Map<String, RpcClientProperties> clients = context.getBean(RpcProperties.class).getClient();
		clients.keySet()
			.stream()
			.map((name) -> ClientConfiguration.of(name, clients))
			.filter((client) -> !client.name().equals("default"))
			.forEach((client) -> this.printed.append("%s %s".formatted(client, client.settings(bundles))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "rpc.server.authkeys.reports[0]=" + NEW, "rpc.server.authkeys.reports[0]=" + COMMON,
			"rpc.server.authkeys.billing[0]=base64:" + NEW, "rpc.server.authkeys.billing[2]=" + OLD,
			"rpc.server.authkeys.Reports[0]=" + OLD, "rpc.server.authkeys.reports.list[0].key=" + OLD,
			"rpc.server.authkeys.reports[1]=" + OLD, "rpc.server.authkeys[0]=" + NEW,
			"rpc.server.authkey.billing=" + NEW, "rpc.server.authkye=" + NEW, "rpc.server.authkey=base64:" + NEW,
			"rpc.client.billing.authkye=" + OLD, "rpc.server.ssl.password=" + PASSWORD,
			"rpc.client.billing.ssl.password=" + PASSWORD })
	void whenAKeyStandsInTheWrongPlaceThenTheReportDoesNotShowIt(String wrong, CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> new SpringApplicationBuilder(StartFailureTests.Application.class,
					RpcClientAutoConfiguration.class)
				.web(WebApplicationType.NONE)
				.properties("spring.main.banner-mode=off", "spring.main.register-shutdown-hook=false",
						"rpc.server.address=0.0.0.0:0", "rpc.server.authkey=" + COMMON,
						"rpc.server.authkeys.billing[0]=" + NEW, "rpc.server.authkeys.billing[1]=" + OLD, wrong)
				.run()
				.close())
			.satisfies((failure) -> failure.printStackTrace(new PrintWriter(this.printed)));
		assertThat(output.toString()).contains("APPLICATION FAILED TO START");
		assertNoSecret(this.printed + output.toString());
	}

	private static void assertNoSecret(String text) {
		String lower = text.toLowerCase(Locale.ROOT);
		assertThat(SECRETS.stream().flatMap(SecretsTests::traces).filter(lower::contains)).isEmpty();
	}

	private static Stream<String> traces(String key) {
		byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
		String numbers = Arrays.toString(bytes);
		Stream<String> parts = IntStream.rangeClosed(0, key.length() - 8).mapToObj((i) -> key.substring(i, i + 8));
		return Stream
			.concat(parts,
					Stream.of(base64(key), base64(key.substring(1)), base64(key.substring(2)),
							HexFormat.of().formatHex(bytes), HexFormat.ofDelimiter(" ").formatHex(bytes),
							numbers.substring(1, numbers.length() - 1)))
			.map((trace) -> trace.toLowerCase(Locale.ROOT).replaceAll("=*$", ""));
	}

	private static String base64(String text) {
		return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Answers and fails.
	 */
	@RpcFunction
	public static class Sample {

		public String who() {
			return "%s at %s".formatted(RpcCallContext.current().principal(), RpcCallContext.current().peer());
		}

		public void fail() {
			throw new IllegalStateException(who());
		}

	}

}
