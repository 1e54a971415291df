package io.rpcboot.autoconfigure;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import io.rpcboot.RpcFunction;
import io.rpcboot.fixture.Certificates;
import io.rpcboot.fixture.LogCapture;
import io.rpcboot.fixture.ServerRunner;
import io.rpcboot.fixture.SocketClient;
import io.rpcboot.wire.RawListener;
import io.rpcboot.wire.TestTransport;
import io.rpcboot.wire.UnixAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What a user reads when the application does not start because of the server.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTests {

	private static final String SET_ADDRESS = "Set rpc.server.address to host and port, or to unix: and a path. "
			+ "127.0.0.1:17000 is reachable from this machine only, 0.0.0.0:17000 from outside too.";

	@TempDir
	private Path directory;

	private final ApplicationContextRunner runner = ServerRunner.listening().withBean("greeter", Greeter.class);

	@Test
	void whenThereAreFunctionsButNoAddressThenTheReportShowsTheLinesToAdd(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(Greeter.class));
		assertThat(report(output)).isEqualToNormalizingNewlines("""
				***************************
				APPLICATION FAILED TO START
				***************************

				Description:

				There are functions to be called (@RpcFunction), but no address to listen on.

				Action:

				Set the address, and the key that callers have to know:

				\trpc:
				\t  server:
				\t    address: 127.0.0.1:17000
				\t    authkey: "..."

				or set rpc.server.enabled to false.""");
	}

	@Test
	void whenTwoBeansHaveAFunctionOfOneNameThenTheReportNamesThem(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(TwoGreeters.class, "--rpc.server.address=127.0.0.1:0"));
		assertThat(report(output)).isEqualToNormalizingNewlines("""
				***************************
				APPLICATION FAILED TO START
				***************************

				Description:

				Two functions have the name 'hello':

				\t- bean 'first' (io.rpcboot.autoconfigure.StartFailureTests$Greeter.hello)
				\t- bean 'second' (io.rpcboot.autoconfigure.StartFailureTests$Greeter.hello)

				Action:

				Give one of them another name, with @RpcFunction("...") on its method or as a prefix on its type.""");
	}

	@Test
	void whenThereIsNoKeyThenTheReportShowsTheLinesToAdd() {
		analyze(this.runner.withPropertyValues("rpc.server.authkey="), "The RPC server has no authkey.", """
				Set the key that callers have to know, in quotes:

				\trpc:
				\t  server:
				\t    address: 127.0.0.1:17000
				\t    authkey: "..."

				or, on a loopback address or a Unix socket only, set rpc.server.authentication to none.""");
	}

	@Test
	void whenAuthenticationIsNoneOnALoopbackAddressThenNoKeyIsNeeded() {
		try (LogCapture log = LogCapture.of("io.rpcboot")) {
			this.runner.withPropertyValues("rpc.server.authentication=none", "rpc.server.authkey=").run((context) -> {
				try (SocketClient client = SocketClient.open(SocketClient.port(context))) {
					assertThat(client.call("[\"hello\", [], {}]")).isEqualTo("\"hello\"");
				}
				assertThat(log.lines()).noneMatch((line) -> line.startsWith("WARN"));
			});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.0.0.0:0", "192.0.2.1:0", "unknown.invalid:0" })
	void whenAuthenticationIsNoneElsewhereThenTheStartIsStopped(String address) {
		analyze(this.runner.withPropertyValues("rpc.server.authentication=none", "rpc.server.address=" + address),
				"rpc.server.authentication is none, and " + address + " can be reached from outside.",
				"Set rpc.server.authkey and remove rpc.server.authentication, or listen on a loopback address such as "
						+ "127.0.0.1:17000 or on a Unix socket.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			17000             | expected host:port, such as 127.0.0.1:17000, or unix: and a path
			:17000            | expected host:port, such as 127.0.0.1:17000, or unix: and a path
			0.0.0.0           | expected host:port, such as 127.0.0.1:17000, or unix: and a path
			localhost         | expected host:port, such as 127.0.0.1:17000, or unix: and a path
			::1:17000         | an IPv6 address stands in brackets, such as [::1]:17000
			localhost:        | the port is a number from 0 to 65535
			localhost:web     | the port is a number from 0 to 65535
			localhost:65536   | the port is a number from 0 to 65535
			localhost:-1      | the port is a number from 0 to 65535
			unix:app.sock     | expected unix: and an absolute path, such as unix:/run/app.sock
			unix:/            | expected unix: and an absolute path, such as unix:/run/app.sock
			""")
	void whenAddressCannotBeReadThenTheReportTellsItsForm(String address, String expected) {
		analyze(this.runner.withPropertyValues("rpc.server.address=" + address),
				"The value of rpc.server.address is invalid: '" + address + "' is not an address: " + expected + ".",
				SET_ADDRESS);
	}

	@Test
	void whenPortIsInUseThenTheReportTellsIt() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			int port = taken.getLocalPort();
			analyze(this.runner.withPropertyValues("rpc.server.address=127.0.0.1:" + port),
					"The RPC server cannot listen on 127.0.0.1:%d: the port is in use.".formatted(port),
					("Stop the process that listens on 127.0.0.1:%d, or set rpc.server.address to another port "
							+ "(port 0 picks a free one).")
						.formatted(port));
		}
	}

	@Test
	void whenHostIsUnknownThenTheReportTellsIt() {
		analyze(this.runner.withPropertyValues("rpc.server.address=unknown.invalid:17000"),
				"The RPC server cannot listen on unknown.invalid:17000: the host is not known.",
				"Set rpc.server.address to a host that can be resolved, such as 127.0.0.1:17000.");
	}

	@Test
	void whenAddressIsThatOfAnotherMachineThenTheReportTellsIt() {
		analyze(this.runner.withPropertyValues("rpc.server.address=192.0.2.1:0"),
				"The RPC server cannot listen on 192.0.2.1:0: it is not an address of this machine.",
				"Set rpc.server.address to an address of this machine, such as 127.0.0.1:17000.");
	}

	@Test
	void whenAPathIsTooLongForASocketThenTheReportTellsHowLongItMayBe() {
		String path = "/" + "x".repeat(200);
		analyze(this.runner.withPropertyValues("rpc.server.address=unix:" + path),
				"The value of rpc.server.address is invalid: 'unix:" + path
						+ "' is not an address: the path has 201 bytes, that of a socket has 106 at most.",
				SET_ADDRESS);
	}

	@Test
	void whenAnotherProgramListensOnTheSocketThenTheReportTellsIt() throws Exception {
		UnixAddress address = new UnixAddress(this.directory.resolve("app.sock"));
		try (RawListener other = TestTransport.UNIX.listen(address)) {
			analyze(this.runner.withPropertyValues("rpc.server.address=" + other.address()),
					"The RPC server cannot listen on %s: another program listens there.".formatted(address),
					"Stop the program that listens there, or set rpc.server.address to another path.");
		}
	}

	@Test
	void whenThereIsAFileThatIsNoSocketThenTheReportTellsIt() throws Exception {
		Path file = Files.createFile(this.directory.resolve("app.sock"));
		analyze(this.runner.withPropertyValues("rpc.server.address=unix:" + file),
				"The RPC server cannot listen on unix:%s: there is a file that is no socket.".formatted(file),
				"Set rpc.server.address to another path, or remove the file if nobody needs it.");
	}

	@Test
	void whenTheSocketsDirectoryDoesNotExistThenTheReportTellsIt() {
		Path path = this.directory.resolve("run/app.sock");
		analyze(this.runner.withPropertyValues("rpc.server.address=unix:" + path),
				"The RPC server cannot listen on unix:%s: its directory does not exist.".formatted(path),
				"Create the directory, or set rpc.server.address to a path in another one.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0660", "432", "rw-", "rw-rw----x" })
	void whenPermissionsCannotBeReadThenTheReportTellsTheirForm(String permissions) {
		analyze(this.runner.withPropertyValues("rpc.server.socket-permissions=" + permissions),
				"The value of rpc.server.socket-permissions is invalid: '" + permissions + "' are no permissions.",
				"Set rpc.server.socket-permissions to nine characters, such as rw-rw---- for the owner and the group.");
	}

	@Test
	void whenThereIsNoSuchBundleThenTheReportTellsWhereToDefineIt() {
		analyze(this.runner.withPropertyValues("rpc.server.ssl.bundle=shop"),
				"There is no SSL bundle 'shop', which rpc.server.ssl.bundle names.",
				"Define spring.ssl.bundle.pem.shop or spring.ssl.bundle.jks.shop, or correct rpc.server.ssl.bundle.");
	}

	@Test
	void whenTheBundleHasNoCertificateThenTheReportTellsThatAServerNeedsOne() {
		analyze(this.runner.withPropertyValues("rpc.server.ssl.bundle=shop",
				"spring.ssl.bundle.pem.shop.truststore.certificate=" + Certificates.certificate("authority").toUri()),
				"The SSL bundle 'shop' of rpc.server.ssl.bundle has no key store, which a server needs.",
				"Add a certificate and its key to the bundle, or set rpc.server.ssl.bundle to another one.");
	}

	@Test
	void whenTheBundleCannotBeUsedThenTheReportTellsWhy() throws Exception {
		SSLEngine engine = SSLContext.getDefault().createSSLEngine();
		// in the words of this JDK
		String problem = catchThrowable(() -> engine.setEnabledProtocols(new String[] { "TLSv9" })).getMessage();
		analyze(this.runner.withPropertyValues("rpc.server.ssl.bundle=shop",
				"spring.ssl.bundle.pem.shop.keystore.certificate=" + Certificates.certificate("server").toUri(),
				"spring.ssl.bundle.pem.shop.keystore.private-key=" + Certificates.key("server").toUri(),
				"spring.ssl.bundle.pem.shop.options.enabled-protocols=TLSv9"),
				"The SSL bundle 'shop' of rpc.server.ssl.bundle cannot be used: " + problem,
				"Correct the bundle, or set rpc.server.ssl.bundle to another one.");
	}

	@Test
	void whenAUnixSocketIsToBeEncryptedThenTheStartIsStopped() {
		Path path = this.directory.resolve("app.sock");
		analyze(this.runner.withPropertyValues("rpc.server.address=unix:" + path, "rpc.server.ssl.bundle=shop",
				"spring.ssl.bundle.pem.shop.keystore.certificate=" + Certificates.certificate("server").toUri(),
				"spring.ssl.bundle.pem.shop.keystore.private-key=" + Certificates.key("server").toUri()),
				"rpc.server.ssl.bundle is set, and unix:%s is a Unix socket, which is not encrypted.".formatted(path),
				"Remove rpc.server.ssl.bundle, or set rpc.server.address to host and port.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			base64:%%%   | The authkey begins with 'base64:' but is not valid Base64
			base64:      | The authkey is empty
			""")
	void whenKeyCannotBeReadThenTheReportDoesNotRepeatIt(String key, String problem) {
		analyze(this.runner.withPropertyValues("rpc.server.authkey=" + key),
				"The value of rpc.server.authkey is invalid: " + problem + ".",
				"Set rpc.server.authkey to a text, or to 'base64:' and the key's bytes in Base64.");
	}

	@ParameterizedTest
	@CsvSource({ "0B, 0B", "-1B, -1B", "2GB, 2147483648B", "1073741825B, 1073741825B" })
	void whenMessageSizeIsOutOfRangeThenTheReportTellsTheRange(String size, String shown) {
		analyze(this.runner.withPropertyValues("rpc.server.max-message-size=" + size),
				"The value of rpc.server.max-message-size is invalid: " + shown + " is not between 1 byte and 1 GB.",
				"Set rpc.server.max-message-size to a size such as 64MB.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			max-connections                 | 0    | 0    | a number such as 100
			max-unauthenticated-connections | -1   | -1   | a number such as 100
			max-calls-per-connection        | 0    | 0    | a number such as 100
			handshake-timeout               | 0s   | 0ms  | a duration such as 5s
			read-timeout                    | -1ms | -1ms | a duration such as 5s
			write-timeout                   | 0ms  | 0ms  | a duration such as 5s
			""")
	void whenALimitIsNotPositiveThenTheReportTellsWhich(String property, String value, String shown, String example) {
		analyze(this.runner.withPropertyValues("rpc.server." + property + "=" + value),
				"The value of rpc.server.%s is invalid: %s is not positive.".formatted(property, shown),
				"Set rpc.server.%s to %s, or leave it out.".formatted(property, example));
	}

	@ParameterizedTest
	@CsvSource({ "trace-id, is no name", "from, is a keyword" })
	void whenTheTraceKeywordCannotBeAParameterThenTheReportTellsWhatCan(String keyword, String problem) {
		analyze(this.runner.withPropertyValues("rpc.server.trace-keyword=" + keyword),
				"The value of rpc.server.trace-keyword is invalid: '%s' %s in Python.".formatted(keyword, problem),
				"Set rpc.server.trace-keyword to the name of a parameter, such as traceparent (letters, digits and _, "
						+ "no digit first, and none of Python's keywords), or leave it out.");
	}

	@Test
	void whenNoFormatIsAcceptedThenTheReportSaysSo() {
		analyze(this.runner.withPropertyValues("rpc.server.formats="), "rpc.server.formats is empty.",
				"Name at least one of its values, or leave it out.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			rpc.server.error.include-stack | Below rpc.server.error there are: include-message, include-stacktrace.
			rpc.json.nesting               | Below rpc.json there are: max-nesting, strict.
			""")
	void whenAPropertyIsMisspeltThenTheReportNamesThoseThatThereAreButNotTheValue(String property, String others) {
		analyze(this.runner.withPropertyValues(property + "=secret"),
				"There is no property %1$s (origin: \"%1$s\" from property source \"test\").".formatted(property),
				"Correct or remove it. " + others);
	}

	private static void analyze(ApplicationContextRunner runner, String description, String action) {
		runner.run((context) -> {
			FailureAnalysis analysis = Stream
				.of(new AddressBindFailureAnalyzer(), new DuplicateFunctionFailureAnalyzer(),
						new InvalidRpcConfigurationFailureAnalyzer())
				.map((analyzer) -> analyzer.analyze(context.getStartupFailure()))
				.filter(Objects::nonNull)
				.findFirst()
				.orElseThrow();
			assertThat(analysis.getDescription()).isEqualToNormalizingNewlines(description);
			assertThat(analysis.getAction()).isEqualToNormalizingNewlines(action);
		});
	}

	private static void run(Class<?> beans, String... arguments) {
		new SpringApplicationBuilder(Application.class, beans).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "spring.main.register-shutdown-hook=false")
			.run(arguments)
			.close();
	}

	private static String report(CapturedOutput output) {
		return output.toString().substring(output.toString().indexOf("***")).strip();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ JacksonAutoConfiguration.class, RpcFunctionAutoConfiguration.class,
			RpcServerAutoConfiguration.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoGreeters {

		@Bean
		Greeter second() {
			return new Greeter();
		}

		@Bean
		Greeter first() {
			return new Greeter();
		}

	}

	public static class Greeter {

		@RpcFunction
		public String hello() {
			return "hello";
		}

	}

}
