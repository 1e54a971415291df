package io.rpcboot.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.RawPeer;
import io.rpcboot.wire.TestTransport;
import io.rpcboot.wire.TrafficCount;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a monitor is told of a server's connections.
 */
@Timeout(60)
@ParameterizedClass
@EnumSource
class ServerMonitorTests {

	private final TestTransport transport;

	private final Recorder recorder = new Recorder();

	ServerMonitorTests(TestTransport transport) {
		this.transport = transport;
	}

	@Test
	void handshakesAreToldWithTheirOutcome() throws Exception {
		try (TestServer server = server(new ServerSettings.Limits(1024, 10, 10, 10, 10, 1 << 20),
				Duration.ofMinutes(1))) {
			server.client().close();
			this.recorder.await("authenticated as null by 0");
			try (RawPeer wrong = server.connect()) {
				wrong.readChallenge();
				wrong.sendFrame(Bytes.of("{sha256}" + "0".repeat(32)));
				wrong.awaitEnd();
			}
			this.recorder.await("failed: wrong-key");
			assertThat(this.recorder.events).hasSize(2);
		}
	}

	@Test
	void aPeerThatOnlyConnectsIsNoHandshake() throws Exception {
		try (TestServer server = server(ServerSettings.Limits.DEFAULT, Duration.ofMinutes(1))) {
			RawPeer probe = server.connect();
			probe.establish();
			probe.close();
			server.client().close();
			this.recorder.await("authenticated as null by 0");
		}
		assertThat(this.recorder.events).hasSize(1);
	}

	@Test
	void aPeerThatStaysSilentFailsItsHandshake() throws Exception {
		try (TestServer server = server(ServerSettings.Limits.DEFAULT, Duration.ofMillis(100));
				RawPeer silent = server.connect()) {
			silent.establish();
			silent.awaitEnd();
			this.recorder.await("failed: timeout");
		}
	}

