package io.rpcboot.wire;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

import io.rpcboot.wire.Recordings.Conversation;
import io.rpcboot.wire.Recordings.MacVector;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Replays what CPython said. The challenges of this side are random: only for them is the
 * recorded answer computed anew, in the recorded form.
 */
@Timeout(60)
class RecordedConversationTests {

	private static final String KEY = "peekaboo";

	private static final int HANDSHAKE_FRAMES = 3;

	@ParameterizedTest
	@MethodSource("io.rpcboot.wire.Recordings#macs")
	void anAnswerIsJudgedAsCPythonJudgedIt(MacVector vector) {
		List<Credential> known = List.of(new Credential("other", 0, AuthKey.parse("another")),
				new Credential("python", 0, AuthKey.parse(vector.key())));
		Handshake handshake = new Handshake(known, true);
		if (vector.accepted()) {
			assertThat(handshake.judge(vector.message(), vector.response(), known)).isSameAs(known.get(1));
		}
		else {
			assertThatExceptionOfType(HandshakeException.class)
				.isThrownBy(() -> handshake.judge(vector.message(), vector.response(), known))
				.satisfies((fault) -> assertThat(fault.reason()).isEqualTo(HandshakeException.Reason.WRONG_KEY));
		}
	}

	static Stream<Conversation> authenticated() {
		return Recordings.conversations().filter((conversation) -> KEY.equals(conversation.clientKey()));
	}

	@ParameterizedTest
	@MethodSource("authenticated")
	void aRecordedServerIsSatisfied(Conversation conversation) throws Exception {
		try (Link link = new Link()) {
			CompletableFuture<Void> client = link.start((connection) -> {
				new Handshake(AuthKey.parse(KEY), true).connect(connection);
				assertThat(receiveAll(connection))
					.containsExactlyElementsOf(conversation.payloads(false).skip(HANDSHAKE_FRAMES).toList());
			});
			playServer(link.peer(), conversation);
			conversation.payloads(false).skip(HANDSHAKE_FRAMES).forEach((payload) -> sendFrame(link, payload));
			link.peer().finish();
			Link.await(client);
		}
	}

	private static void playServer(RawPeer server, Conversation conversation) throws IOException {
		Iterator<byte[]> sent = conversation.payloads(false).iterator();
		List<byte[]> received = conversation.payloads(true).toList();
		server.sendFrame(sent.next());
		assertThat(server.readFrame()).isEqualTo(received.get(0));
		server.sendFrame(sent.next());
		server.sendFrame(ChallengeStyle.of(sent.next()).answer(KEY, server.readChallenge()));
		assertThat(server.readFrame()).isEqualTo(received.get(2));
	}

	@ParameterizedTest
	@MethodSource("authenticated")
	void aRecordedClientIsSatisfied(Conversation conversation) throws Exception {
		try (Link link = new Link()) {
			CompletableFuture<Void> server = link.start((connection) -> {
				new Handshake(AuthKey.parse(KEY), true).accept(connection);
				assertThat(receiveAll(connection))
					.containsExactlyElementsOf(conversation.payloads(true).skip(HANDSHAKE_FRAMES).toList());
			});
			playClient(link.peer(), conversation);
			conversation.payloads(true).skip(HANDSHAKE_FRAMES).forEach((payload) -> sendFrame(link, payload));
			link.peer().finish();
			Link.await(server);
		}
	}

	private static void playClient(RawPeer client, Conversation conversation) throws IOException {
		Iterator<byte[]> sent = conversation.payloads(true).iterator();
		List<byte[]> received = conversation.payloads(false).toList();
		client.sendFrame(ChallengeStyle.of(sent.next()).answer(KEY, client.readChallenge()));
		assertThat(client.readFrame()).isEqualTo(received.get(1));
		client.sendFrame(sent.next());
		assertThat(client.readFrame()).isEqualTo(received.get(2));
		client.sendFrame(sent.next());
	}

	static Stream<Conversation> wrongKeys() {
		return Recordings.conversations()
			.filter((conversation) -> conversation.scenario().equals("handshake_wrong_client_key"));
	}

	@ParameterizedTest
	@MethodSource("wrongKeys")
	void aRecordedServerOfAnotherKeyIsNotConnectedTo(Conversation conversation) throws Exception {
		try (Link link = new Link()) {
			Handshake handshake = new Handshake(AuthKey.parse(conversation.clientKey()), true);
			CompletableFuture<Void> client = link.start(handshake::connect);
			List<byte[]> sent = conversation.payloads(false).toList();
			link.peer().sendFrame(sent.get(0));
			assertThat(link.peer().readFrame()).isEqualTo(conversation.payloads(true).findFirst().orElseThrow());
			link.peer().sendFrame(sent.get(1));
			assertThat(Link.failureOf(client)).isInstanceOfSatisfying(HandshakeException.class,
					(failure) -> assertThat(failure.reason()).isEqualTo(HandshakeException.Reason.REFUSED_BY_PEER));
		}
	}

	@ParameterizedTest
	@MethodSource("wrongKeys")
	void aRecordedClientOfAnotherKeyIsNotAccepted(Conversation conversation) throws Exception {
		try (Link link = new Link()) {
			CompletableFuture<Void> server = link.start(new Handshake(AuthKey.parse(KEY), true)::accept);
			byte[] message = link.peer().readChallenge();
			byte[] recorded = conversation.payloads(true).findFirst().orElseThrow();
			link.peer().sendFrame(ChallengeStyle.of(recorded).answer(conversation.clientKey(), message));
			assertThat(link.peer().readFrame())
				.isEqualTo(conversation.payloads(false).skip(1).findFirst().orElseThrow());
			assertThat(Link.failureOf(server)).isInstanceOfSatisfying(HandshakeException.class,
					(failure) -> assertThat(failure.reason()).isEqualTo(HandshakeException.Reason.WRONG_KEY));
		}
	}

	@ParameterizedTest
	@MethodSource("io.rpcboot.wire.Recordings#conversations")
	void aRecordedStreamHasTheRecordedFramesInOnePiece(Conversation conversation) {
		assertFrames(conversation, () -> Integer.MAX_VALUE);
	}

	@ParameterizedTest
	@MethodSource("io.rpcboot.wire.Recordings#conversations")
	void aRecordedStreamHasTheRecordedFramesByteByByte(Conversation conversation) {
		assertFrames(conversation, () -> 1);
	}

	@ParameterizedTest
	@MethodSource("io.rpcboot.wire.Recordings#conversations")
	void aRecordedStreamHasTheRecordedFramesInRandomPieces(Conversation conversation) {
		Random random = new Random(20);
		assertFrames(conversation, () -> 1 + random.nextInt(1 << random.nextInt(17)));
	}

	private static void assertFrames(Conversation conversation, IntSupplier pieces) {
		for (boolean fromClient : new boolean[] { true, false }) {
			Connection connection = ScriptedChannel.connection(conversation.stream(fromClient), pieces);
			assertThat(receiveAll(connection)).containsExactlyElementsOf(conversation.payloads(fromClient).toList());
		}
	}

	private static List<byte[]> receiveAll(Connection connection) {
		Stream.Builder<byte[]> payloads = Stream.builder();
		for (long length = connection.receiveLength(); length != Connection.END; length = connection.receiveLength()) {
			payloads.add(connection.receivePayload((int) length).toByteArray());
		}
		return payloads.build().toList();
	}

	private static void sendFrame(Link link, byte[] payload) {
		try {
			link.peer().sendFrame(payload);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
