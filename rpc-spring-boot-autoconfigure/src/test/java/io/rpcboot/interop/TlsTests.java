package io.rpcboot.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import io.rpcboot.RpcAuthenticationException;
import io.rpcboot.client.ClientSettings.Pool;
import io.rpcboot.client.Clients;
import io.rpcboot.client.RpcClientFactory;
import io.rpcboot.client.RpcOperations;
import io.rpcboot.fixture.Certificates;
import io.rpcboot.fixture.LogCapture;
import io.rpcboot.server.RpcServer;
import io.rpcboot.wire.Address;
import io.rpcboot.wire.AuthKey;
import io.rpcboot.wire.Handshake;
import io.rpcboot.wire.Security;
import io.rpcboot.wire.TcpAddress;
import io.rpcboot.wire.Tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * Calls over TLS, in both directions, of Python programs that put it below the stock
 * frames and handshake. Those of Python 2.7 are written in C and cannot be moved.
 */
class TlsTests {

	private static final String SCRIPT = "tls_peer.py";

	@WithEveryPython
	void pythonCalls(Interpreter python) {
		assumeFalse(python.isPython2());
		try (TestServer server = start(false)) {
			Transcript.replay(python, SCRIPT,
					List.of("call", server.port(), TestServer.AUTHKEY, Certificates.certificate("authority")), """
							>>> connect(port, b'another', *credentials)
							AuthenticationError: digest sent was rejected
							>>> connection = connect(port, authkey, *credentials)
							>>> connection.secured.version() in ('TLSv1.2', 'TLSv1.3')
							true
							>>> call(connection, 'add', 2, 3)
							5
							>>> call(connection, 'add', 2)
							TypeError: add() missing 1 required positional argument: 'y'
							>>> [len(call(connection, 'echo', 'x' * size)) for size in (0, 16379, 16390, 300000)]
							[0, 16379, 16390, 300000]
							""");
		}
	}

	@WithEveryPython
	void pythonCallsWithACertificateOfItsOwn(Interpreter python) {
		assumeFalse(python.isPython2());
		try (TestServer server = start(true)) {
			Transcript.replay(python, SCRIPT,
					List.of("call", server.port(), TestServer.AUTHKEY, Certificates.certificate("authority"),
							Certificates.certificate("client"), Certificates.key("client")),
					"""
							>>> call(connect(port, authkey, *credentials), 'add', 2, 3)
							5
							""");
		}
	}

	@WithEveryPython
	void aCertificateThatTheServerDoesNotTrustIsTold(Interpreter python) {
		assumeFalse(python.isPython2());
		SSLContext context = Certificates.context("server", "other");
		SSLParameters parameters = new SSLParameters();
		parameters.setNeedClientAuth(true);
		try (LogCapture log = LogCapture.of(RpcServer.class);
				TestServer server = start(() -> new Tls(context, parameters))) {
			Transcript.replay(python, SCRIPT,
					List.of("call", server.port(), TestServer.AUTHKEY, Certificates.certificate("authority"),
							Certificates.certificate("client"), Certificates.key("client")),
					"""
							>>> type(raised(connect, port, authkey, *credentials)).__name__
							"SSLError"
							""");
			await().untilAsserted(() -> assertThat(log.lines()).singleElement()
				.asString()
				.matches("WARN Closed the connection of 127\\.0\\.0\\.1:\\d+: The peer's certificate is not trusted "
						+ "\\(unable to find valid certification path to requested target\\); the trust store of "
						+ "rpc\\.server\\.ssl\\.bundle decides"));
		}
	}

	@WithEveryPython
	void pythonIsCalled(Interpreter python) {
		assumeFalse(python.isPython2());
		try (PythonServer server = serve(python, Certificates.certificate("server"), Certificates.key("server"));
				RpcClientFactory factory = client(Certificates.context(null), server.address())) {
			RpcOperations operations = factory.operations();
			assertThat(operations.call("add", Integer.class, 2, 3)).isEqualTo(5);
			for (int size : new int[] { 0, 16_379, 16_390, 300_000 }) {
				assertThat(operations.call("echo", String.class, "x".repeat(size))).isEqualTo("x".repeat(size));
			}
		}
	}

	@WithEveryPython
	void pythonIsCalledAndAsksForACertificate(Interpreter python) {
		assumeFalse(python.isPython2());
		try (PythonServer server = serve(python, Certificates.certificate("server"), Certificates.key("server"),
				Certificates.certificate("authority"));
				RpcClientFactory good = client(Certificates.context("client"), server.address());
				RpcClientFactory bad = client(Certificates.context(null), server.address())) {
			assertThat(good.operations().call("add", Integer.class, 2, 3)).isEqualTo(5);
			assertThatExceptionOfType(RpcAuthenticationException.class)
				.isThrownBy(() -> bad.operations().call("add", Integer.class, 2, 3))
				.withMessage(
						"orders.add() at %s: The peer does not accept our certificate (certificate_required); correct "
								+ "the key store of rpc.client.orders.ssl.bundle, which may have none",
						server.address());
			server.process().await(Pattern.compile("SSLError"));
		}
	}

	@WithEveryPython
	void pythonHasACertificateOfAnotherHost(Interpreter python) {
		assumeFalse(python.isPython2());
		try (PythonServer server = serve(python, Certificates.certificate("other"), Certificates.key("other"));
				RpcClientFactory factory = client(Certificates.context(null), server.address())) {
			assertThatExceptionOfType(RpcAuthenticationException.class)
				.isThrownBy(() -> factory.operations().call("add", Integer.class, 2, 3))
				.withMessage("orders.add() at %s: The peer's certificate does not fit (No subject alternative names "
						+ "matching IP address 127.0.0.1 found); correct rpc.client.orders.address, or have a "
						+ "certificate made for the host that it names", server.address());
			server.process().await(Pattern.compile("SSLError"));
		}
	}

	@WithEveryPython
	void pythonDoesNotSpeakTls(Interpreter python) {
		try (PythonServer server = PythonServer.start(python, "article_server.py");
				RpcClientFactory factory = client(Certificates.context(null), server.address())) {
			assertThatExceptionOfType(RpcAuthenticationException.class)
				.isThrownBy(() -> factory.operations().call("add", Integer.class, 2, 3))
				.withMessage("orders.add() at %s: The peer does not speak TLS; correct rpc.client.orders.address, or "
						+ "remove rpc.client.orders.ssl.bundle", server.address());
		}
	}

	private static TestServer start(boolean clientAuth) {
		SSLContext context = Certificates.context("server");
		SSLParameters parameters = new SSLParameters();
		parameters.setNeedClientAuth(clientAuth);
		return start(() -> new Tls(context, parameters));
	}

	private static TestServer start(Supplier<Tls> tls) {
		return TestServer.start(new TcpAddress("127.0.0.1", 0), tls);
	}

	private static PythonServer serve(Interpreter python, Object... certificates) {
		List<Object> arguments = new ArrayList<>(List.of("serve", TestServer.AUTHKEY));
		arguments.addAll(List.of(certificates));
		return PythonServer.run(python, SCRIPT, arguments);
	}

	private static RpcClientFactory client(SSLContext context, Address server) {
		Security security = new Security(new Handshake(AuthKey.parse(TestServer.AUTHKEY), true),
				() -> new Tls(context, new SSLParameters()));
		return Clients.factory(Duration.ofSeconds(5), Pool.DEFAULT, security, List.of(server));
	}

}
