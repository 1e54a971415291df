package io.rpcboot.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.rpcboot.Executed;
import io.rpcboot.RpcProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests of frames that arrive in pieces.
 */
class FrameAssemblerTests {

	private static final int MAX_LENGTH = 100_000;

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 5, 7, 13, 100, 4095, 4096, 4097, 1_000_000 })
	void framesAreTheSameWhateverThePieces(int piece) throws IOException {
		List<byte[]> payloads = List.of(Bytes.pattern(5), Bytes.pattern(0), Bytes.pattern(4092), Bytes.pattern(4093),
				Bytes.pattern(MAX_LENGTH), Bytes.pattern(1));
		byte[] stream = Bytes.concat(payloads.stream().map(Bytes::frame).toArray(byte[][]::new));
		List<ReceivedFrame> frames = receive(stream, piece);
		assertThat(frames).allMatch(ReceivedFrame::isWhole)
			.extracting((frame) -> frame.payload().toByteArray())
			.containsExactlyElementsOf(payloads);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 6, 1023, 1024, 1025, 5000, 1_000_000 })
	void ofAFrameThatIsTooLongThereAreTwoPieces(int piece) throws IOException {
		byte[] large = Bytes.pattern(MAX_LENGTH + 1);
		List<ReceivedFrame> frames = receive(
				Bytes.concat(Bytes.frame(large), Bytes.extendedHeader(3), Bytes.pattern(3)), piece);
		assertThat(frames).hasSize(2);
		assertThat(frames.get(0).isWhole()).isFalse();
		assertThat(frames.get(0).length()).isEqualTo(MAX_LENGTH + 1);
		assertThat(frames.get(0).payload().toByteArray()).isEqualTo(Bytes.concat(Arrays.copyOf(large, 1024),
				Arrays.copyOfRange(large, MAX_LENGTH + 1 - 1024, MAX_LENGTH + 1)));
		assertThat(frames.get(1).payload().toByteArray()).isEqualTo(Bytes.pattern(3));
	}

	@Test
	void whatIsLongerThanAGigabyteIsNotWaitedFor() throws IOException {
		List<ReceivedFrame> frames = receive(Bytes.extendedHeader(1L << 40), 100);
		assertThat(frames).hasSize(1);
		assertThat(frames.get(0).isWhole()).isFalse();
		assertThat(frames.get(0).length()).isEqualTo(1L << 40);
	}

	@Test
	void aNegativeLengthIsRefused() throws IOException {
		FrameAssembler assembler = new FrameAssembler(MAX_LENGTH);
		fill(assembler, ByteBuffer.wrap(Bytes.header(-2)), 100);
		RpcProtocolException failure = catchThrowableOfType(RpcProtocolException.class, assembler::next);
		assertThat(failure).hasMessage("The peer announced a frame of a negative length (-2)");
		assertThat(failure.executed()).isEqualTo(Executed.UNKNOWN);
	}

	@Test
	void aFrameHasBegunWithItsFirstByte() throws IOException {
		FrameAssembler assembler = new FrameAssembler(MAX_LENGTH);
		assertThat(assembler.isInsideFrame()).isFalse();
		ByteBuffer stream = ByteBuffer.wrap(Bytes.frame(Bytes.pattern(2)));
		for (int i = 0; i < 5; i++) {
			fill(assembler, stream, 1);
			assertThat(assembler.next()).isNull();
			assertThat(assembler.isInsideFrame()).isTrue();
		}
		fill(assembler, stream, 1);
		assertThat(assembler.next()).isNotNull();
		assertThat(assembler.isInsideFrame()).isFalse();
	}

	private static List<ReceivedFrame> receive(byte[] stream, int piece) throws IOException {
		FrameAssembler assembler = new FrameAssembler(MAX_LENGTH);
		List<ReceivedFrame> frames = new ArrayList<>();
		ByteBuffer source = ByteBuffer.wrap(stream);
		while (source.hasRemaining()) {
			assertThat(fill(assembler, source, piece)).isPositive();
			for (ReceivedFrame frame = assembler.next(); frame != null; frame = assembler.next()) {
				frames.add(frame);
			}
		}
		return frames;
	}

	private static int fill(FrameAssembler assembler, ByteBuffer source, int piece) throws IOException {
		return assembler.fill((target, insidePayload) -> {
			int count = Math.min(Math.min(piece, target.remaining()), source.remaining());
			target.put(source.slice(source.position(), count));
			source.position(source.position() + count);
			return count;
		});
	}

}