	@Test
	void whatLimitsRefuseIsToldByItsReason() throws Exception {
		try (TestServer server = server(new ServerSettings.Limits(60, 2, 1, 10, 1, 1 << 20), Duration.ofMinutes(1));
				RawPeer first = server.connect()) {
			first.readChallenge();
			try (RawPeer second = server.client()) {
				this.recorder.await("DISPLACED");
				assertThat(second.call("[\"echo\", [\"%s\"], {}]".formatted("x".repeat(100))))
					.startsWith("ValueError: the message has");
				this.recorder.await("MESSAGE_TOO_LARGE");
				try (RawPeer third = server.client(); RawPeer fourth = server.client()) {
					assertThat(third.call("[\"add\", [2, 3], {}]")).isEqualTo("5");
					this.recorder.await("TOO_MANY_CONNECTIONS");
					assertThat(fourth.call("[\"add\", [2, 3], {}]")).startsWith("OSError: [Errno 11] ");
				}
			}
			assertThat(this.recorder.events).containsExactlyInAnyOrder("authenticated as null by 0", "DISPLACED",
					"failed: displaced", "MESSAGE_TOO_LARGE", "authenticated as null by 0",
					"authenticated as null by 0", "TOO_MANY_CONNECTIONS", "OVERLOADED");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"jsonrpc": "2.0", "id": 1               | a text that is cut off
			{"jsonrpc": "1.0", "id": 1}              | no request
			[{"jsonrpc": "2.0", "id": 1}, 5]         | a batch of what are no requests, which is one message
			[1, 2, 3]                                | no call
			hello                                    | no JSON
			""")
	void aMessageThatIsNoCallIsToldOnce(String message, String name) throws Exception {
		try (TestServer server = server(ServerSettings.Limits.DEFAULT, Duration.ofMinutes(1));
				RawPeer client = server.client()) {
			client.sendFrame(Bytes.of(message));
			client.readFrame();
			assertThat(client.call("[\"add\", [2, \"x\"], {}]")).startsWith("TypeError: add() ");
			assertThat(client.call("[\"missing\", [], {}]")).startsWith("AttributeError: ");
			assertThat(this.recorder.events).containsExactly("authenticated as null by 0", "INVALID_MESSAGE");
		}
	}

	@Test
	void bytesThatBreakTheProtocolAreTold() throws Exception {
		try (TestServer server = server(ServerSettings.Limits.DEFAULT, Duration.ofMinutes(1));
				RawPeer client = server.client()) {
			client.send(Bytes.header(-2));
			client.awaitEnd();
			this.recorder.await("INVALID_MESSAGE");
			assertThat(this.recorder.events).containsExactly("authenticated as null by 0", "INVALID_MESSAGE");
		}
	}

	@Test
	void aMessageThatIsTooLargeToBeDroppedIsToldOnce() throws Exception {
		try (TestServer server = server(ServerSettings.Limits.DEFAULT, Duration.ofMinutes(1));
				RawPeer client = server.client()) {
			client.send(Bytes.header(Integer.MAX_VALUE));
			client.awaitEnd();
			this.recorder.await("MESSAGE_TOO_LARGE");
			assertThat(this.recorder.events).containsExactly("authenticated as null by 0", "MESSAGE_TOO_LARGE");
		}
	}

	@Test
	void callsThatAreRefusedAreToldByTheirReason() throws Exception {
		try (TestServer server = server(new ServerSettings.Limits(1024, 10, 10, 10, 1, 1 << 20), Duration.ofMinutes(1));
				RawPeer busy = server.client();
				RawPeer client = server.client()) {
			busy.sendFrame(Bytes.pickle("[\"block\", [], {}]"));
			assertThat(server.functions().awaitBlocked(1)).isTrue();
			assertThat(client.call("[\"add\", [2, 3], {}]")).startsWith("OSError: [Errno 11] ");
			this.recorder.await("OVERLOADED");
			CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> server.stop(Duration.ofMinutes(1)),
					TestServer::startThread);
			await().until(() -> client.call("[\"add\", [2, 3], {}]").contains("stopping"));
			this.recorder.await("STOPPING");
			server.functions().release();
			assertThat(busy.readReply()).isEqualTo("\"released\"");
			stop.get(20, TimeUnit.SECONDS);
		}
	}

	@Test
	void allBytesOfFramesAreCounted() throws Exception {
		try (TestServer server = server(ServerSettings.Limits.DEFAULT, Duration.ofMinutes(1));
				RawPeer client = server.client()) {
			this.recorder.await("authenticated as null by 0");
			long received = this.recorder.received();
			long sent = this.recorder.sent();
			String text = "\"%s\"".formatted("x".repeat(300_000));
			byte[] call = Bytes.of("[\"echo\", [%s], {}]".formatted(text));
			client.sendFrame(call);
			assertThat(client.readFrame()).isEqualTo(Bytes.of(text));
			assertThat(this.recorder.received() - received).isEqualTo(Integer.BYTES + call.length);
			await()
				.untilAsserted(() -> assertThat(this.recorder.sent() - sent).isEqualTo(Integer.BYTES + text.length()));
		}
	}

	private TestServer server(ServerSettings.Limits limits, Duration handshake) {
		Duration other = Duration.ofMinutes(1);
		return new TestServer(this.transport, TestServer.settings(this.transport, this.transport.address(), limits,
				new ServerSettings.Timeouts(handshake, other, other, other)), this.recorder);
	}

	private static final class Recorder extends TrafficCount implements ServerMonitor {

		private final List<String> events = new CopyOnWriteArrayList<>();

		@Override
		public void handshakeSucceeded(@Nullable String principal, int key) {
			this.events.add("authenticated as %s by %d".formatted(principal, key));
		}

		@Override
		public void handshakeFailed(String reason) {
			this.events.add("failed: " + reason);
		}

		@Override
		public void rejected(Rejection rejection) {
			this.events.add(rejection.name());
		}

		void await(String event) {
			org.awaitility.Awaitility.await()
				.untilAsserted(() -> assertThat(this.events).anyMatch((text) -> text.startsWith(event)));
		}

	}

}
