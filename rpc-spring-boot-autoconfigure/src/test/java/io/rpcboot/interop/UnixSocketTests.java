package io.rpcboot.interop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.rpcboot.RpcConnectionException;
import io.rpcboot.client.ClientSettings.Pool;
import io.rpcboot.client.Clients;
import io.rpcboot.client.RpcClientFactory;
import io.rpcboot.client.RpcOperations;
import io.rpcboot.wire.AuthKey;
import io.rpcboot.wire.Handshake;
import io.rpcboot.wire.Security;
import io.rpcboot.wire.UnixAddress;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Calls over Unix sockets, in both directions.
 */
class UnixSocketTests {

	private static final Security SECURITY = Security.of(new Handshake(AuthKey.parse(TestServer.AUTHKEY), true));

	@TempDir
	private Path directory;

	@WithEveryPython
	void pythonCalls(Interpreter python) {
		try (TestServer server = TestServer.start(new UnixAddress(this.directory.resolve("app.sock")), null)) {
			Transcript.replay(python, "client.py", server, """
					>>> connect(address, b'another')
					AuthenticationError: digest sent was rejected
					>>> server = connect(address, authkey)
					>>> server.add(2, 3)
					5
					>>> [len(server.echo('x' * size)) for size in (0, 16379, 16390, 300000)]
					[0, 16379, 16390, 300000]
					>>> crowd(4, 50)
					200
					""");
		}
		assertThat(this.directory).isEmptyDirectory();
	}

	@WithEveryPython
	void pythonIsCalled(Interpreter python) {
		Path path = this.directory.resolve("worker.sock");
		try (PythonServer server = PythonServer.start(python, "article_server.py", path);
				RpcClientFactory factory = Clients.factory(Duration.ofSeconds(1), Pool.DEFAULT, SECURITY,
						List.of(server.address()))) {
			RpcOperations operations = factory.operations();
			assertThat(operations.call("add", Integer.class, 2, 3)).isEqualTo(5);
			for (int size : new int[] { 0, 16_379, 16_390, 300_000 }) {
				assertThat(operations.call("echo", String.class, "x".repeat(size))).isEqualTo("x".repeat(size));
			}
			server.process().close();
			assertThatExceptionOfType(RpcConnectionException.class)
				.isThrownBy(() -> operations.call("add", Integer.class, 2, 3))
				.withMessage(
						"orders.add() at unix:%s: nothing listens there (Connection refused); start the program, or "
								+ "correct rpc.client.orders.address",
						path);
		}
	}

}
