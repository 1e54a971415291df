package io.rpcboot.server;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.RawPeer;
import io.rpcboot.wire.Security;
import io.rpcboot.wire.TestTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What peers may take: room, time, and the thread that serves them.
 */
@Timeout(60)
@ParameterizedClass
@EnumSource
class ServerLimitsTests {

	private static final Duration SHORT = Duration.ofMillis(200);

	private static final Duration LONG = Duration.ofMinutes(10);

	private static final String TOO_MANY = "as many connections are open as rpc.server.max-connections allows (2)";

	private final TestTransport transport;

	private final CapturedLog log = new CapturedLog();

	ServerLimitsTests(TestTransport transport) {
		this.transport = transport;
	}

	@AfterEach
	void stopCapturing() {
		this.log.close();
	}

	@Test
	void theCallsOfMoreConnectionsThanAllowedAreRefusedUntilOneIsClosed() throws Exception {
		try (TestServer server = limited(2, 2);
				RawPeer first = server.client();
				RawPeer second = server.client();
				RawPeer third = server.client()) {
			assertIsRefused(third);
			assertIsRefused(third);
			this.log.awaitLines("WARN Refuses the calls of " + third.address() + ": " + TOO_MANY);
			assertIsServed(second);
			first.finish();
			first.awaitEnd();
			await().untilAsserted(() -> assertIsServed(third));
			try (RawPeer fourth = server.client()) {
				assertIsRefused(fourth);
				assertIsServed(second);
				assertIsServed(third);
			}
		}
	}

	@Test
	void aConnectionThatHasAPlaceKeepsItWhenAnotherOfItsCallsAsks() throws Exception {
		try (TestServer server = limited(1, 2); RawPeer client = server.client()) {
			assertIsServed(client);
			Admission admission = server.admission();
			assertThat(admission.connections()).singleElement().matches(admission::takePlace);
			assertIsServed(client);
		}
	}

	@Test
	void ofThoseThatWaitForOthersToLeaveTheOldestMakesRoom() throws Exception {
		try (TestServer server = limited(1, 1); RawPeer first = server.client(); RawPeer second = server.client()) {
			assertIsRefused(second);
			try (RawPeer third = server.client()) {
				second.awaitEnd();
				this.log.awaitLine("WARN Closed the connection of " + second.address()
						+ ", which had no place (rpc.server.max-connections): too many connections wait for one "
						+ "(rpc.server.max-unauthenticated-connections)");
				assertIsRefused(third);
				assertIsServed(first);
			}
		}
	}

	@Test
	void thePeerThatHasBeenInItsHandshakeForTheLongestMakesRoom() throws Exception {
		try (TestServer server = limited(10, 2); RawPeer first = server.connect()) {
			first.readChallenge();
			try (RawPeer second = server.connect(); RawPeer client = server.client()) {
				first.awaitEnd();
				this.log.awaitLine("WARN Closed the connection of " + first.address()
						+ ", which had not authenticated itself: too many connections are in their handshake "
						+ "(rpc.server.max-unauthenticated-connections)");
				second.authenticate(TestServer.KEY);
				assertIsServed(second);
				assertIsServed(client);
			}
		}
	}

	@Test
	void manySilentPeersDoNotKeepOutOneThatKnowsTheKey() throws Exception {
		List<RawPeer> silent = new ArrayList<>();
		try (TestServer server = limited(100, 4); RawPeer before = server.client()) {
			for (int i = 0; i < 12; i++) {
				silent.add(server.connect());
			}
			assertIsServed(before);
			try (RawPeer client = server.client()) {
				assertIsServed(client);
			}
		}
		finally {
			for (RawPeer peer : silent) {
				peer.close();
			}
		}
	}

	@Test
	void aPeerThatKnowsTheKeyDoesNotCountAsUnauthenticated() throws Exception {
		try (TestServer server = limited(10, 1);
				RawPeer first = server.client();
				RawPeer second = server.client();
				RawPeer third = server.client()) {
			assertIsServed(first);
			assertIsServed(second);
			assertIsServed(third);
			this.log.awaitLines();
		}
	}

	@Test
	void aMessageThatDoesNotComeIsGivenUp() throws Exception {
		try (TestServer server = new TestServer(this.transport, ServerSettings.Limits.DEFAULT,
				new ServerSettings.Timeouts(LONG, SHORT, LONG, null));
				RawPeer idle = server.client();
				RawPeer client = server.client()) {
			assertIsServed(client);
			client.send(Bytes.header(1000), new byte[999]);
			client.awaitEnd();
			this.log.awaitLines("WARN Closed the connection of " + client.address()
					+ ": receiving a frame took longer than 200 ms (rpc.server.read-timeout)");
			assertIsServed(idle);
		}
	}

