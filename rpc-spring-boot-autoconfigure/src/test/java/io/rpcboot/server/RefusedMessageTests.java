package io.rpcboot.server;

import java.io.IOException;
import java.util.stream.Stream;

import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.RawPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that are no calls, of a peer that knows the key: each is answered, and the
 * connection goes on.
 */
@Timeout(60)
class RefusedMessageTests {

	private static final String CALL = "[\"add\", [2, 3], {}]";

	private final CapturedLog log = new CapturedLog();

	private TestServer server;

	private RawPeer other;

	private RawPeer client;

	@BeforeEach
	void start() throws IOException {
		this.server = new TestServer();
		this.other = this.server.client();
		this.client = this.server.client();
	}

	@AfterEach
	void stop() throws IOException {
		this.client.close();
		this.other.close();
		this.server.close();
		this.log.close();
	}

	static Stream<Arguments> pickles() {
		return Stream.of(pickle("REDUCE of os.system", "80 02 63 6f730a 73797374656d0a 58 02000000 6964 85 52 2e"),
				pickle("STACK_GLOBAL", "80 04 8c 02 6f73 8c 06 73797374656d 93 8c 02 6964 85 52 2e"),
				pickle("protocol 0", "28 53 27 61 27 0a 28 74 74 2e"),
				pickle("marks", "80 02" + "28".repeat(10_000) + "2e"),
				pickle("memo", "80 02 5d 72 ffffff7f 6a ffffff7f 2e"),
				pickle("doubling", "80 02 5d" + "32 86".repeat(5_000) + "2e"),
				pickle("a text cut short", "80 02 58 ffffff7f 5b"),
				pickle("a bytes of 2^62", "80 04 8e 0000000000000040"),
				pickle("a byte array of 2^62", "80 05 96 0000000000000040"), pickle("out of band", "80 05 97 98 2e"),
				pickle("a pickled pickle", "80 04 43 06 80045d942e2e 94 2e"),
				pickle("a call", "80 04 8c 03 616464 4b02 4b03 86 7d 87 2e"), pickle("nothing", "80 04"));
	}

	private static Arguments pickle(String name, String hex) {
		return Arguments.of(name, Bytes.hex(hex));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("pickles")
	void aPickleThatIsNotTextIsNotRead(String name, byte[] payload) throws IOException {
		boolean python3 = payload[0] == (byte) 0x80 && payload[1] >= 3;
		assertRefused(payload, python3 ? "PermissionError" : "OSError",
				"pickled calls are not accepted here: add pickle to rpc.server.formats, or send JSON text, "
						+ "connection.send(json.dumps([name, args, kwargs]))");
	}

	static Stream<Arguments> noCalls() {
		return Stream.of(noCall("", "it is not an array"), noCall("null", "it is not an array"),
				noCall("5", "it is not an array"), noCall("[]", "its first element is not a string"),
				noCall("[1, [], {}]", "its first element is not a string"),
				noCall("[\"echo\", {}, {}]", "its second element is not an array"),
				noCall("[\"echo\", [1], []]", "its third element is not an object"),
				noCall("[\"echo\", [1]]", "its third element is not an object"),
				noCall(CALL.replace("}", "}, 1"), "there is something behind its third element"),
				noCall(CALL + CALL, "there is something behind its third element"),
				Arguments.of("[\"echo\", [\"\u00ed\u00a0\u00bd\"], {}]",
						"the message has half a surrogate pair at byte 11: "
								+ "json.dumps() escapes it where ensure_ascii is on"),
				notUtf8("\u00c0\u0080"), notUtf8("\u00c1\u00bf"), notUtf8("\u00e0\u009f\u00bf"),
				notUtf8("\u00f0\u008f\u00bf\u00bf"), notUtf8("\u00f4\u0090\u0080\u0080"),
				notUtf8("\u00f5\u0080\u0080\u0080"), notUtf8("\u00ff"));
	}

	private static Arguments notUtf8(String latin) {
		return Arguments.of("[\"echo\", [\"" + latin + "\"], {}]", "the message is not UTF-8 at byte 11");
	}

	private static Arguments noCall(String message, String problem) {
		return Arguments.of(message, "the message is not a call [name, args, kwargs]: " + problem);
	}

	@ParameterizedTest
	@MethodSource("noCalls")
	void whatIsNoCallIsRefused(String latin, String problem) throws IOException {
		assertRefused(Bytes.of(latin), "ValueError", problem);
	}

	private void assertRefused(byte[] payload, String type, String problem) throws IOException {
		assertThat(refusal(payload)).isEqualTo(type + ": " + problem);
		String line = "Refused a message of " + this.client.address() + ": " + problem;
		this.log.awaitLines("WARN " + line);
		assertThat(refusal(payload)).isEqualTo(type + ": " + problem);
		this.log.awaitLines("WARN " + line, "DEBUG " + line);
	}

	static Stream<String> noJson() {
		return Stream.of("hello", "[\"echo\", [1], {}", "[\"echo\", [1", CALL + "]", CALL + " x",
				"[\"ec\nho\", [1], {}]", "[\"echo\", [1,], {}]", "[\"echo\", [\"\u00e2\u0082",
				"[\"echo\", [" + "1".repeat(5000) + "], {}]", "[\"add\", [1, 2, " + "[".repeat(100_000),
				"[\"echo\", [1, " + "{\"a\":".repeat(100_000), "\0[\0\"\0a\0");
	}

	@ParameterizedTest
	@MethodSource("noJson")
	void whatIsNoJsonIsRefusedInTheWordsOfTheParser(String latin) throws IOException {
		String refusal = refusal(Bytes.of(latin));
		assertThat(refusal)
			.matches("(?s)ValueError: the message (is not JSON: .+|exceeds a limit: [^`]+ the maximum allowed [^`]+)");
		this.log.awaitLines("WARN Refused a message of " + this.client.address() + ": "
				+ refusal.substring("ValueError: ".length()).replaceAll("\\p{Cntrl}", "?"));
	}

	private String refusal(byte[] payload) throws IOException {
		this.client.sendFrame(payload);
		String refusal = this.client.readReply();
		assertThat(this.client.call(CALL)).isEqualTo("5");
		assertThat(this.other.call(CALL)).isEqualTo("5");
		return refusal;
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					["add", [2], {"y": 1, "y": 2}]   | TypeError: add() got multiple values for argument 'y'
					["add", [2, 3], {"y": 1}]        | TypeError: add() got multiple values for argument 'y'
					["echo", [], {"value": 1, "value": 2}] | TypeError: echo() got multiple values for argument 'value'
					["echo", [DEEP], {}]             | TypeError: echo() argument 'value': Document nesting depth (501) exceeds the maximum allowed (500, rpc.json.max-nesting)
					["nothing", [], {}]              | AttributeError: there is no function 'nothing' here
					["add", ["2", 3], {}]            | TypeError: add() argument 'x': expected int, got '2'
					""")
	void aCallThatDoesNotFitIsAnsweredAndNotLogged(String call, String reply) throws IOException {
		assertThat(refusal(Bytes.of(call.replace("DEEP", "[".repeat(100_000))))).isEqualTo(reply);
		this.log.awaitLines();
	}

}
