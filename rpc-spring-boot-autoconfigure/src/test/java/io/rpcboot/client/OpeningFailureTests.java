package io.rpcboot.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.interop.TestServer;
import io.rpcboot.wire.AuthKey;
import io.rpcboot.wire.Handshake;
import io.rpcboot.wire.Security;
import io.rpcboot.wire.TcpAddress;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of connections that cannot be opened because something is short here.
 */
class OpeningFailureTests {

	private final AtomicBoolean threads = new AtomicBoolean();

	@AutoClose
	private final TestServer server = TestServer.start();

	@AutoClose
	private final RpcClientFactory factory = new RpcClientFactory(
			new ClientSettings(Clients.NAME, List.of(new TcpAddress("127.0.0.1", this.server.port())),
					Security.of(new Handshake(AuthKey.parse(TestServer.AUTHKEY), true)),
					ClientSettings.Calls.DEFAULT.withTimeout(Duration.ofMillis(500)), ClientSettings.Pool.DEFAULT),
			Clients.tools(this::startThread), ClientMonitor.NONE);

	@Test
	void whenThereIsNoThreadToConnectThenALaterCallTriesAgain() {
		assertThatExceptionOfType(RpcConnectionException.class).isThrownBy(this::add)
			.withMessage("orders.add() at 127.0.0.1:%d: no connection could be opened: "
					+ "java.util.concurrent.RejectedExecutionException: no thread", this.server.port())
			.satisfies((ex) -> assertThat(ex.executed()).isEqualTo(Executed.NO));
		this.threads.set(true);
		assertThat(add()).isEqualTo(5);
	}

	private Integer add() {
		return this.factory.operations().call("add", Integer.class, 2, 3);
	}

	private void startThread(Runnable task) {
		if (!this.threads.get()) {
			throw new RejectedExecutionException("no thread");
		}
		Clients.startThread(task);
	}

}