	@Test
	void aReplyThatIsNotReadIsGivenUp() throws Exception {
		try (TestServer server = new TestServer(this.transport, ServerSettings.Limits.DEFAULT,
				new ServerSettings.Timeouts(LONG, LONG, SHORT, null));
				RawPeer idle = server.client();
				RawPeer client = server.client()) {
			client.sendFrame(Bytes.pickle("[\"repeat\", [\"x\", 64000000], {}]"));
			this.log.awaitLines("WARN Closed the connection of " + client.address()
					+ ": sending a frame took longer than 200 ms (rpc.server.write-timeout)");
			client.awaitEnd();
			assertIsServed(idle);
		}
	}

	@Test
	void aCallMayTakeLongerThanItsMessages() throws Exception {
		try (TestServer server = new TestServer(this.transport, ServerSettings.Limits.DEFAULT,
				new ServerSettings.Timeouts(Duration.ofSeconds(1), SHORT, SHORT, null));
				RawPeer silent = server.connect();
				RawPeer client = server.client()) {
			client.sendFrame(Bytes.pickle("[\"block\", [], {}]"));
			// it is given up after as long as the call has run
			silent.awaitEnd();
			assertThat(server.functions().awaitBlocked(1)).isTrue();
			server.functions().release();
			assertThat(client.readReply()).isEqualTo("\"released\"");
		}
	}

	@Test
	void aFunctionThatLeavesItsThreadInterruptedDoesNotCloseTheConnection() throws Exception {
		try (TestServer server = limited(10, 10); RawPeer client = server.client()) {
			for (int i = 0; i < 3; i++) {
				assertThat(client.call("[\"leaveInterrupted\", [], {}]")).isEqualTo("\"interrupted\"");
				assertIsServed(client);
			}
			this.log.awaitLines();
		}
	}

	@Test
	void aThreadThatCannotBeHadClosesTheConnectionAndTheNextOneIsServed() throws Exception {
		AtomicBoolean refuse = new AtomicBoolean(true);
		ServerSettings settings = TestServer.settings(this.transport, this.transport.address(),
				new ServerSettings.Limits(1000, 1, 1, 1, 100, 1 << 20), ServerSettings.Timeouts.DEFAULT);
		try (TestServer server = new TestServer(this.transport, settings, (task) -> {
			if (refuse.getAndSet(false)) {
				throw new RejectedExecutionException("no thread");
			}
			TestServer.startThread(task);
		}); RawPeer refused = server.connect()) {
			refused.awaitEnd();
			this.log.awaitLines("ERROR A connection could not be accepted");
			try (RawPeer next = server.client()) {
				assertIsServed(next);
			}
		}
	}

	@Test
	void withoutAKeyTheFirstFrameIsAMessage() throws Exception {
		ServerSettings settings = new ServerSettings(this.transport.address(), ServerSettings.OWNER_ONLY,
				new Security(null, this.transport.ofServer()), ServerSettings.Limits.DEFAULT,
				ServerSettings.Timeouts.DEFAULT);
		try (TestServer server = new TestServer(this.transport, settings);
				RawPeer client = server.connect();
				RawPeer browser = server.connect()) {
			assertIsServed(client);
			browser.send(Bytes.of("GET / HTTP/1.1\r\n\r\n"));
			browser.awaitEnd();
			this.log.awaitLines("WARN Closed the connection of " + browser.address()
					+ ": it announced a message of 1195725856 bytes, more than can be dropped (1073741824)");
			assertIsServed(client);
		}
	}

	private TestServer limited(int connections, int unauthenticated) {
		return new TestServer(this.transport,
				new ServerSettings.Limits(1000, connections, unauthenticated, 10, 100, 1 << 20),
				ServerSettings.Timeouts.DEFAULT);
	}

	private static void assertIsRefused(RawPeer client) throws IOException {
		assertThat(client.call("[\"add\", [2, 3], {}]")).startsWith(
				"OSError: [Errno 11] add() was not executed: as many connections are open as rpc.server.max-connections");
	}

	private static void assertIsServed(RawPeer client) throws IOException {
		assertThat(client.call("[\"add\", [2, 3], {}]")).isEqualTo("5");
	}

}
