package io.rpcboot.message;

import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

import io.rpcboot.pickle.PickleLimits;
import io.rpcboot.pickle.PickleReader;
import io.rpcboot.wire.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of how failures reach the caller.
 */
class FailuresTests {

	private final Calls calls = Calls.of(new Functions());

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			argument    | ValueError: no 1
			arithmetic  | ArithmeticError: / by zero
			index       | IndexError: Index 3 out of bounds for length 0
			element     | LookupError: no 2
			unsupported | NotImplementedError: no 3
			timeout     | TimeoutError: no 4
			access      | PermissionError: no 5
			security    | PermissionError: no 6
			state       | RuntimeError: java.lang.IllegalStateException: no 7
			silent      | RuntimeError: java.lang.IllegalStateException
			error       | RuntimeError: java.lang.AssertionError: no 8
			overflow    | RuntimeError: java.lang.StackOverflowError
			later       | ValueError: no 9
			""")
	void exceptionsCrossAsPythons(String function, String failure) {
		assertThat(this.calls.call("[\"%s\", [], {}]".formatted(function))).isEqualTo(failure);
	}

	@Test
	void aFailureIsPickledForEveryVersion() {
		assertThat(this.calls.answer(request("X", "[\"argument\", [], {}]")))
			.isEqualTo(bytes("\u0080\u0002c__builtin__\nValueError\nX\u0004\0\0\0no 1\u0085R."));
	}

	@Test
	void python2GetsNamesAndTextThatItKnows() {
		byte[] request = request("X", "[\"access\", [], {}]");
		request[1] = 2;
		assertThat(this.calls.answer(request))
			.isEqualTo(bytes("\u0080\u0002c__builtin__\nOSError\nT\u0004\0\0\0no 5\u0085R."));
	}

	@Test
	void halfASurrogatePairDoesNotKeepAFailureBack() {
		assertThat(this.calls.call("[\"half\", [], {}]")).isEqualTo("ValueError: \uFFFD\uD83D\uDE00");
	}

	@Test
	void aResultIsPickledTextForEveryVersion() {
		assertThat(this.calls.answer(request("X", "[\"text\", [], {}]")))
			.isEqualTo(bytes("\u0080\u0002X\u0006\0\0\0\"text\"q\2."));
	}

	@Test
	void bytesAreAnsweredWithBytes() {
		assertThat(this.calls.answer(request("B", "[\"text\", [], {}]")))
			.isEqualTo(bytes("\u0080\u0003B\u0006\0\0\0\"text\"."));
		assertThat(this.calls.answer(bytes("[\"text\", [], {}]"))).isEqualTo(bytes("\"text\""));
	}

	@Test
	void aPickledCallFailsInTheEnvelopeInWhichItCame() {
		String call = "\u0080\u0003X\u0003\0\0\0addK\u0002K\u0003\u0086}\u0087.";
		String failure = "AttributeError: there is no function 'add' here";
		assertThat(Calls.text(this.calls.answer(bytes(call)))).isEqualTo(failure);
		byte[] inBytes = this.calls.answer(bytes("\u0080\u0004C" + (char) call.length() + call + "."));
		assertThat(inBytes).startsWith(bytes("\u0080\u0003B"));
		assertThat(Calls.text(unpickle(inBytes))).isEqualTo(failure);
		byte[] ofPython2 = this.calls.answer(bytes("\u0080\u0002U\u0018(S'add'\n(I2\ntS'x'\nI3\nsd.."));
		assertThat(ofPython2).startsWith(bytes("\u0080\u0002c_codecs\nencode\n"));
		assertThat(Calls.text(unpickle(ofPython2))).startsWith("ValueError: the pickle is refused at byte ");
	}

	private static byte[] unpickle(byte[] pickle) {
		return (byte[]) new PickleReader(PickleLimits.DEFAULT).read(Payload.of(pickle));
	}

	@Test
	void halfASurrogatePairInAMessageIsRefused() {
		byte[] request = request("X", "[\"text\", [\"...\"], {}]");
		System.arraycopy(new byte[] { (byte) 0xED, (byte) 0xA0, (byte) 0x80 }, 0, request, 17, 3);
		assertThat(Calls.text(this.calls.answer(request)))
			.isEqualTo("ValueError: the message has half a surrogate pair at byte 10: "
					+ "json.dumps() escapes it where ensure_ascii is on");
	}

	@Test
	void bytesThatAreNotUtf8AreFoundWhereverTheyStand() {
		for (int before = 0; before < 20; before++) {
			byte[] message = ("[\"text\", [\"" + "x".repeat(before) + "?\"], {}]").getBytes(StandardCharsets.US_ASCII);
			message[11 + before] = (byte) 0xC0;
			assertThat(Calls.text(this.calls.answer(message)))
				.isEqualTo("ValueError: the message is not UTF-8 at byte " + (11 + before));
		}
	}

	@Test
	void aMapperIsAskedFirst() {
		ErrorMapper mapper = (failure) -> (failure instanceof IllegalStateException)
				? new RemoteError("ConnectionError", "try later") : null;
		Calls mapped = calls(List.of(mapper), ErrorSettings.DEFAULT);
		assertThat(mapped.call("[\"state\", [], {}]")).isEqualTo("ConnectionError: try later");
		assertThat(mapped.call("[\"argument\", [], {}]")).isEqualTo("ValueError: no 1");
	}

	@Test
	void messagesCanBeKeptBack() {
		Calls terse = calls(List.of(), new ErrorSettings(false, false));
		assertThat(terse.call("[\"argument\", [], {}]")).isEqualTo("ValueError: ");
		assertThat(terse.call("[\"state\", [], {}]")).isEqualTo("RuntimeError: java.lang.IllegalStateException");
		assertThat(terse.call("[\"argument\", [1], {}]"))
			.isEqualTo("TypeError: argument() takes 0 positional arguments but 1 was given");
	}

	@Test
	void stackTracesCanBeSentAsPython3SendsThem() {
		Calls calls = calls(List.of(), new ErrorSettings(true, true));
		String reply = new String(calls.answer(request("X", "[\"argument\", [], {}]")), StandardCharsets.ISO_8859_1);
		assertThat(reply)
			.startsWith("\u0080\u0002cmultiprocessing.pool\nrebuild_exc\nc__builtin__\nValueError\nX\u0004\0\0\0no 1"
					+ "\u0085RX")
			.contains("\n\"\"\"\njava.lang.IllegalArgumentException: no 1\n\tat ", "FailuresTests$Functions.argument")
			.endsWith("\n\"\"\"\u0086R.");
	}

	@Test
	void whoMayBePython2GetsStackTracesBehindTheMessage() {
		Calls calls = calls(List.of(), new ErrorSettings(true, true));
		assertThat(Calls.text(calls.answer(bytes("[\"argument\", [], {}]"))))
			.startsWith("ValueError: no 1\njava.lang.IllegalArgumentException: no 1\n\tat ")
			.contains("FailuresTests$Functions.argument");
	}

	private static Calls calls(List<ErrorMapper> mappers, ErrorSettings settings) {
		return Calls.of(new Functions(), JsonMapper.shared(), JsonSettings.DEFAULT,
				new ErrorTranslator(mappers, settings));
	}

	private static byte[] request(String opcode, String json) {
		return bytes("\u0080\u0003" + opcode + (char) json.length() + "\0\0\0" + json + ".");
	}

	private static byte[] bytes(String latin1) {
		return latin1.getBytes(StandardCharsets.ISO_8859_1);
	}

	static class Functions {

		void argument() {
			throw new IllegalArgumentException("no 1");
		}

		int arithmetic() {
			return 1 / "".length();
		}

		char index() {
			return List.of('a').subList(0, 0).get(3);
		}

		void element() {
			throw new NoSuchElementException("no 2");
		}

		void unsupported() {
			throw new UnsupportedOperationException("no 3");
		}

		void timeout() throws TimeoutException {
			throw new TimeoutException("no 4");
		}

		void access() throws AccessDeniedException {
			throw new AccessDeniedException("no 5");
		}

		void security() {
			throw new SecurityException("no 6");
		}

		void state() {
			throw new IllegalStateException("no 7");
		}

		void silent() {
			throw new IllegalStateException();
		}

		void error() {
			throw new AssertionError("no 8");
		}

		int overflow() {
			return overflow() + 1;
		}

		CompletableFuture<Integer> later() {
			return CompletableFuture.failedFuture(new IllegalArgumentException("no 9"));
		}

		void half() {
			throw new IllegalArgumentException("\uD800\uD83D\uDE00");
		}

		String text() {
			return "text";
		}

	}

}
