package io.rpcboot.server;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import io.rpcboot.server.HandshakeCounts.KeyUse;
import io.rpcboot.wire.AuthKey;
import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.ChallengeStyle;
import io.rpcboot.wire.Credential;
import io.rpcboot.wire.Handshake;
import io.rpcboot.wire.RawPeer;
import io.rpcboot.wire.Security;
import io.rpcboot.wire.TestTransport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/**
 * Whose key a peer has, as those see it who operate a server.
 */
@Timeout(60)
class PrincipalTests {

	private static final Handshake HANDSHAKE = new Handshake(List.of(credential(null, 0, TestServer.KEY),
			credential("billing", 0, "new"), credential("billing", 1, "old"), credential("reports", 0, "secret")),
			true);

	@AutoClose
	private final CapturedLog log = new CapturedLog();

	@AutoClose
	private final TestServer server = new TestServer(TestTransport.TCP,
			new ServerSettings(TestTransport.TCP.address(), ServerSettings.OWNER_ONLY, Security.of(HANDSHAKE),
					ServerSettings.Limits.DEFAULT, ServerSettings.Timeouts.DEFAULT));

	private static Credential credential(String principal, int index, String key) {
		return new Credential(principal, index, AuthKey.parse(key));
	}

	@Test
	void whenPeersAuthenticateThenTheyAreCountedByPrincipalAndKey() throws IOException {
		try (RawPeer first = client("old");
				RawPeer second = client("old");
				RawPeer other = client(TestServer.KEY);
				RawPeer silent = this.server.connect()) {
			silent.readChallenge();
			await().untilAsserted(() -> assertThat(this.server.connections())
				.extracting(ConnectionState::peer, ConnectionState::authenticated, ConnectionState::principal,
						ConnectionState::key)
				.containsExactly(tuple(first.address(), true, "billing", 1),
						tuple(second.address(), true, "billing", 1), tuple(other.address(), true, null, 0),
						tuple(silent.address(), false, null, null)));
			HandshakeCounts counts = this.server.handshakes();
			assertThat(counts.accepted()).extracting(KeyUse::principal, KeyUse::key, KeyUse::count)
				.containsExactly(tuple(null, 0, 1L), tuple("billing", 0, 0L), tuple("billing", 1, 2L),
						tuple("reports", 0, 0L));
			assertThat(counts.accepted()).extracting((use) -> use.last() != null)
				.containsExactly(true, false, true, false);
			assertThat(counts.failed()).isEmpty();
		}
	}

	@Test
	void whenHandshakesFailThenTheyAreCountedByReason() throws IOException {
		sendFirst(ChallengeStyle.SHA256.answer("another", new byte[0]));
		sendFirst(Bytes.pickle("[\"add\", [2, 3], {}]"));
		sendFirst(Bytes.pickle("[\"add\", [2, 3], {}]"));
		sendFirst(new byte[300]);
		try (RawPeer truncated = this.server.connect(); RawPeer probe = this.server.connect()) {
			truncated.send(Bytes.header(16), new byte[3]);
			truncated.finish();
			truncated.awaitEnd();
			probe.finish();
			probe.awaitEnd();
		}
		await().untilAsserted(() -> assertThat(this.server.handshakes().failed())
			.isEqualTo(Map.of("wrong-key", 1L, "no-key", 2L, "other-protocol", 1L, "closed", 1L)));
		await().untilAsserted(() -> assertThat(this.server.connections()).isEmpty());
		assertThat(this.server.handshakes().failed()).hasSize(4);
	}

	private void sendFirst(byte[] answer) throws IOException {
		try (RawPeer peer = this.server.connect()) {
			peer.sendFrame(answer);
			peer.awaitEnd();
		}
	}

	@Test
	void whenThePeerOfAPrincipalIsWrongThenTheLogNamesBoth() throws IOException {
		try (RawPeer client = client("secret")) {
			assertThat(client.call("[]")).startsWith("ValueError: ");
			client.send(Bytes.header(-2));
			client.awaitEnd();
			this.log.awaitLines(
					"WARN Refused a message of reports at %s: the message is not a call [name, args, kwargs]: its first element is not a string"
						.formatted(client.address()),
					"DEBUG Closed the connection of reports at %s: The peer announced a frame of a negative length (-2)"
						.formatted(client.address()));
		}
	}

	private RawPeer client(String key) throws IOException {
		RawPeer peer = this.server.connect();
		peer.authenticate(key);
		assertThat(peer.call("[\"add\", [2, 3], {}]")).isEqualTo("5");
		return peer;
	}

}
