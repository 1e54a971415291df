package io.rpcboot.wire;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntSupplier;

import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class ConnectionTests {

	private static final IntSupplier WHOLE = () -> Integer.MAX_VALUE;

	@Test
	void anEmptyFrameIsAFrame() {
		Connection connection = connection(Bytes.header(0), Bytes.frame(Bytes.of("a")));
		assertThat(receive(connection)).isEmpty();
		assertThat(receive(connection)).isEqualTo(Bytes.of("a"));
		assertThat(connection.receiveLength()).isEqualTo(Connection.END);
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 5, 4097, Integer.MAX_VALUE, 1L << 31, 1L << 40, Long.MAX_VALUE })
	void anExtendedLengthIsReceived(long length) {
		for (int piece = 1; piece <= 13; piece++) {
			int size = piece;
			assertThat(ScriptedChannel.connection(Bytes.extendedHeader(length), () -> size).receiveLength())
				.isEqualTo(length);
		}
	}

	@Test
	void theLargestShortLengthIsReceived() {
		assertThat(connection(Bytes.hex("7fffffff")).receiveLength()).isEqualTo(Integer.MAX_VALUE);
	}

	@Test
	void aShortMessageWithAnExtendedLengthIsReceived() {
		Connection connection = connection(Bytes.extendedHeader(5), Bytes.of("hello"), Bytes.frame(Bytes.of("x")));
		assertThat(receive(connection)).isEqualTo(Bytes.of("hello"));
		assertThat(receive(connection)).isEqualTo(Bytes.of("x"));
	}

	@ParameterizedTest
	@ValueSource(ints = { -2, -256, Integer.MIN_VALUE })
	void aNegativeLengthIsRefused(int length) {
		for (IntSupplier pieces : new IntSupplier[] { WHOLE, () -> 1 }) {
			Connection connection = ScriptedChannel.connection(Bytes.header(length), pieces);
			assertThatExceptionOfType(RpcProtocolException.class).isThrownBy(connection::receiveLength)
				.withMessage("The peer announced a frame of a negative length (" + length + ")");
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, Long.MIN_VALUE, 0xFFFFFFFF_00000005L })
	void anExtendedLengthFrom2To63OnIsRefused(long length) {
		Connection connection = connection(Bytes.extendedHeader(length));
		assertThatExceptionOfType(RpcProtocolException.class).isThrownBy(connection::receiveLength)
			.withMessage("The peer announced a frame of a negative length (" + length + ")");
	}

	@Test
	void theEndOfTheStreamBetweenFramesIsTheEnd() {
		Connection connection = connection(Bytes.frame(Bytes.of("a")));
		receive(connection);
		assertThat(connection.receiveLength()).isEqualTo(Connection.END);
		assertThat(connection.receiveLength()).isEqualTo(Connection.END);
	}

	@Test
	void theEndOfTheStreamAnywhereInsideAFrameIsALoss() {
		byte[] small = Bytes.frame(Bytes.of("hello"));
		byte[] extended = Bytes.concat(Bytes.extendedHeader(5), Bytes.of("hello"));
		byte[] large = Bytes.frame(Bytes.pattern(10_000));
		for (byte[] frame : new byte[][] { small, extended, large }) {
			for (int length = 1; length < frame.length; length += (length < 20) ? 1 : 997) {
				Connection connection = connection(Arrays.copyOf(frame, length));
				assertThatExceptionOfType(RpcConnectionException.class).isThrownBy(() -> receive(connection))
					.withMessage("The peer closed the connection in the middle of a frame");
			}
		}
	}

	@Test
	void theEndOfTheStreamInsideAFrameThatIsSkippedIsALoss() {
		for (int length : new int[] { 0, 1, 4096, 9999 }) {
			Connection connection = connection(Bytes.header(10_000), new byte[length]);
			long announced = connection.receiveLength();
			assertThatExceptionOfType(RpcConnectionException.class).isThrownBy(() -> connection.skipPayload(announced))
				.withMessage("The peer closed the connection in the middle of a frame");
		}
	}

	@Test
	void payloadsAroundTheSizeOfTheBufferAreReceived() {
		for (int length = 4085; length <= 4105; length++) {
			byte[] payload = Bytes.pattern(length);
			byte[] next = Bytes.pattern(length - 4000);
			byte[] stream = Bytes.concat(Bytes.frame(payload), Bytes.frame(next), Bytes.frame(payload));
			for (int piece : new int[] { 1, 4, 4091, 4095, 4096, 4097, Integer.MAX_VALUE }) {
				Connection connection = ScriptedChannel.connection(stream, () -> piece);
				assertThat(receive(connection)).isEqualTo(payload);
				assertThat(receive(connection)).isEqualTo(next);
				assertThat(receive(connection)).isEqualTo(payload);
				assertThat(connection.receiveLength()).isEqualTo(Connection.END);
			}
		}
	}

	@Test
	void framesThatArriveTogetherAreReceivedOneByOne() {
		Random random = new Random(7);
		byte[][] frames = new byte[200][];
		for (int i = 0; i < frames.length; i++) {
			frames[i] = Bytes.frame(Bytes.pattern(random.nextInt(1 << random.nextInt(15))));
		}
		Connection connection = connection(Bytes.concat(frames));
		for (byte[] frame : frames) {
			assertThat(receive(connection)).isEqualTo(Arrays.copyOfRange(frame, Integer.BYTES, frame.length));
		}
		assertThat(connection.receiveLength()).isEqualTo(Connection.END);
	}

	@Test
	void aPayloadRemainsWhenTheNextOneIsReceived() {
		for (int length : new int[] { 1, 4096, 4097 }) {
			Connection connection = connection(Bytes.frame(Bytes.pattern(length)), Bytes.frame(new byte[length]));
			Payload first = connection.receivePayload((int) connection.receiveLength());
			receive(connection);
			assertThat(first.toByteArray()).isEqualTo(Bytes.pattern(length));
		}
	}

	@Test
	void itIsKnownWhetherMoreThanAFrameHasBeenReceived() {
		Connection connection = connection(Bytes.frame(Bytes.of("a")), Bytes.frame(Bytes.of("b")));
		assertThat(connection.hasReceivedMore()).isFalse();
		receive(connection);
		assertThat(connection.hasReceivedMore()).isTrue();
		receive(connection);
		assertThat(connection.hasReceivedMore()).isFalse();
	}

	@Test
	void aPayloadIsSkippedAndTheNextFrameReceived() {
		for (int length : new int[] { 0, 1, 4091, 4092, 4093, 4096, 4097, 1_000_000 }) {
			for (int piece : new int[] { 7, 4096, Integer.MAX_VALUE }) {
				byte[] stream = Bytes.concat(Bytes.frame(Bytes.pattern(length)), Bytes.frame(Bytes.of("next")));
				Connection connection = ScriptedChannel.connection(stream, () -> piece);
				connection.skipPayload(connection.receiveLength());
				assertThat(receive(connection)).isEqualTo(Bytes.of("next"));
			}
		}
	}

	@Test
	void aFrameIsSentInAsManyPiecesAsTheChannelTakes() {
		for (int piece : new int[] { 1, 1000, Integer.MAX_VALUE }) {
			ScriptedChannel channel = new ScriptedChannel(new byte[0], () -> piece);
			byte[] array = Bytes.pattern(300_000);
			channel.connect().send(new Payload(array, 100, 299_000));
			assertThat(channel.written()).isEqualTo(Arrays.copyOfRange(array, 100, 299_100));
		}
	}

	private static Connection connection(byte[]... parts) {
		return ScriptedChannel.connection(Bytes.concat(parts), WHOLE);
	}

	private static byte[] receive(Connection connection) {
		return connection.receivePayload((int) connection.receiveLength()).toByteArray();
	}

}
