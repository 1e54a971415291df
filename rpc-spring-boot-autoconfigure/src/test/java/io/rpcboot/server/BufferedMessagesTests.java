package io.rpcboot.server;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.RawPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What messages and replies take of the memory, and peers that do not read.
 */
@Timeout(60)
class BufferedMessagesTests {

	private static final String CALL = "[\"add\", [2, 3], {}]";

	private static final String NO_ROOM = "the call was not executed: there is no room for its %d bytes "
			+ "beside the messages that are being answered (rpc.server.max-buffered)";

	private static final String RESPONSE = "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32003,\"message\":\""
			+ NO_ROOM + "\",\"data\":{\"type\":\"BlockingIOError\"}}}";

	private static final String TOO_LARGE = "the call was executed, but there is no room for its reply of %d bytes "
			+ "beside those that wait to be read (rpc.server.max-buffered)";

	private static final int LARGE = 1_000_000;

	private final CapturedLog log = new CapturedLog();

	@AfterEach
	void stopCapturing() {
		this.log.close();
	}

	@Test
	void aMessageForWhichThereIsNoRoomIsDroppedAndAnswered() throws Exception {
		try (TestServer server = server(15_000, Duration.ofMinutes(1));
				RawPeer busy = server.client();
				RawPeer array = server.client();
				RawPeer jsonRpc = server.client()) {
			assertThat(array.call(CALL)).isEqualTo("5");
			jsonRpc.sendFrame(Bytes.of(request("1", "add", "2, 3")));
			assertThat(jsonRpc.readFrame()).asString().isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":5}");
			busy.sendFrame(Bytes.of("[\"block\", [], {}" + " ".repeat(10_000) + "]"));
			assertThat(server.functions().awaitBlocked(1)).isTrue();
			array.sendFrame(Bytes.of("[\"echo\", [\"%s\"], {}]".formatted("x".repeat(9_000))));
			assertThat(array.readReply()).isEqualTo("OSError: [Errno 11] " + NO_ROOM.formatted(9_018));
			assertThat(array.call(CALL)).isEqualTo("5");
			// the id may stand at the beginning or at the end, and may be no number
			assertRefused(jsonRpc, request("7", "echo", "\"" + "x".repeat(9_000) + "\""), "7");
			assertRefused(jsonRpc, "{\"jsonrpc\": \"2.0\", \"method\": \"echo\", \"params\": [\"%s\"], \"id\": 8}"
				.formatted("x".repeat(9_000)), "8");
			assertRefused(jsonRpc, request("\"a\"", "echo", "\"" + "x".repeat(9_000) + "\""), "null");
			server.functions().release();
			assertThat(busy.readFrame()).asString().isEqualTo("\"released\"");
			array.sendFrame(Bytes.of("[\"repeat\", [\"%s\", 1], {}]".formatted("x".repeat(9_000))));
			assertThat(array.readFrame()).hasSize(9_002);
			this.log.awaitLines();
		}
	}

	private static void assertRefused(RawPeer peer, String request, String id) throws IOException {
		peer.sendFrame(Bytes.of(request));
		assertThat(peer.readFrame()).asString().isEqualTo(RESPONSE.formatted(id, request.length()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "array", "json-rpc" })
	void ofAPeerThatDoesNotReadOnlyAFewCallsAreExecutedAndOthersAreServed(String format) throws Exception {
		try (TestServer server = server(1 << 30, Duration.ofSeconds(2));
				RawPeer other = server.client();
				RawPeer greedy = server.client()) {
			Thread sender = new Thread(() -> {
				try {
					for (int i = 0; i < 200; i++) {
						greedy.sendFrame(Bytes.of(format.equals("array") ? "[\"fill\", [%d], {}]".formatted(LARGE)
								: request(String.valueOf(i), "fill", String.valueOf(LARGE))));
					}
				}
				catch (IOException ex) {
					// the server closes the connection
				}
			});
			sender.start();
			for (int i = 0; i < 100; i++) {
				assertThat(other.call(CALL)).isEqualTo("5");
			}
			this.log.awaitLine("WARN Closed the connection of " + greedy.address()
					+ ": sending a frame took longer than 2 s (rpc.server.write-timeout)");
			sender.join(TimeUnit.SECONDS.toMillis(20));
			// what fits into the system's buffers, and what ran when they were full
			assertThat(server.functions().filled()).isBetween(1, 20);
			assertThat(other.call(CALL)).isEqualTo("5");
		}
	}

	@Test
	void aFirstMessageForWhichThereIsNoRoomIsAnsweredInItsOwnFormat() throws Exception {
		try (TestServer server = server(15_000, Duration.ofMinutes(1)); RawPeer busy = server.client()) {
			busy.sendFrame(Bytes.of("[\"block\", [], {}" + " ".repeat(10_000) + "]"));
			assertThat(server.functions().awaitBlocked(1)).isTrue();
			String request = request("7", "echo", "\"" + "x".repeat(9_000) + "\"");
			try (RawPeer raw = server.client()) {
				assertRefused(raw, request, "7");
			}
			try (RawPeer batch = server.client()) {
				batch.sendFrame(Bytes.of("[" + request + "]"));
				assertThat(batch.readFrame()).asString().isEqualTo(RESPONSE.formatted("null", request.length() + 2));
			}
			try (RawPeer pickled = server.client()) {
				byte[] message = Bytes.pickle(request);
				pickled.sendFrame(message);
				assertThat(pickled.readReply()).isEqualTo(RESPONSE.formatted("7", message.length));
			}
			try (RawPeer array = server.client()) {
				byte[] message = Bytes.pickle("[\"echo\", [\"%s\"], {}]".formatted("x".repeat(9_000)));
				array.sendFrame(message);
				assertThat(array.readReply()).isEqualTo("OSError: [Errno 11] " + NO_ROOM.formatted(message.length));
			}
			server.functions().release();
		}
	}

	@Test
	void aReplyForWhichThereIsNoRoomBecomesAFailure() throws Exception {
		try (TestServer server = server(20 * LARGE, Duration.ofMinutes(1));
				RawPeer greedy = server.client();
				RawPeer array = server.client();
				RawPeer pickle = server.client();
				RawPeer jsonRpc = server.client()) {
			greedy.sendFrame(Bytes.of("[\"fill\", [%d], {}]".formatted(20 * LARGE)));
			// now its reply is being sent
			greedy.readBytes(1);
			array.sendFrame(Bytes.of("[\"fill\", [%d], {}]".formatted(LARGE)));
			assertThat(array.readReply()).isEqualTo("MemoryError: " + TOO_LARGE.formatted(LARGE + 2));
			pickle.sendFrame(
					Bytes.of("\u0080\u0002X\u0004\u0000\u0000\u0000fillJ\u0040\u0042\u000f\u0000\u0085}\u0087."));
			assertThat(pickle.readReply()).isEqualTo("MemoryError: " + TOO_LARGE.formatted(LARGE + 13));
			jsonRpc.sendFrame(Bytes.of(request("1", "fill", String.valueOf(LARGE))));
			String error = "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32603,\"message\":\"Internal error\","
					+ "\"data\":{\"type\":\"MemoryError\",\"message\":\"" + TOO_LARGE + "\"}}}";
			assertThat(jsonRpc.readFrame()).asString().isEqualTo(error.formatted("1", LARGE + 36));
			jsonRpc.sendFrame(Bytes.of("[" + request("1", "fill", "5000") + ", " + request("2", "fill", "6000") + ", "
					+ request("3", "add", "2, 3") + "]"));
			String before = "[" + error.formatted("1", 5037) + ",";
			assertThat(jsonRpc.readFrame()).asString()
				.isEqualTo(before + error.formatted("2", before.length() + 6036)
						+ ",{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":5}]");
			this.log.awaitLines();
			greedy.readBytes(20 * LARGE);
			// nothing of it has kept its room
			await().untilAsserted(() -> assertThat(array.call("[\"fill\", [%d], {}]".formatted(20 * LARGE - 100)))
				.hasSize(20 * LARGE - 98));
		}
	}

	private static TestServer server(long buffered, Duration write) {
		return TestServer.ofEveryFormat(new ServerSettings.Limits(100_000, 10, 10, 256, 100, buffered),
				new ServerSettings.Timeouts(Duration.ofMinutes(1), Duration.ofMinutes(1), write, null));
	}

	private static String request(String id, String function, String arguments) {
		return "{\"jsonrpc\": \"2.0\", \"id\": %s, \"method\": \"%s\", \"params\": [%s]}".formatted(id, function,
				arguments);
	}

}
