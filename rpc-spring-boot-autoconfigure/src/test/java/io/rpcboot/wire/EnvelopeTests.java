package io.rpcboot.wire;

import java.util.Arrays;

import io.rpcboot.wire.Recordings.Pickle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class EnvelopeTests {

	@ParameterizedTest
	@MethodSource("io.rpcboot.wire.Recordings#pickles")
	void aRecordedPickleIsOpenedIfItIsOneTextOrBytes(Pickle pickle) {
		Envelope.Opened opened = open(pickle.bytes());
		if (pickle.isOpened()) {
			assertThat(opened.envelope()).isEqualTo(pickle.isBytes() ? Envelope.PICKLED_BYTES : Envelope.PICKLED_TEXT);
			assertThat(opened.content().toByteArray()).isEqualTo(pickle.content());
			assertThat(opened.protocol()).isEqualTo(pickle.bytes()[1]);
			assertThat(opened.holdsPickle()).isFalse();
		}
		else {
			assertIsRaw(opened, pickle.bytes());
		}
	}

	@ParameterizedTest
	@CsvSource({ "8c, 1", "58, 4", "8d, 8", "55, 1", "54, 4", "43, 1", "42, 4", "8e, 8" })
	void everyOpcodeIsReadAtEveryProtocolWithAndWithoutMemoAndFrame(String opcode, int lengthBytes) {
		byte[] value = Bytes.concat(Bytes.hex(opcode + "03" + "00".repeat(lengthBytes - 1)), Bytes.of("abc"));
		Envelope expected = (opcode.startsWith("4") || opcode.equals("8e")) ? Envelope.PICKLED_BYTES
				: Envelope.PICKLED_TEXT;
		String frame = "95 0a00000000000000";
		for (int protocol = 0; protocol <= 5; protocol++) {
			for (String before : new String[] { "", frame }) {
				for (String behind : new String[] { "", "94", "71 2e", "72 2e2e2e2e", "94" + frame, frame }) {
					byte[] pickle = Bytes.concat(new byte[] { (byte) 0x80, (byte) protocol }, Bytes.hex(before), value,
							Bytes.hex(behind + "2e"));
					assertThat(open(pickle))
						.satisfies((opened) -> assertThat(opened.content().toByteArray()).asString().isEqualTo("abc"))
						.extracting(Envelope.Opened::envelope, Envelope.Opened::protocol)
						.containsExactly(expected, protocol);
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "8004 95 0700000000000000 8c 03 616263 94 2e", "8002 58 03000000 616263 71 01 2e",
			"8004 8e 0300000000000000 616263 95 0100000000000000 2e" })
	void aPickleThatIsCutShortIsNotOpened(String hex) {
		byte[] pickle = Bytes.hex(hex);
		for (int length = 0; length < pickle.length; length++) {
			byte[] part = Arrays.copyOf(pickle, length);
			assertIsRaw(open(part), part);
			// what lies behind it in the buffer is not looked at
			assertThat(Envelope.open(new Payload(pickle, 0, length)).envelope()).isEqualTo(Envelope.RAW);
		}
		assertThat(open(pickle).envelope()).isNotEqualTo(Envelope.RAW);
	}

	@ParameterizedTest
	@ValueSource(strings = { "8006 8c 03 616263 2e", "80ff 8c 03 616263 2e", "8004 8c 04 616263 2e",
			"8004 58 ffffffff 616263 2e", "8004 58 ffffff7f 616263 2e", "8004 8d ffffffffffffffff 616263 2e",
			"8004 8d 0300000000000080 616263 2e", "8004 8d 0300000001000000 616263 2e", "8004 8c 03 616263 94 94 2e",
			"8004 8c 03 616263 30 2e", "8004 96 0300000000000000 616263 2e", "8004 97 2e", "8004 4e 2e",
			"8004 28 8c 03 616263 74 2e", "8004 5d 2e", "8002 63 6f730a73797374656d0a 58 02000000 6964 85 52 2e",
			"80 2e", "8004 2e", "8004", "80" })
	void whatIsNotExactlyOneTextOrBytesIsAPickleThatIsNotOpened(String hex) {
		byte[] bytes = Bytes.hex(hex);
		Envelope.Opened opened = open(bytes);
		assertIsRaw(opened, bytes);
		assertThat(opened.holdsPickle()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[", "[\"add\", [2, 3], {}]", "\"", "hello", "X\u0003\0\0\0abc." })
	void whatDoesNotBeginAsAPickleIsRaw(String text) {
		byte[] bytes = Bytes.of(text);
		Envelope.Opened opened = open(bytes);
		assertIsRaw(opened, bytes);
		assertThat(opened.protocol()).isZero();
		assertThat(opened.holdsPickle()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "8002 4e 2e, 2", "8004 4e 2e, 4", "8005, 5", "8006 4e 2e, 0", "80ff, 0", "80, 0" })
	void aPickleThatIsNotOpenedTellsItsProtocol(String hex, int protocol) {
		assertThat(open(Bytes.hex(hex)).protocol()).isEqualTo(protocol);
	}

	@ParameterizedTest
	@CsvSource({ "8002 58 03000000 616263 71 02 2e, 3", "8002 58 03000000 616263 71 01 2e, 2",
			"8002 58 03000000 616263 71 00 2e, 2", "8002 58 03000000 616263 2e, 2", "8004 8c 03 616263 71 02 2e, 4" })
	void aMemoThatNoPythonWritesTellsThatThePeerIsNotPython2(String hex, int protocol) {
		assertThat(open(Bytes.hex(hex)).protocol()).isEqualTo(protocol);
	}

	@Test
	void aPickleInsideABytesEnvelopeIsSeen() {
		Envelope.Opened opened = open(Bytes.hex("8004 43 04 80044e2e 94 2e"));
		assertThat(opened.envelope()).isEqualTo(Envelope.PICKLED_BYTES);
		assertThat(opened.holdsPickle()).isTrue();
		assertThat(open(Bytes.hex("8002 55 05 28 4931 0a 2e 2e")).holdsPickle()).isTrue();
	}

	@Test
	void whatStandsBehindThePickleIsIgnoredAsPythonDoes() {
		Envelope.Opened opened = open(Bytes.hex("8004 8c 03 616263 94 2e 80042e"));
		assertThat(opened.envelope()).isEqualTo(Envelope.PICKLED_TEXT);
		assertThat(opened.content().toByteArray()).isEqualTo(Bytes.of("abc"));
	}

	@Test
	void aPayloadInTheMiddleOfAnArrayIsOpenedWhereItLies() {
		byte[] pickle = Bytes.hex("8002 58 03000000 616263 2e");
		byte[] array = Bytes.concat(Bytes.hex("2e2e2e"), pickle, Bytes.hex("2e2e"));
		Payload content = Envelope.open(new Payload(array, 3, pickle.length)).content();
		assertThat(content.bytes()).isSameAs(array);
		assertThat(content.toByteArray()).isEqualTo(Bytes.of("abc"));
	}

	private static Envelope.Opened open(byte[] bytes) {
		return Envelope.open(Payload.of(bytes));
	}

	private static void assertIsRaw(Envelope.Opened opened, byte[] bytes) {
		assertThat(opened.envelope()).isEqualTo(Envelope.RAW);
		assertThat(opened.content().toByteArray()).isEqualTo(bytes);
	}

}
