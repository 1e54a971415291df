package io.rpcboot.wire;

import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.rpcboot.RpcConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Connections over each of the transports.
 */
@Timeout(60)
@ParameterizedClass
@EnumSource
class TransportTests {

	// more than the system takes from a sender whose peer does not read
	private static final int LARGE = 64 * 1024 * 1024;

	private final TestTransport transport;

	TransportTests(TestTransport transport) {
		this.transport = transport;
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 16384, 16385, 131_067, 131_068, 131_069, 131_071, 131_072, 131_073, 5_000_000 })
	void framesOfAnySizeCrossASocketBothWays(int length) throws Exception {
		try (Link link = new Link(this.transport)) {
			byte[] payload = Bytes.pattern(length);
			CompletableFuture<Void> echo = link.start((connection) -> {
				byte[] received = receive(connection);
				connection.send(Payload.of(Bytes.frame(received)));
				assertThat(connection.receiveLength()).isEqualTo(Connection.END);
			});
			link.peer().sendFrame(payload);
			assertThat(link.peer().readFrame()).isEqualTo(payload);
			link.peer().finish();
			Link.await(echo);
		}
	}

	@Test
	void aResetIsALoss() throws Exception {
		try (Link link = new Link(this.transport)) {
			link.connection().send(Payload.of(new byte[1]));
			CompletableFuture<Void> receiving = link.start(Connection::receiveLength);
			link.peer().reset();
			assertThat(Link.failureOf(receiving)).isInstanceOf(RpcConnectionException.class)
				.hasMessage("The connection was lost: java.net.SocketException: Connection reset");
		}
	}

	@Test
	void aThreadThatReceivesIsReleasedByAClose() throws Exception {
		try (Link link = new Link(this.transport)) {
			CompletableFuture<Void> receiving = link.start((connection) -> {
				connection.receivePayload((int) connection.receiveLength());
				connection.receiveLength();
			});
			link.peer().sendFrame(Bytes.of("a"));
			link.connection().close();
			link.connection().close();
			assertThat(Link.failureOf(receiving)).isInstanceOf(RpcConnectionException.class)
				.message()
				.isIn("The connection was lost: java.nio.channels.AsynchronousCloseException",
						"The connection was lost: java.nio.channels.ClosedChannelException");
			link.peer().awaitEnd();
		}
	}

	@Test
	void aPeerThatOnlyConnectedHasSentNothing() throws Exception {
		try (Link link = new Link(this.transport)) {
			assertThat(link.connection().receivedAnything()).isFalse();
			link.peer().finish();
			assertThat(link.connection().receiveLength()).isEqualTo(Connection.END);
			assertThat(link.connection().receivedAnything()).isFalse();
		}
	}

	@Test
	void onePartOfAHeaderIsSomething() throws Exception {
		try (Link link = new Link(this.transport)) {
			link.peer().send(new byte[1]);
			link.peer().finish();
			assertThatExceptionOfType(RpcConnectionException.class).isThrownBy(link.connection()::receiveLength);
			assertThat(link.connection().receivedAnything()).isTrue();
		}
	}

	@Test
	void aThreadThatIsInterruptedLosesItsConnection() throws Exception {
		try (Link link = new Link(this.transport)) {
			AtomicReference<Thread> thread = new AtomicReference<>();
			CompletableFuture<Void> receiving = link.start((connection) -> {
				thread.set(Thread.currentThread());
				connection.receiveLength();
			});
			await().until(() -> thread.get() != null);
			thread.get().interrupt();
			assertThat(Link.failureOf(receiving)).isInstanceOf(RpcConnectionException.class)
				.hasMessage("The connection was lost: java.nio.channels.ClosedByInterruptException")
				.hasCauseInstanceOf(ClosedByInterruptException.class);
			link.peer().awaitEnd();
		}
	}

	@Test
	void aThreadThatSendsIsReleasedByAClose() throws Exception {
		try (Link link = new Link(this.transport)) {
			CompletableFuture<Void> sending = link.start((connection) -> connection.send(Payload.of(new byte[LARGE])));
			// as soon as something arrives it is being sent, and most of it cannot be
			link.peer().read();
			link.connection().close();
			assertThat(Link.failureOf(sending)).isInstanceOf(RpcConnectionException.class);
			link.peer().awaitEnd();
		}
	}

	@Test
	void aThreadThatReceivesDoesNotHoldUpOneThatSends() throws Exception {
		try (Link link = new Link(this.transport)) {
			CountDownLatch first = new CountDownLatch(1);
			CompletableFuture<Void> receiving = link.start((connection) -> {
				assertThat(receive(connection)).isEqualTo(Bytes.of("a"));
				first.countDown();
				assertThat(receive(connection)).isEqualTo(Bytes.of("b"));
			});
			link.peer().sendFrame(Bytes.of("a"));
			assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
			CompletableFuture<Void> sending = link
				.start((connection) -> connection.send(Payload.of(Bytes.frame(Bytes.pattern(1_000_000)))));
			assertThat(link.peer().readFrame()).isEqualTo(Bytes.pattern(1_000_000));
			Link.await(sending);
			link.peer().sendFrame(Bytes.of("b"));
			Link.await(receiving);
		}
	}

	@Test
	void aThreadThatSendsDoesNotHoldUpOneThatReceives() throws Exception {
		byte[] payload = Bytes.pattern(LARGE);
		try (Link link = new Link(this.transport)) {
			CompletableFuture<Void> sending = link
				.start((connection) -> connection.send(Payload.of(Bytes.frame(payload))));
			// as soon as something arrives it is being sent, and most of it cannot be
			link.peer().readBytes(Integer.BYTES);
			CompletableFuture<Void> receiving = link
				.start((connection) -> assertThat(receive(connection)).isEqualTo(payload));
			link.peer().sendFrame(payload);
			Link.await(receiving);
			assertThat(sending).isNotDone();
			link.peer().readBytes(LARGE);
			Link.await(sending);
		}
	}

	@Test
	void framesCrossInBothDirectionsAtOnce() throws Exception {
		List<byte[]> payloads = new Random(1).ints(100, 0, 300_000).mapToObj(Bytes::pattern).toList();
		try (Link link = new Link(this.transport)) {
			CompletableFuture<Void> sending = link.start(
					(connection) -> payloads.forEach((payload) -> connection.send(Payload.of(Bytes.frame(payload)))));
			CompletableFuture<Void> receiving = link.start(
					(connection) -> payloads.forEach((payload) -> assertThat(receive(connection)).isEqualTo(payload)));
			CompletableFuture<Void> peer = link.start((connection) -> payloads.forEach(link::sendFromPeer));
			for (byte[] payload : payloads) {
				assertThat(link.peer().readFrame()).isEqualTo(payload);
			}
			Link.await(sending);
			Link.await(receiving);
			Link.await(peer);
		}
	}

	@Test
	void aCloseReleasesTheThreadThatReceivesAndTheOneThatSends() throws Exception {
		try (Link link = new Link(this.transport)) {
			CountDownLatch first = new CountDownLatch(1);
			CompletableFuture<Void> receiving = link.start((connection) -> {
				receive(connection);
				first.countDown();
				receive(connection);
			});
			link.peer().sendFrame(Bytes.of("a"));
			assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
			CompletableFuture<Void> sending = link.start((connection) -> connection.send(Payload.of(new byte[LARGE])));
			link.peer().read();
			link.connection().close();
			assertThat(Link.failureOf(receiving)).isInstanceOf(RpcConnectionException.class);
			assertThat(Link.failureOf(sending)).isInstanceOf(RpcConnectionException.class);
			link.peer().awaitEnd();
		}
	}

	@Test
	void aConnectionIsQuietUntilThePeerSendsSomething() throws Exception {
		try (Link link = new Link(this.transport)) {
			for (int i = 0; i < 3; i++) {
				assertThat(link.connection().isQuiet()).isTrue();
				link.connection().send(Payload.of(Bytes.frame(Bytes.of("ping"))));
				assertThat(link.peer().readFrame()).isEqualTo(Bytes.of("ping"));
				link.peer().sendFrame(Bytes.of("pong"));
				assertThat(receive(link.connection())).isEqualTo(Bytes.of("pong"));
			}
			link.peer().sendFrame(Bytes.of("unasked"));
			await().until(() -> !link.connection().isQuiet());
		}
	}

	@Test
	void aConnectionIsQuietUntilThePeerClosesIt() throws Exception {
		try (Link link = new Link(this.transport)) {
			assertThat(link.connection().isQuiet()).isTrue();
			link.peer().close();
			await().until(() -> !link.connection().isQuiet());
		}
	}

	@Test
	void aConnectionIsQuietUntilThePeerTakesLeave() throws Exception {
		try (Link link = new Link(this.transport)) {
			assertThat(link.connection().isQuiet()).isTrue();
			link.peer().finish();
			await().until(() -> !link.connection().isQuiet());
		}
	}

	@Test
	void thePeerIsNamedByItsAddress() throws Exception {
		try (Link link = new Link(this.transport)) {
			assertThat(link.connection().peer()).isEqualTo(link.address().toString());
		}
	}

	private static byte[] receive(Connection connection) {
		return connection.receivePayload((int) connection.receiveLength()).toByteArray();
	}

}
