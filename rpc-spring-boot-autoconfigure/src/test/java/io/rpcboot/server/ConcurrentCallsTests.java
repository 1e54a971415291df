package io.rpcboot.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.RawPeer;
import io.rpcboot.wire.TestTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Calls of JSON-RPC on one connection.
 */
@Timeout(60)
@ParameterizedClass
@EnumSource
class ConcurrentCallsTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	private static final Duration SHORT = Duration.ofMillis(200);

	private final ServerThreads threads = new ServerThreads();

	private final CapturedLog log = new CapturedLog();

	private final TestTransport transport;

	ConcurrentCallsTests(TestTransport transport) {
		this.transport = transport;
	}

	@AfterEach
	void noThreadIsLeftAndNoPeerIsBlamed() {
		await().untilAsserted(() -> assertThat(this.threads.started()).isZero());
		assertThat(this.log.lines(Level.INFO)).isEmpty();
		this.log.close();
	}

	@Test
	void callsOfAConnectionRunAtTheSameTime() throws Exception {
		try (TestServer server = new TestServer(this.transport); RawPeer client = server.client()) {
			for (int id = 1; id <= 3; id++) {
				send(client, request(id, "block"));
			}
			assertThat(server.functions().awaitBlocked(3)).isTrue();
			assertThat(call(client, request(4, "add", 2, 3))).isEqualTo(result(4, "5"));
			server.functions().release();
			assertThat(receive(client, 3)).containsExactlyInAnyOrder(result(1, "\"released\""),
					result(2, "\"released\""), result(3, "\"released\""));
		}
	}

	@Test
	void theThreadsOfCallsThatHaveEndedEnd() throws Exception {
		try (TestServer server = new TestServer(this.transport); RawPeer client = server.client()) {
			assertThat(call(client, request(0, "add", 2, 3))).isEqualTo(result(0, "5"));
			for (int id = 1; id <= 20; id++) {
				send(client, request(id, "block"));
			}
			assertThat(server.functions().awaitBlocked(20)).isTrue();
			server.functions().release();
			receive(client, 20);
			// those of the listener, the deadlines, the leads and the connection's leader
			await().untilAsserted(() -> assertThat(this.threads.started()).isEqualTo(4));
			assertThat(call(client, request(21, "add", 2, 3))).isEqualTo(result(21, "5"));
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void ofAThousandCallsEachGetsItsOwnReplyInWhateverOrderTheyEnd(long seed) throws Exception {
		Random random = new Random(seed);
		Map<String, Integer> expected = new HashMap<>();
		try (TestServer server = new TestServer(this.transport); RawPeer client = server.client()) {
			List<byte[]> frames = new ArrayList<>();
			for (int value = 0; value < 1000; value++) {
				String id = random.nextBoolean() ? String.valueOf(value) : "\"" + value + "\"";
				expected.put(id, value);
				frames.add(Bytes.frame(Bytes.of(request(id, "later", value, random.nextInt(5000)))));
			}
			CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(client, frames, random));
			Map<String, Integer> actual = new HashMap<>();
			for (int i = 0; i < 1000; i++) {
				JsonNode reply = JsonMapper.shared().readTree(receive(client));
				assertThat(actual.put(reply.get("id").toString(), reply.get("result").intValue())).isNull();
			}
			assertThat(actual).isEqualTo(expected);
			sending.get(20, TimeUnit.SECONDS);
		}
	}

	// now one by one, now many in a piece, and cut anywhere
	private static void send(RawPeer client, List<byte[]> frames, Random random) {
		try {
			byte[] bytes = Bytes.concat(frames.toArray(byte[][]::new));
			for (int from = 0; from < bytes.length;) {
				int to = Math.min(bytes.length, from + 1 + random.nextInt(random.nextBoolean() ? 50 : 20_000));
				client.send(java.util.Arrays.copyOfRange(bytes, from, to));
				from = to;
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void noMoreCallsRunThanAllowed() throws Exception {
		try (TestServer server = limited(2); RawPeer client = server.client()) {
			for (int id = 1; id <= 10; id++) {
				send(client, request(id, "block"));
			}
			send(client, "[" + request(11, "block") + "," + request(12, "block") + "]");
			assertThat(server.functions().awaitBlocked(2)).isTrue();
			server.functions().release();
			assertThat(receive(client, 11)).hasSize(11);
			assertThat(server.functions().mostBlocked()).isEqualTo(2);
		}
	}

	@Test
	void theCallsOfABatchRunOneAfterAnotherBesideOthers() throws Exception {
		try (TestServer server = limited(3); RawPeer client = server.client()) {
			send(client, "[" + request(1, "block") + "," + request(2, "add", 2, 3) + "]");
			assertThat(server.functions().awaitBlocked(1)).isTrue();
			assertThat(call(client, request(3, "add", 3, 4))).isEqualTo(result(3, "7"));
			server.functions().release();
			assertThat(receive(client)).isEqualTo("[" + result(1, "\"released\"") + "," + result(2, "5") + "]");
		}
	}

	@Test
	void callsWithoutIdsAreAnsweredInOrderBesideThoseThatHaveOne() throws Exception {
		try (TestServer server = new TestServer(this.transport); RawPeer client = server.client()) {
			assertThat(call(client, "[\"add\", [0, 0], {}]")).isEqualTo("0");
			send(client, request(1, "block"));
			assertThat(server.functions().awaitBlocked(1)).isTrue();
			for (int i = 0; i < 100; i++) {
				send(client, "[\"add\", [" + i + ", 0], {}]");
			}
			for (int i = 0; i < 100; i++) {
				assertThat(receive(client)).isEqualTo(String.valueOf(i));
			}
			server.functions().release();
			assertThat(receive(client)).isEqualTo(result(1, "\"released\""));
		}
	}

	@Test
	void nothingOvertakesACallWithoutAnId() throws Exception {
		try (TestServer server = new TestServer(this.transport); RawPeer client = server.client()) {
			send(client, "[\"block\", [], {}]");
			send(client, request(1, "add", 2, 3));
			assertThat(server.functions().awaitBlocked(1)).isTrue();
			server.functions().release();
			assertThat(receive(client)).isEqualTo("\"released\"");
			assertThat(receive(client)).isEqualTo(result(1, "5"));
		}
	}

	@Test
	void aStopLetsAllCallsEndAndAnswersThem() throws Exception {
		try (TestServer server = new TestServer(this.transport); RawPeer client = server.client()) {
			send(client, request(1, "block"));
			send(client, request(2, "block"));
			assertThat(server.functions().awaitBlocked(2)).isTrue();
			CompletableFuture<StopReport> stop = CompletableFuture.supplyAsync(() -> server.stop(LONG));
			server.awaitRefusal();
			server.functions().release();
			assertThat(receive(client, 2)).containsExactlyInAnyOrder(result(1, "\"released\""),
					result(2, "\"released\""));
			client.awaitEnd();
			assertThat(stop.get(20, TimeUnit.SECONDS)).isEqualTo(new StopReport(2, 0, 0));
		}
	}

	@Test
	void aStopInterruptsAllCallsThatDoNotEndInTime() throws Exception {
		try (TestServer server = new TestServer(this.transport); RawPeer client = server.client()) {
			for (int id = 1; id <= 3; id++) {
				send(client, request(id, "block"));
			}
			assertThat(server.functions().awaitBlocked(3)).isTrue();
			assertThat(server.stop(SHORT).cut()).isEqualTo(3);
			client.awaitEnd();
		}
	}

	@Test
	void aPeerThatSendsNoMoreGetsItsReplies() throws Exception {
		try (TestServer server = new TestServer(this.transport); RawPeer client = server.client()) {
			send(client, request(1, "block"));
			send(client, request(2, "block"));
			client.finish();
			assertThat(server.functions().awaitBlocked(2)).isTrue();
			server.functions().release();
			assertThat(receive(client, 2)).containsExactlyInAnyOrder(result(1, "\"released\""),
					result(2, "\"released\""));
			client.awaitEnd();
		}
	}

	@Test
	void callsOfAPeerThatIsGoneRunToTheirEnd() throws Exception {
		try (TestServer server = new TestServer(this.transport)) {
			RawPeer client = server.client();
			send(client, request(1, "block"));
			send(client, "{\"jsonrpc\": \"2.0\", \"method\": \"block\"}");
			assertThat(server.functions().awaitBlocked(2)).isTrue();
			String address = client.address();
			client.reset();
			// a Unix socket has no such thing as a reset: it is noticed when it is
			// written
			if (this.transport != TestTransport.UNIX) {
				this.log.awaitLine("DEBUG The connection of " + address
						+ " ended: The connection was lost: java.net.SocketException: Connection reset");
			}
			server.functions().release();
			assertThat(server.functions().awaitReleased(2)).isTrue();
		}
	}

	@Test
	void withoutFurtherThreadsCallsRunOneAfterAnother() throws Exception {
		AtomicInteger started = new AtomicInteger();
		ServerSettings settings = TestServer.settings(this.transport, this.transport.address(),
				ServerSettings.Limits.DEFAULT, ServerSettings.Timeouts.DEFAULT);
		try (TestServer server = new TestServer(this.transport, settings, (task) -> {
			if (started.getAndIncrement() > 0) {
				throw new RejectedExecutionException("no thread");
			}
			TestServer.startThread(task);
		}); RawPeer client = server.client()) {
			send(client, request(1, "block"));
			send(client, request(2, "add", 2, 3));
			assertThat(server.functions().awaitBlocked(1)).isTrue();
			this.log.awaitLines("WARN No thread for further calls of " + client.address());
			server.functions().release();
			assertThat(receive(client)).isEqualTo(result(1, "\"released\""));
			assertThat(receive(client)).isEqualTo(result(2, "5"));
		}
		// one of them may be about to say it once more
		await().untilAsserted(() -> assertThat(this.threads.started()).isZero());
		this.log.clear();
	}

	private TestServer limited(int calls) {
		return new TestServer(this.transport, new ServerSettings.Limits(1000, 10, 10, calls, 100, 1 << 20),
				ServerSettings.Timeouts.DEFAULT);
	}

	private static String request(Object id, String function, Object... params) {
		return "{\"jsonrpc\": \"2.0\", \"id\": %s, \"method\": \"%s\", \"params\": %s}".formatted(id, function,
				List.of(params));
	}

	private static String result(int id, String value) {
		return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"result\":%s}".formatted(id, value);
	}

	private static void send(RawPeer client, String message) throws IOException {
		client.sendFrame(Bytes.of(message));
	}

	private static String receive(RawPeer client) throws IOException {
		return new String(client.readFrame(), StandardCharsets.UTF_8);
	}

	private static List<String> receive(RawPeer client, int count) throws IOException {
		List<String> replies = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			replies.add(receive(client));
		}
		return replies;
	}

	private static String call(RawPeer client, String message) throws IOException {
		send(client, message);
		return receive(client);
	}

}
