package io.rpcboot.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.rpcboot.RpcAuthenticationException;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcFunction;
import io.rpcboot.client.RpcOperations;
import io.rpcboot.context.RpcClientFactories;
import io.rpcboot.fixture.Certificates;
import io.rpcboot.fixture.LogCapture;
import io.rpcboot.fixture.ServerRunner;
import io.rpcboot.fixture.SocketClient;
import io.rpcboot.server.RpcServer;
import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.RawPeer;
import io.rpcboot.wire.TcpAddress;
import io.rpcboot.wire.TestTransport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * A server and a client with SSL bundles that go together, and with such that do not.
 */
@Timeout(60)
class TlsTests {

	private static final String PEER = "WARN Closed the connection of 127\\.0\\.0\\.1:\\d+: ";

	private static final String EXPIRED = "The peer's certificate is not valid at this time \\(NotAfter: [^)]*2021\\)";

	private static final String REFUSED = "The peer does not accept our certificate \\((bad_certificate|"
			+ "certificate_unknown|certificate_expired|certificate_required)\\)";

	private final ApplicationContextRunner server = ServerRunner.listening()
		.withBean("calculator", Calculator.class)
		.withPropertyValues("rpc.server.ssl.bundle=server");

	private final ApplicationContextRunner client = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, JacksonAutoConfiguration.class,
				RpcClientAutoConfiguration.class))
		.withPropertyValues("rpc.client.shop.authkey=" + SocketClient.KEY, "rpc.client.shop.timeout=20s",
				"rpc.client.shop.ssl.bundle=client");

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			127.0.0.1 | none |
			localhost | none |
			127.0.0.1 | want |
			127.0.0.1 | want | client
			127.0.0.1 | need | client
			127.0.0.1 | none | client
			""")
	void whenBundlesGoTogetherThenCallsAreAnswered(String host, String clientAuth, String clientCertificate) {
		try (LogCapture log = LogCapture.of(RpcServer.class)) {
			run(this.server.withPropertyValues("rpc.server.ssl.client-auth=" + clientAuth)
				.withPropertyValues(bundle("server", "server", "authority")), host,
					this.client.withPropertyValues(bundle("client", clientCertificate, "authority")),
					(shop) -> assertThat(add(shop)).isEqualTo(5));
			assertThat(log.lines()).noneMatch((line) -> line.startsWith("WARN"));
		}
	}

	@Test
	void whenThreadsAreVirtualThenCallsAreAnswered() {
		String threads = "spring.threads.virtual.enabled=true";
		run(this.server.withPropertyValues(threads).withPropertyValues(bundle("server", "server", "authority")),
				"127.0.0.1",
				this.client.withPropertyValues(threads).withPropertyValues(bundle("client", null, "authority")),
				(shop) -> assertThat(add(shop)).isEqualTo(5));
	}

	static Stream<Arguments> bundlesThatDoNotGoTogether() {
		return Stream.of(
				mismatch("the client has no certificate", new Certification("server", "need", null, "authority"),
						REFUSED + "; correct the key store of rpc\\.client\\.shop\\.ssl\\.bundle, which may have none",
						"The peer has no certificate, for which rpc\\.server\\.ssl\\.client-auth asks"),
				mismatch("the client's certificate has expired",
						new Certification("server", "need", "expired", "authority"),
						REFUSED + "; correct the key store of rpc\\.client\\.shop\\.ssl\\.bundle, which may have none",
						EXPIRED),
				mismatch("the client does not trust the server", new Certification("server", "none", null, "other"),
						"The peer's certificate is not trusted \\(unable to find valid certification path to requested "
								+ "target\\); correct the trust store of rpc\\.client\\.shop\\.ssl\\.bundle",
						REFUSED + "; see rpc\\.server\\.ssl\\.bundle"),
				mismatch("the server is another one", new Certification("other", "none", null, "authority"),
						"The peer's certificate does not fit \\(No subject alternative names matching IP address "
								+ "127\\.0\\.0\\.1 found\\); correct rpc\\.client\\.shop\\.address, or have a certificate "
								+ "made for the host that it names",
						REFUSED + "; see rpc\\.server\\.ssl\\.bundle"),
				mismatch("the server's certificate has expired",
						new Certification("expired", "none", null, "authority"),
						EXPIRED + "; the program needs a new one", REFUSED + "; see rpc\\.server\\.ssl\\.bundle"));
	}

	private static Arguments mismatch(String name, Certification certification, String toTheCaller, String inTheLog) {
		return Arguments.of(name, certification, "shop\\.add\\(\\) at 127\\.0\\.0\\.1:\\d+: " + toTheCaller,
				PEER + inTheLog);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("bundlesThatDoNotGoTogether")
	void whenBundlesDoNotGoTogetherThenBothSidesTellWhy(String name, Certification certification, String toTheCaller,
			String inTheLog) {
		try (LogCapture log = LogCapture.of(RpcServer.class)) {
			run(this.server.withPropertyValues("rpc.server.ssl.client-auth=" + certification.clientAuth())
				.withPropertyValues(bundle("server", certification.server(), "authority")), "127.0.0.1",
					this.client
						.withPropertyValues(bundle("client", certification.client(), certification.trustedByClient())),
					(shop) -> assertFails(RpcAuthenticationException.class, toTheCaller, shop));
			assertWarnedOnce(log, inTheLog);
		}
	}

	@Test
	void whenTheAddressHasANameThenTheCertificateIsForIt() {
		run(this.server.withPropertyValues(bundle("server", "other", "authority")), "localhost",
				this.client.withPropertyValues(bundle("client", null, "authority")),
				(shop) -> assertFails(RpcAuthenticationException.class,
						"shop\\.add\\(\\) at localhost:\\d+: The peer's certificate does not fit \\(No subject alternative "
								+ "DNS name matching localhost found\\.\\); correct rpc\\.client\\.shop\\.address, or have "
								+ "a certificate made for the host that it names",
						shop));
	}

	@Test
	void whenThereIsNoCommonVersionThenBothSidesTellIt() {
		try (LogCapture log = LogCapture.of(RpcServer.class)) {
			run(this.server.withPropertyValues(bundle("server", "server", "authority"))
				.withPropertyValues("spring.ssl.bundle.pem.server.options.enabled-protocols=TLSv1.2"), "127.0.0.1",
					this.client.withPropertyValues(bundle("client", null, "authority"))
						.withPropertyValues("spring.ssl.bundle.pem.client.options.enabled-protocols=TLSv1.3"),
					(shop) -> assertFails(RpcAuthenticationException.class,
							"shop\\.add\\(\\) at 127\\.0\\.0\\.1:\\d+: TLS's handshake failed \\(Received fatal alert: "
									+ "protocol_version\\); see rpc\\.client\\.shop\\.ssl\\.bundle",
							shop));
			assertWarnedOnce(log, PEER + "TLS's handshake failed \\(The client supported protocol versions .*\\); see "
					+ "rpc\\.server\\.ssl\\.bundle");
		}
	}

	@Test
	void whenTheServerDoesNotSpeakTlsThenBothSidesTellIt() {
		try (LogCapture log = LogCapture.of(RpcServer.class)) {
			run(this.server.withPropertyValues("rpc.server.ssl.bundle="), "127.0.0.1",
					this.client.withPropertyValues(bundle("client", null, "authority")),
					(shop) -> assertFails(RpcAuthenticationException.class,
							"shop\\.add\\(\\) at 127\\.0\\.0\\.1:\\d+: The peer does not speak TLS; correct "
									+ "rpc\\.client\\.shop\\.address, or remove rpc\\.client\\.shop\\.ssl\\.bundle",
							shop));
			assertWarnedOnce(log, PEER + "The peer speaks TLS, which is not configured here");
		}
	}

	@Test
	void whenAClientDoesNotSpeakTlsAndWaitsThenTheLogTellsIt() {
		try (LogCapture log = LogCapture.of(RpcServer.class)) {
			run(this.server.withPropertyValues("rpc.server.handshake-timeout=200ms")
				.withPropertyValues(bundle("server", "server", "authority")), "127.0.0.1",
					this.client.withPropertyValues("rpc.client.shop.ssl.bundle=", "rpc.client.shop.timeout=3s"),
					(shop) -> assertFails(RpcConnectionException.class,
							"shop\\.add\\(\\) at 127\\.0\\.0\\.1:\\d+: The peer closed the connection during the handshake",
							shop));
			assertWarnedOnce(log,
					PEER + "the handshake took longer than 200 ms \\(rpc\\.server\\.handshake-timeout\\); "
							+ "the peer may not speak TLS, which rpc\\.server\\.ssl\\.bundle asks for");
		}
	}

	@ParameterizedTest
	@CsvSource({ "00000022800495, a call without a key", "474554202f20485454502f312e310d0a0d0a, HTTP" })
	void whenAClientDoesNotSpeakTlsAndTalksThenTheLogTellsIt(String bytes, String what) {
		try (LogCapture log = LogCapture.of(RpcServer.class)) {
			this.server.withPropertyValues(bundle("server", "server", "authority")).run((context) -> {
				TcpAddress address = new TcpAddress("127.0.0.1", SocketClient.port(context));
				try (RawPeer peer = TestTransport.TCP.connect(address)) {
					peer.send(Bytes.hex(bytes));
					peer.awaitEnd();
				}
				await().untilAsserted(() -> assertWarnedOnce(log,
						PEER + "The peer does not speak TLS, which rpc\\.server\\.ssl\\.bundle asks for"));
			});
		}
	}

	@Test
	void whenTheServersBundleIsReloadedThenNewConnectionsUseIt() throws IOException {
		copy("other", "server");
		run(this.server.withPropertyValues(watchedBundle("server")), "127.0.0.1",
				this.client.withPropertyValues(bundle("client", null, "authority")), (shop) -> {
					assertThat(catchThrowableOfType(RpcException.class, () -> add(shop)))
						.hasMessageContaining("The peer's certificate does not fit");
					copy("server", "server");
					await().ignoreExceptionsInstanceOf(RpcException.class)
						.untilAsserted(() -> assertThat(add(shop)).isEqualTo(5));
				});
	}

	@Test
	void whenTheClientsBundleIsReloadedThenNewConnectionsUseIt() throws IOException {
		copy("expired", "client");
		run(this.server.withPropertyValues("rpc.server.ssl.client-auth=need")
			.withPropertyValues(bundle("server", "server", "authority")), "127.0.0.1",
				this.client.withPropertyValues(watchedBundle("client")), (shop) -> {
					assertThat(catchThrowableOfType(RpcException.class, () -> add(shop)))
						.hasMessageContaining("The peer does not accept our certificate");
					copy("client", "client");
					await().ignoreExceptionsInstanceOf(RpcException.class)
						.untilAsserted(() -> assertThat(add(shop)).isEqualTo(5));
				});
	}

	private String[] watchedBundle(String bundle) {
		String prefix = "spring.ssl.bundle.pem." + bundle;
		return new String[] { "spring.ssl.bundle.watch.file.quiet-period=10ms", prefix + ".reload-on-update=true",
				prefix + ".keystore.certificate=" + this.directory.resolve(bundle + ".crt").toUri(),
				prefix + ".keystore.private-key=" + this.directory.resolve(bundle + ".key").toUri(),
				prefix + ".truststore.certificate=" + Certificates.certificate("authority").toUri() };
	}

	private void copy(String name, String bundle) {
		try {
			for (Path file : List.of(Certificates.key(name), Certificates.certificate(name))) {
				String type = file.toString().substring(file.toString().length() - ".key".length());
				// written elsewhere first: the file must not be read half
				Path written = Files.copy(file, this.directory.resolve("new"));
				Files.move(written, this.directory.resolve(bundle + type), StandardCopyOption.ATOMIC_MOVE);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String[] bundle(String bundle, @Nullable String certificate, String trusted) {
		String prefix = "spring.ssl.bundle.pem." + bundle;
		String trust = prefix + ".truststore.certificate=" + Certificates.certificate(trusted).toUri();
		return (certificate != null)
				? new String[] { trust,
						prefix + ".keystore.certificate=" + Certificates.certificate(certificate).toUri(),
						prefix + ".keystore.private-key=" + Certificates.key(certificate).toUri() }
				: new String[] { trust };
	}

	private static void run(ApplicationContextRunner server, String host, ApplicationContextRunner client,
			Consumer<RpcOperations> calls) {
		server.run((running) -> client
			.withPropertyValues("rpc.client.shop.address=" + host + ":" + SocketClient.port(running))
			.run((context) -> calls.accept(context.getBean(RpcClientFactories.class).get("shop").operations())));
	}

	private static Integer add(RpcOperations shop) {
		return shop.call("add", Integer.class, 2, 3);
	}

	private static void assertFails(Class<? extends RpcException> type, String message, RpcOperations shop) {
		RpcException failure = catchThrowableOfType(RpcException.class, () -> add(shop));
		assertThat(failure).isExactlyInstanceOf(type);
		assertThat(failure.getMessage()).matches(message);
	}

	private static void assertWarnedOnce(LogCapture log, String line) {
		await().untilAsserted(() -> assertThat(log.lines()).filteredOn((logged) -> logged.startsWith("WARN"))
			.singleElement()
			.asString()
			.matches(line));
	}

	/**
	 * Who has which certificate, and whether the server asks for that of the client.
	 */
	record Certification(String server, String clientAuth, @Nullable String client, String trustedByClient) {

	}

	public static class Calculator {

		@RpcFunction
		public int add(int x, int y) {
			return x + y;
		}

	}

}
