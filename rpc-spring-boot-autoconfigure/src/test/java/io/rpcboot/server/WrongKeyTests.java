package io.rpcboot.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import io.rpcboot.wire.ChallengeStyle;
import io.rpcboot.wire.RawPeer;
import io.rpcboot.wire.TestTransport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Peers that try keys: they wait for their refusal, and nobody else does.
 */
@Timeout(60)
@ParameterizedClass
@EnumSource(names = { "TCP", "UNIX" })
class WrongKeyTests {

	// the delays of so many add up to 3.1 seconds, that of the next is 3.2
	private static final int TRIES = 6;

	private final TestTransport transport;

	@AutoClose
	private final CapturedLog log = new CapturedLog();

	private final List<RawPeer> peers = new ArrayList<>();

	WrongKeyTests(TestTransport transport) {
		this.transport = transport;
	}

	@Test
	void whenTheKeyIsRightThenItDoesNotWaitForThoseThatAreWrong() throws IOException {
		try (TestServer server = server(50, Duration.ofSeconds(60))) {
			tryKeys(server);
			try (RawPeer right = server.client()) {
				assertThat(right.call("[\"add\", [2, 3], {}]")).isEqualTo("5");
				assertThat(server.connections()).extracting(ConnectionState::authenticated).contains(true, false);
			}
		}
		// the server was stopped before their turn came
		assertThat(readVerdicts()).contains("").doesNotContain("#WELCOME#");
	}

	@Test
	void whenTheHandshakeHasLessTimeThenTheRefusalArrivesWithinIt() throws IOException {
		try (TestServer server = server(50, Duration.ofSeconds(1))) {
			tryKeys(server);
			assertThat(readVerdicts()).hasSize(TRIES).containsOnly("#FAILURE#");
			await().untilAsserted(() -> assertThat(server.connections()).isEmpty());
			assertThat(server.handshakes().failed()).isEqualTo(Map.of("wrong-key", (long) TRIES));
			assertThat(this.log.lines(Level.DEBUG)).hasSize(TRIES)
				.allMatch((line) -> line.endsWith(": The peer's authkey is another one than ours"));
		}
	}

	@Test
	void whenThereIsNoRoomThenThoseThatWaitForTheirRefusalMakeItAtOnce() throws IOException {
		try (TestServer server = server(1, Duration.ofSeconds(60))) {
			for (int i = 0; i < 3; i++) {
				tryKey(server);
				assertThat(readVerdicts()).containsExactly("#FAILURE#");
			}
			// it waits for less than the second for which nobody else makes room
			tryKey(server);
			try (RawPeer right = server.client()) {
				assertThat(right.call("[\"add\", [2, 3], {}]")).isEqualTo("5");
			}
			assertThat(readVerdicts()).containsExactly("");
			await().untilAsserted(() -> assertThat(server.handshakes().failed()).isEqualTo(Map.of("wrong-key", 4L)));
		}
	}

	private TestServer server(int maxUnauthenticated, Duration handshake) {
		return new TestServer(this.transport,
				new ServerSettings.Limits(1000, 100, maxUnauthenticated, 10, 100, 1 << 20),
				new ServerSettings.Timeouts(handshake, Duration.ofMinutes(1), Duration.ofMinutes(1), null));
	}

	private void tryKeys(TestServer server) throws IOException {
		for (int i = 0; i < TRIES; i++) {
			tryKey(server);
		}
	}

	private void tryKey(TestServer server) throws IOException {
		RawPeer peer = server.connect();
		peer.sendFrame(ChallengeStyle.SHA256.answer("another", peer.readChallenge()));
		this.peers.add(peer);
	}

	// An empty one stands for the end without a verdict.
	private List<String> readVerdicts() throws IOException {
		List<String> verdicts = new ArrayList<>();
		for (RawPeer peer : this.peers) {
			verdicts.add(readVerdict(peer));
			peer.close();
		}
		this.peers.clear();
		return verdicts;
	}

	private static String readVerdict(RawPeer peer) {
		try {
			return new String(peer.readFrame(), StandardCharsets.US_ASCII);
		}
		catch (IOException ex) {
			return "";
		}
	}

}
