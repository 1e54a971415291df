package io.rpcboot.wire;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.rpcboot.RpcTimeoutException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * Connections that cannot be opened.
 */
@Timeout(60)
class ConnectionFactoryTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final Duration SHORT = Duration.ofMillis(150);

	@AutoClose
	private final DeadlineWatch watch = new DeadlineWatch("test-deadlines");

	private final ConnectionFactory connections = new ConnectionFactory(
			new FrameLimits(LONG, "test.read-timeout", LONG, "test.write-timeout"), this.watch, null,
			TrafficMonitor.NONE);

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void whereNobodyListensAnyMoreTheConnectionIsRefused(TestTransport transport) throws IOException {
		RawListener listener = transport.listen(transport.address());
		listener.close();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(connecting(listener.address(), LONG))
			.withMessage("Connection refused");
	}

	@Test
	void whereThereIsNoSocketTheConnectionIsRefused() {
		assertThatExceptionOfType(ConnectException.class).isThrownBy(connecting(TestTransport.UNIX.address(), LONG))
			.withMessage("No such file or directory");
	}

	@Test
	void whoMayNotWriteToASocketMayNotConnect() throws IOException {
		UnixAddress address = (UnixAddress) TestTransport.UNIX.address();
		try (RawListener listener = TestTransport.UNIX.listen(address)) {
			Files.setPosixFilePermissions(address.path(), PosixFilePermissions.fromString("r--r--r--"));
			assumeFalse(Files.isWritable(address.path()), "root may do anything");
			assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(connecting(listener.address(), LONG))
				.withMessage(address.path().toString());
		}
	}

	@Test
	void whoeverWaitsForAProgramThatAcceptsNoMoreIsGivenUp() throws IOException {
		try (Busy busy = new Busy()) {
			assertThatExceptionOfType(RpcTimeoutException.class).isThrownBy(connecting(busy.address, SHORT))
				.withMessage("connecting took longer than 150 ms (test.connect-timeout)");
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void aVirtualThreadIsToldAtOnceThatAProgramAcceptsNoMore() throws Exception {
		try (Busy busy = new Busy()) {
			CompletableFuture<Throwable> failure = new CompletableFuture<>();
			Runnable connecting = () -> failure.complete(catchThrowable(connecting(busy.address, LONG)));
			Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, connecting);
			assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(SocketException.class)
				.hasMessage("the program accepts no more connections now: Resource temporarily unavailable");
		}
	}

	private ThrowingCallable connecting(Address address, Duration limit) {
		return () -> this.connections.connect(address.resolve().get(0), limit, "test.connect-timeout").close();
	}

	/**
	 * A program whose queue of connections is full.
	 */
	private static final class Busy implements AutoCloseable {

		private final UnixAddress address = (UnixAddress) TestTransport.UNIX.address();

		private final List<Channel> channels = new ArrayList<>();

		private Busy() throws IOException {
			SocketAddress path = this.address.resolve().get(0);
			this.channels.add(ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(path, 1));
			this.channels.add(SocketChannel.open(path));
			this.channels.add(SocketChannel.open(path));
		}

		@Override
		public void close() throws IOException {
			for (Channel channel : this.channels) {
				channel.close();
			}
			Files.delete(this.address.path());
		}

	}

}
