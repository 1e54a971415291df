package io.rpcboot.wire;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcProtocolException;
import io.rpcboot.wire.HandshakeException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class HandshakeTests {

	private static final String KEY = "peekaboo";

	private static final String OTHER_KEY = "The peer's authkey is another one than ours";

	private static final String REFUSED = "The peer refused our answer to its challenge: its authkey is another one "
			+ "than ours";

	private static final String NO_KEY = "The peer sent a message where its answer to the challenge was due: "
			+ "it has no authkey";

	private static final String NO_MD5 = ", which is not allowed here: it needs Python 3.12 or later";

	private static final byte[] FAILURE = Bytes.of("#FAILURE#");

	private final Handshake handshake = new Handshake(AuthKey.parse(KEY), true);

	private final Handshake withoutMd5 = new Handshake(AuthKey.parse(KEY), false);

	@Test
	void bothRolesAgreeWithEachOtherWithAndWithoutMd5() throws Exception {
		for (Handshake own : new Handshake[] { this.handshake, this.withoutMd5 }) {
			try (Link server = new Link(); Link client = new Link()) {
				CompletableFuture<Void> accepting = server.start(own::accept);
				CompletableFuture<Void> connecting = client.start(own::connect);
				relay(server.peer(), client.peer(), 3);
				relay(client.peer(), server.peer(), 3);
				Link.await(accepting);
				Link.await(connecting);
			}
		}
	}

	@Test
	void bothRolesRefuseEachOtherWhereTheirKeysDiffer() throws Exception {
		try (Link server = new Link(); Link client = new Link()) {
			CompletableFuture<Void> accepting = server.start(this.handshake::accept);
			CompletableFuture<Void> connecting = client
				.start(new Handshake(AuthKey.parse("base64:cGVla2Fib28h"), true)::connect);
			relay(server.peer(), client.peer(), 3);
			assertFailure(accepting, Reason.WRONG_KEY, OTHER_KEY);
			assertFailure(connecting, Reason.REFUSED_BY_PEER, REFUSED);
		}
	}

	private static void relay(RawPeer first, RawPeer second, int frames) throws IOException {
		for (int i = 0; i < frames; i++) {
			RawPeer from = (i % 2 == 0) ? first : second;
			RawPeer to = (i % 2 == 0) ? second : first;
			to.sendFrame(from.readFrame());
		}
	}

	@ParameterizedTest
	@EnumSource
	void aClientOfEachStyleIsAccepted(ChallengeStyle style) throws Exception {
		try (Link link = new Link()) {
			CompletableFuture<Void> accepting = link.start(this.handshake::accept);
			RawPeer client = link.peer();
			client.sendFrame(style.answer(KEY, client.readChallenge()));
			client.readWelcome();
			client.sendChallenge(style.message());
			assertThat(client.readFrame()).isEqualTo(style.answer(KEY, style.message()));
			client.sendWelcome();
			Link.await(accepting);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aServerOfEachStyleIsConnectedTo(ChallengeStyle style) throws Exception {
		try (Link link = new Link()) {
			CompletableFuture<Void> connecting = link.start(this.handshake::connect);
			RawPeer server = link.peer();
			server.sendChallenge(style.message());
			assertThat(server.readFrame()).isEqualTo(style.answer(KEY, style.message()));
			server.sendWelcome();
			server.sendFrame(style.answer(KEY, server.readChallenge()));
			server.readWelcome();
			Link.await(connecting);
		}
	}

	@Test
	void everyChallengeIsANewOne() throws Exception {
		try (Link first = new Link(); Link second = new Link()) {
			first.start(this.handshake::accept);
			second.start(this.handshake::accept);
			byte[] message = first.peer().readChallenge();
			assertThat(message).startsWith(Bytes.of("{sha256}"))
				.hasSize(48)
				.isNotEqualTo(second.peer().readChallenge());
		}
	}

	static Stream<Arguments> wrongAnswers() {
		return Stream.of(wrongAnswer("{sha512}", prefixed("{sha512}", "HmacSHA512"), unknownForm(72)),
				wrongAnswer("{sha1}", prefixed("{sha1}", "HmacSHA1"), unknownForm(26)),
				wrongAnswer("{SHA256}", prefixed("{SHA256}", "HmacSHA256"), unknownForm(40)),
				wrongAnswer("raw SHA-256", prefixed("", "HmacSHA256"), unknownForm(32)),
				wrongAnswer("15 bytes", (message) -> Arrays.copyOf(legacy(message), 15), unknownForm(15)),
				wrongAnswer("17 bytes", (message) -> Arrays.copyOf(legacy(message), 17), unknownForm(17)),
				wrongAnswer("20 bytes", (message) -> Arrays.copyOf(legacy(message), 20), unknownForm(20)),
				wrongAnswer("empty", (message) -> new byte[0], unknownForm(0)),
				wrongAnswer("256 bytes", (message) -> new byte[256], unknownForm(256)));
	}

	static Stream<Arguments> answersOfAnotherKey() {
		UnaryOperator<byte[]> sha256 = (message) -> ChallengeStyle.SHA256.answer(KEY, message);
		return Stream.of(wrongAnswer("MD5 of another key", (message) -> ChallengeStyle.LEGACY.answer("x", message)),
				wrongAnswer("SHA-256 of another key", (message) -> ChallengeStyle.SHA256.answer("x", message)),
				wrongAnswer("another digest than named", prefixed("{sha3_256}", "HmacSHA256")),
				wrongAnswer("without the prefix in its data",
						(message) -> sha256.apply(Arrays.copyOfRange(message, 8, message.length))),
				wrongAnswer("truncated", (message) -> Arrays.copyOf(sha256.apply(message), 39)),
				wrongAnswer("too long", (message) -> Arrays.copyOf(sha256.apply(message), 41)),
				wrongAnswer("a prefix alone", (message) -> Bytes.of("{sha256}")),
				wrongAnswer("our own challenge", UnaryOperator.identity()));
	}

	static Stream<Arguments> messagesForAnswers() {
		return Stream.of(wrongAnswer("pickled JSON", (message) -> Bytes.pickle("[\"add\", [2, 3], {}]")),
				wrongAnswer("pickled JSON of 16 bytes", (message) -> Bytes.pickle("5")),
				wrongAnswer("pickled by 2.7", (message) -> Bytes.hex("8002 55 02 5b5d 71 01 2e")),
				wrongAnswer("JSON", (message) -> Bytes.of("[\"add\", [2, 3], {}]")),
				wrongAnswer("JSON of 16 bytes", (message) -> Bytes.of("[\"add\", [2], {}]")),
				wrongAnswer("JSON-RPC", (message) -> Bytes.of("{\"jsonrpc\": \"2.0\", \"id\": 1}")));
	}

	private static Arguments wrongAnswer(String name, UnaryOperator<byte[]> answer, Object... more) {
		return Arguments.of(Stream.concat(Stream.of(name, answer), Stream.of(more)).toArray());
	}

	private static UnaryOperator<byte[]> prefixed(String prefix, String algorithm) {
		return (message) -> Bytes.concat(Bytes.of(prefix), ChallengeStyle.mac(algorithm, KEY, message));
	}

	private static byte[] legacy(byte[] message) {
		return ChallengeStyle.LEGACY.answer(KEY, message);
	}

	private static String unknownForm(int length) {
		return "The peer's answer to the challenge (" + length + " bytes) is of no known form";
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("wrongAnswers")
	void anAnswerOfAnUnknownFormIsRefused(String name, UnaryOperator<byte[]> answer, String message) throws Exception {
		assertAnswerRefused(this.handshake, answer, Reason.OTHER_PROTOCOL, message);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("answersOfAnotherKey")
	void anAnswerOfAnotherKeyIsRefused(String name, UnaryOperator<byte[]> answer) throws Exception {
		assertAnswerRefused(this.handshake, answer, Reason.WRONG_KEY, OTHER_KEY);
		assertAnswerRefused(this.withoutMd5, answer, Reason.WRONG_KEY, OTHER_KEY);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("messagesForAnswers")
	void aMessageInThePlaceOfTheAnswerTellsThatThereIsNoKey(String name, UnaryOperator<byte[]> answer)
			throws Exception {
		assertAnswerRefused(this.handshake, answer, Reason.NO_KEY, NO_KEY);
	}

	@ParameterizedTest
	@EnumSource(names = { "LEGACY", "MD5" })
	void anMd5AnswerIsRefusedWhereItIsNotAllowed(ChallengeStyle style) throws Exception {
		assertAnswerRefused(this.withoutMd5, (message) -> style.answer(KEY, message), Reason.MD5_REFUSED,
				"The peer answered with HMAC-MD5" + NO_MD5);
	}

	private static void assertAnswerRefused(Handshake own, UnaryOperator<byte[]> answer, Reason reason, String message)
			throws Exception {
		try (Link link = new Link()) {
			CompletableFuture<Void> accepting = link.start(own::accept);
			link.peer().sendFrame(answer.apply(link.peer().readChallenge()));
			assertThat(link.peer().readFrame()).isEqualTo(FAILURE);
			assertFailure(accepting, reason, message);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "LEGACY", "MD5" })
	void anMd5ChallengeIsNotAnsweredWhereItIsNotAllowed(ChallengeStyle style) throws Exception {
		assertChallengeRefused(this.withoutMd5, style.message(), Reason.MD5_REFUSED,
				"The peer's challenge asks for HMAC-MD5" + NO_MD5);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{sha256}", "{sha256}01234567890", "0123456789012345678", "012345678901234567890",
			"{sha512}0123456789012345678901234567890123456789", "{sha1}0123456789012345678901234567890123456789",
			"{SHA256}0123456789012345678901234567890123456789", "{sha256 0123456789012345678901234567890123456789" })
	void aChallengeOfAnUnknownFormIsNotAnswered(String message) throws Exception {
		assertChallengeRefused(this.handshake, Bytes.of(message), Reason.OTHER_PROTOCOL,
				"The peer's challenge (" + message.length() + " bytes) names no known digest");
	}

	private static void assertChallengeRefused(Handshake own, byte[] challenge, Reason reason, String message)
			throws Exception {
		try (Link link = new Link()) {
			CompletableFuture<Void> connecting = link.start(own::connect);
			link.peer().sendChallenge(challenge);
			assertFailure(connecting, reason, message);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "hello", "#CHALLENGE", "#challenge#01234567890123456789", "#WELCOME#" })
	void whatIsNoChallengeIsNotAnswered(String frame) throws Exception {
		try (Link link = new Link()) {
			CompletableFuture<Void> connecting = link.start(this.handshake::connect);
			link.peer().sendFrame(Bytes.of(frame));
			assertFailure(connecting, Reason.OTHER_PROTOCOL,
					"The peer sent " + frame.length() + " bytes where its challenge was due");
		}
	}

	@Test
	void aChallengeOf20BytesIsLegacyWhateverItsBytes() throws Exception {
		byte[] message = Bytes.of("{sha256}012345678901");
		assertAnswered(message, ChallengeStyle.LEGACY.answer(KEY, message));
	}

	@ParameterizedTest
	@ValueSource(ints = { 21, 245 })
	void aChallengeFrom21BytesUpToTheLargestFrameIsAnswered(int length) throws Exception {
		byte[] message = Bytes.concat(Bytes.of("{sha256}"), Bytes.pattern(length - 8));
		assertAnswered(message, ChallengeStyle.SHA256.answer(KEY, message));
	}

	private void assertAnswered(byte[] message, byte[] answer) throws Exception {
		try (Link link = new Link()) {
			link.start(this.handshake::connect);
			link.peer().sendChallenge(message);
			assertThat(link.peer().readFrame()).isEqualTo(answer);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "#FAILURE#", "#welcome#", "#WELCOME#\n", "#WELCOME", "" })
	void everyOtherVerdictIsARefusal(String verdict) throws Exception {
		try (Link link = new Link()) {
			CompletableFuture<Void> connecting = link.start(this.handshake::connect);
			link.peer().sendChallenge(ChallengeStyle.SHA256.message());
			link.peer().readFrame();
			link.peer().sendFrame(Bytes.of(verdict));
			assertFailure(connecting, Reason.REFUSED_BY_PEER, REFUSED);
		}
	}

	static Stream<Arguments> otherProtocols() {
		return Stream.of(
				Arguments.of(Bytes.of("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), Reason.HTTP,
						"The peer speaks HTTP, not multiprocessing.connection"),
				Arguments.of(Bytes.of("OPTIONS * HTTP/1.1\r\n\r\n"), Reason.HTTP,
						"The peer speaks HTTP, not multiprocessing.connection"),
				Arguments.of(Bytes.hex("16 03 01 0200 01 0001fc 0303"), Reason.TLS,
						"The peer speaks TLS, which is not configured here"),
				Arguments.of(Bytes.of("SSH-2.0-OpenSSH_9.6\r\n"), Reason.OTHER_PROTOCOL, tooLong(0x5353482dL)),
				Arguments.of(Bytes.header(257), Reason.OTHER_PROTOCOL, tooLong(257)),
				Arguments.of(Bytes.header(Integer.MAX_VALUE), Reason.OTHER_PROTOCOL, tooLong(Integer.MAX_VALUE)),
				Arguments.of(Bytes.extendedHeader(1L << 40), Reason.OTHER_PROTOCOL, tooLong(1L << 40)));
	}

	private static String tooLong(long length) {
		return "The peer sent a frame of " + length + " bytes where at most 256 are allowed before it is "
				+ "authenticated: it has no authkey, or speaks another protocol";
	}

	@ParameterizedTest
	@MethodSource("otherProtocols")
	void anotherProtocolIsRecognised(byte[] bytes, Reason reason, String message) throws Exception {
		try (Link asServer = new Link(); Link asClient = new Link()) {
			CompletableFuture<Void> accepting = asServer.start(this.handshake::accept);
			CompletableFuture<Void> connecting = asClient.start(this.handshake::connect);
			asServer.peer().send(bytes);
			asClient.peer().send(bytes);
			assertFailure(accepting, reason, message);
			assertFailure(connecting, reason, message);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { -2, Long.MIN_VALUE })
	void aNegativeLengthIsRefused(long length) throws Exception {
		try (Link link = new Link()) {
			CompletableFuture<Void> accepting = link.start(this.handshake::accept);
			link.peer().send((length == -2) ? Bytes.header(-2) : Bytes.extendedHeader(length));
			assertThat(Link.failureOf(accepting)).isInstanceOf(RpcProtocolException.class)
				.hasMessage("The peer announced a frame of a negative length (" + length + ")");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2 })
	void aServerThatGoesAwayIsALoss(int framesBefore) throws Exception {
		try (Link link = new Link()) {
			CompletableFuture<Void> connecting = link.start(this.handshake::connect);
			if (framesBefore > 0) {
				link.peer().sendChallenge(ChallengeStyle.LEGACY.message());
				link.peer().readFrame();
			}
			if (framesBefore > 1) {
				link.peer().sendWelcome();
			}
			link.peer().finish();
			assertThat(Link.failureOf(connecting)).isInstanceOf(RpcConnectionException.class)
				.hasMessage("The peer closed the connection during the handshake");
		}
	}

	private static void assertFailure(CompletableFuture<Void> action, Reason reason, String message) throws Exception {
		assertThat(Link.failureOf(action)).isInstanceOfSatisfying(HandshakeException.class, (failure) -> {
			assertThat(failure).hasMessage(message);
			assertThat(failure.reason()).isEqualTo(reason);
		});
	}

}
