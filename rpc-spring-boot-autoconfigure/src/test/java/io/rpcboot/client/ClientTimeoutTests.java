package io.rpcboot.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.rpcboot.Executed;
import io.rpcboot.RpcException;
import io.rpcboot.RpcTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests of waits that are neither for a connection of the pool nor for a reply.
 */
@Timeout(60)
class ClientTimeoutTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	@Test
	void whenTheProgramAcceptsNoMoreThenConnectingEnds() throws Exception {
		List<Socket> others = new ArrayList<>();
		try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				RpcClientFactory factory = Clients.factory(SECOND,
						new ClientSettings.Pool(1, 1, Duration.ofMillis(300), SECOND, SECOND), ScriptedPeer.KEY,
						full.getLocalPort())) {
			fill(full, others);
			assertFails(factory, "x",
					"no connection within 300 ms (rpc.client.orders.pool.connect-timeout): the host does "
							+ "not answer, or the program accepts no more",
					Executed.NO, full.getLocalPort());
		}
		finally {
			for (Socket other : others) {
				other.close();
			}
		}
	}

	private static void fill(ServerSocket full, List<Socket> others) throws Exception {
		while (others.size() < 100) {
			Socket other = new Socket();
			others.add(other);
			try {
				other.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()), 300);
			}
			catch (SocketTimeoutException ex) {
				return;
			}
		}
	}

	@Test
	void whenTheProgramDoesNotReadThenSendingEnds() throws Exception {
		CountDownLatch released = new CountDownLatch(1);
		try (ScriptedPeer peer = new ScriptedPeer((connection) -> {
			connection.admit(ScriptedPeer.KEY);
			released.await();
		}); RpcClientFactory factory = Clients.factory(SECOND, peer.port())) {
			// far more than what the buffers of two sockets hold
			assertFails(factory, "x".repeat(32 * 1024 * 1024), "no reply within 1000 ms (rpc.client.orders.timeout)",
					Executed.UNKNOWN, peer.port());
			assertThat(factory.state().addresses().get(0).calls()).isZero();
			released.countDown();
		}
	}

	private static void assertFails(RpcClientFactory factory, String argument, String problem, Executed executed,
			int port) {
		RpcException failure = catchThrowableOfType(RpcException.class,
				() -> factory.operations().call("echo", String.class, argument));
		assertThat(failure).isExactlyInstanceOf(RpcTimeoutException.class)
			.hasMessageStartingWith("orders.echo() at 127.0.0.1:%d: %s".formatted(port, problem));
		assertThat(failure.executed()).isEqualTo(executed);
	}

}
