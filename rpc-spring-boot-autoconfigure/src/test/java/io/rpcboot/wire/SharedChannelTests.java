package io.rpcboot.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests of a connection that many threads use.
 */
@Timeout(60)
@ParameterizedClass
@EnumSource
class SharedChannelTests {

	private static final long LONG = TimeUnit.SECONDS.toNanos(30);

	private final TestTransport transport;

	private Link link;

	private SharedChannel channel;

	SharedChannelTests(TestTransport transport) {
		this.transport = transport;
	}

	@BeforeEach
	void open() throws IOException {
		this.link = new Link(this.transport);
		this.channel = SharedChannel.of(this.link.connection(), 1000);
	}

	@AfterEach
	void close() throws IOException {
		this.channel.close();
		this.link.close();
	}

	@Test
	void nothingIsThereUntilThePeerSendsIt() throws IOException {
		this.channel.read();
		assertThat(this.channel.next()).isNull();
		this.link.peer().sendFrame(Bytes.pattern(20));
		assertThat(receive().payload().toByteArray()).isEqualTo(Bytes.pattern(20));
	}

	@Test
	void framesThatCameTogetherAreTakenOneByOne() throws IOException {
		this.link.peer().send(Bytes.frame(Bytes.pattern(1)), Bytes.frame(Bytes.pattern(2)));
		assertThat(receive().payload().length()).isOne();
		assertThat(receive().payload().length()).isEqualTo(2);
	}

	private ReceivedFrame receive() {
		ReceivedFrame frame = this.channel.next();
		while (frame == null) {
			this.channel.await(LONG);
			this.channel.read();
			frame = this.channel.next();
		}
		return frame;
	}

	@Test
	void whatIsSentArrives() throws IOException {
		this.channel.send(ByteBuffer.wrap(Bytes.frame(Bytes.pattern(7))));
		assertThat(this.link.peer().readFrame()).isEqualTo(Bytes.pattern(7));
	}

	@Test
	void whoWaitsIsToldWhenThereIsRoomAgain() throws Exception {
		byte[] payload = Bytes.pattern(16 * 1024 * 1024);
		ByteBuffer frame = ByteBuffer.wrap(Bytes.frame(payload));
		this.channel.send(frame);
		assertThat(frame.hasRemaining()).isTrue();
		CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(this::readFrame,
				(task) -> new Thread(task).start());
		while (frame.hasRemaining()) {
			this.channel.await(LONG);
			this.channel.send(frame);
		}
		assertThat(received.get(30, TimeUnit.SECONDS)).isEqualTo(payload);
	}

	private byte[] readFrame() {
		try {
			return this.link.peer().readFrame();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void aWaitEndsAfterItsTime() {
		this.channel.await(TimeUnit.MILLISECONDS.toNanos(1));
		this.channel.read();
		assertThat(this.channel.next()).isNull();
	}

	@Test
	void anInterruptEndsAWaitAndClosesNothing() throws IOException {
		Thread.currentThread().interrupt();
		this.channel.await(LONG);
		this.channel.read();
		this.channel.send(ByteBuffer.wrap(Bytes.frame(Bytes.pattern(7))));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.link.peer().readFrame()).isEqualTo(Bytes.pattern(7));
		this.link.peer().sendFrame(Bytes.pattern(3));
		assertThat(receive().payload().toByteArray()).isEqualTo(Bytes.pattern(3));
	}

	@Test
	void aPeerThatStopsBetweenFramesHasClosed() throws IOException {
		this.link.peer().sendFrame(Bytes.pattern(1));
		this.link.peer().finish();
		assertThat(receive().payload().length()).isOne();
		assertLost(this::receive, "the peer closed the connection instead of answering");
	}

	@Test
	void aPeerThatStopsWithinAFrameHasBrokenOff() throws IOException {
		this.link.peer().send(Bytes.header(4), new byte[3]);
		this.link.peer().finish();
		assertLost(this::receive, "The peer closed the connection in the middle of a frame");
	}

	private static void assertLost(Runnable action, String message) {
		RpcConnectionException failure = catchThrowableOfType(RpcConnectionException.class, action::run);
		assertThat(failure).hasMessage(message);
		assertThat(failure.executed()).isEqualTo(Executed.UNKNOWN);
	}

	@Test
	void closingWakesWhoeverWaits() throws Exception {
		CompletableFuture<Void> waiting = this.link.start((connection) -> this.channel.await(LONG));
		this.channel.close();
		assertThat(Link.failureOf(waiting)).isInstanceOf(RpcConnectionException.class)
			.hasMessage("The connection was lost: java.nio.channels.AsynchronousCloseException");
		assertThatExceptionOfType(RpcConnectionException.class)
			.isThrownBy(() -> this.channel.send(ByteBuffer.wrap(new byte[1])))
			.withMessage("The connection was lost: java.nio.channels.ClosedChannelException");
		this.link.peer().awaitEnd();
	}

	@Test
	void whoSendsWhileAnotherThreadClosesFindsItClosed() throws IOException {
		try (Link other = new Link(this.transport)) {
			NonBlockingTransport transport = other.connection().transport().nonBlocking();
			transport.close();
			assertThatExceptionOfType(ClosedChannelException.class)
				.isThrownBy(() -> transport.write(ByteBuffer.wrap(new byte[1])));
		}
	}

	@Test
	void aClosedConnectionCannotBeShared() throws IOException {
		try (Link other = new Link()) {
			other.connection().close();
			assertThatExceptionOfType(RpcConnectionException.class)
				.isThrownBy(() -> SharedChannel.of(other.connection(), 1000))
				.withMessage("The connection was lost: java.nio.channels.ClosedChannelException");
		}
	}

}
