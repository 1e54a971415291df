package io.rpcboot.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

import io.rpcboot.RpcEncodingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FrameOutputTests {

	private final FrameOutput output = new FrameOutput();

	@Test
	void textIsPickledWithProtocol2() {
		write(Bytes.of("5"));
		assertThat(frame(Envelope.PICKLED_TEXT)).isEqualTo(Bytes.hex("0000000b 80 02 58 01000000 35 71 02 2e"));
	}

	@Test
	void bytesArePickledWithProtocol3() {
		write(Bytes.of("5"));
		assertThat(frame(Envelope.PICKLED_BYTES)).isEqualTo(Bytes.hex("00000009 80 03 42 01000000 35 2e"));
	}

	@Test
	void rawBytesGetAHeaderAlone() {
		write(Bytes.of("5"));
		assertThat(frame(Envelope.RAW)).isEqualTo(Bytes.hex("00000001 35"));
	}

	@Test
	void nothingIsAFrameToo() {
		assertThat(frame(Envelope.RAW)).isEqualTo(Bytes.hex("00000000"));
		assertThat(frame(Envelope.PICKLED_TEXT)).isEqualTo(Bytes.hex("0000000a 80 02 58 00000000 71 02 2e"));
	}

	@Test
	void roomIsReservedForWhatIsPut() {
		write(Bytes.of("a"));
		this.output.reserve(3).put(Bytes.of("bcd"));
		write(Bytes.of("e"));
		assertThat(frame(Envelope.RAW)).isEqualTo(Bytes.hex("00000005 6162636465"));
		byte[] content = Bytes.pattern(1_000_000);
		this.output.reset();
		this.output.reserve(content.length).put(content);
		assertThat(frame(Envelope.RAW)).isEqualTo(Bytes.frame(content));
	}

	@Test
	void aFrameHasAtMost2GiB() {
		assertThatExceptionOfType(RpcEncodingException.class).isThrownBy(() -> this.output.reserve(1L << 31))
			.withMessage("A message cannot be larger than 2 GiB");
	}

	@ParameterizedTest
	@ValueSource(ints = { 4083, 4084, 4085, 4086, 8191, 8192, 100_000, 3_000_001 })
	void contentOfAnyLengthIsFramedByteForByte(int length) {
		byte[] content = Bytes.pattern(length);
		byte[] prefix = ByteBuffer.allocate(7)
			.order(ByteOrder.LITTLE_ENDIAN)
			.put(Bytes.hex("80 02 58"))
			.putInt(length)
			.array();
		byte[] expected = Bytes.frame(Bytes.concat(prefix, content, Bytes.hex("71 02 2e")));
		write(content);
		assertThat(frame(Envelope.PICKLED_TEXT)).isEqualTo(expected);
		this.output.reset();
		for (byte octet : content) {
			this.output.write(octet);
		}
		assertThat(frame(Envelope.PICKLED_TEXT)).isEqualTo(expected);
	}

	@Test
	void partsOfAnArrayCanBeWritten() {
		this.output.write(Bytes.of("abcdef"), 2, 3);
		this.output.write(Bytes.of("abcdef"), 6, 0);
		assertThat(frame(Envelope.RAW)).isEqualTo(Bytes.hex("00000003 636465"));
	}

	@Test
	void aResetForgetsWhatWasWritten() {
		write(Bytes.of("half a result"));
		this.output.reset();
		write(Bytes.of("5"));
		assertThat(frame(Envelope.PICKLED_TEXT)).isEqualTo(Bytes.hex("0000000b 80 02 58 01000000 35 71 02 2e"));
	}

	@Test
	void theEndOfWhatWasWrittenCanBeTakenBack() {
		write(Bytes.of("result"));
		int size = this.output.size();
		write(Bytes.pattern(10_000));
		this.output.truncate(size);
		assertThat(this.output.size()).isEqualTo(6);
		write(Bytes.of("s"));
		assertThat(frame(Envelope.RAW)).isEqualTo(Bytes.frame(Bytes.of("results")));
	}

	@Test
	void aLargeBufferIsNotKeptBeyondAReset() {
		byte[] initial = this.output.frame(Envelope.RAW).bytes();
		write(new byte[1_000_000]);
		this.output.reset();
		assertThat(this.output.frame(Envelope.RAW).bytes()).hasSameSizeAs(initial);
	}

	@Test
	void whatIsWrittenIsOpenedAgain() {
		for (Envelope envelope : List.of(Envelope.PICKLED_TEXT, Envelope.PICKLED_BYTES, Envelope.RAW)) {
			Envelope.Opened opened = writeAndOpen(envelope);
			assertThat(opened.envelope()).isEqualTo(envelope);
			assertThat(opened.content().toByteArray()).isEqualTo(Bytes.of("[1]"));
		}
	}

	@Test
	void textIsNotTakenForThatOfPython2() {
		assertThat(writeAndOpen(Envelope.PICKLED_TEXT).protocol()).isEqualTo(3);
	}

	private Envelope.Opened writeAndOpen(Envelope envelope) {
		this.output.reset();
		write(Bytes.of("[1]"));
		Payload frame = this.output.frame(envelope);
		return Envelope
			.open(new Payload(frame.bytes(), frame.offset() + Integer.BYTES, frame.length() - Integer.BYTES));
	}

	private void write(byte[] bytes) {
		this.output.write(bytes, 0, bytes.length);
	}

	private byte[] frame(Envelope envelope) {
		return this.output.frame(envelope).toByteArray();
	}

}
