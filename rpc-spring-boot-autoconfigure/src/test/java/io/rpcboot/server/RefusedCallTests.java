package io.rpcboot.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.RawPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Calls that are not executed, as too many run or the server stops: what callers get in
 * each format.
 */
@Timeout(60)
class RefusedCallTests {

	private static final String CALL = "[\"add\", [2, 3], {}]";

	private static final String OVERLOADED = "add() was not executed: "
			+ "as many calls run as rpc.server.max-concurrent-calls allows (1)";

	private static final String STOPPING = "add() was not executed: the server is stopping";

	// ("add", (2, 3), {}) as Python 3 and 2.7 send it
	private static final byte[] PICKLE = Bytes.hex("80 04 8c 03 616464 4b02 4b03 86 7d 87 2e");

	private static final byte[] PICKLE_OF_PYTHON_2 = Bytes.hex("80 02 55 03 616464 4b02 4b03 86 7d 87 2e");

	private final CapturedLog log = new CapturedLog();

	private TestServer server;

	private RawPeer busy;

	private RawPeer client;

	@BeforeEach
	void startACall() throws Exception {
		ServerSettings.Limits limits = new ServerSettings.Limits(1000, 10, 10, 10, 1, 1 << 20);
		this.server = TestServer.ofEveryFormat(limits, ServerSettings.Timeouts.DEFAULT);
		this.client = this.server.client();
		this.busy = this.server.client();
		this.busy.sendFrame(Bytes.pickle("[\"block\", [], {}]"));
		assertThat(this.server.functions().awaitBlocked(1)).isTrue();
	}

	@AfterEach
	void stop() throws IOException {
		this.client.close();
		this.busy.close();
		this.server.close();
		this.log.close();
	}

	@Test
	void aCallBeyondTheLimitIsAnsweredAtOnceInItsFormat() throws Exception {
		assertRefused("BlockingIOError", 11, -32003, OVERLOADED);
		this.server.functions().release();
		assertThat(this.busy.readReply()).isEqualTo("\"released\"");
		await().until(() -> this.client.call(CALL).equals("5"));
		assertThat(this.log.lines(Level.INFO)).containsExactly("WARN Refused a call of " + this.client.address()
				+ OVERLOADED.replace("add() was not executed: ", ": "));
	}

	@Test
	void aCallThatComesWhileTheServerStopsIsAnsweredInItsFormat() throws Exception {
		CompletableFuture<StopReport> stop = CompletableFuture
			.supplyAsync(() -> this.server.stop(ServerSettings.Timeouts.DEFAULT.write()));
		this.server.awaitRefusal();
		await().until(() -> this.client.call(CALL).contains("stopping"));
		assertRefused("ConnectionRefusedError", 111, -32005, STOPPING);
		this.server.functions().release();
		assertThat(this.busy.readReply()).isEqualTo("\"released\"");
		StopReport report = stop.get(20, TimeUnit.SECONDS);
		assertThat(report.finished()).isOne();
		assertThat(report.cut()).isZero();
		// six calls in four formats, and those before
		assertThat(report.refused()).isGreaterThanOrEqualTo(8);
		this.client.awaitEnd();
	}

	@Test
	void aPeerThatCallsAgainAndAgainDoesNotHoldUpAStop() throws Exception {
		this.server.functions().release();
		CompletableFuture<Void> calls = new CompletableFuture<>();
		TestServer.startThread(() -> {
			try {
				while (true) {
					this.client.call(CALL);
				}
			}
			catch (IOException ex) {
				calls.complete(null);
			}
		});
		assertThat(this.server.stop(ServerSettings.Timeouts.DEFAULT.write()).isGraceful()).isTrue();
		calls.get(20, TimeUnit.SECONDS);
	}

	private void assertRefused(String type, int errno, int code, String text) throws IOException {
		// of which Python 3 makes the other type
		String exception = "OSError: [Errno %d] %s".formatted(errno, text);
		assertThat(this.client.call(CALL)).isEqualTo(exception);
		String response = "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":%d,\"message\":\"%s\",\"data\":{\"type\":\"%s\"}}}";
		this.client.sendFrame(Bytes.of(request("7")));
		assertThat(this.client.readFrame()).asString().isEqualTo(response.formatted("7", code, text, type));
		this.client.sendFrame(Bytes.of("[" + request("1") + ", " + request("\"b\"") + "]"));
		assertThat(this.client.readFrame()).asString()
			.isEqualTo("[" + response.formatted("1", code, text, type) + ","
					+ response.formatted("\"b\"", code, text, type) + "]");
		this.client.sendFrame(PICKLE);
		assertThat(this.client.readReply()).isEqualTo(exception);
		this.client.sendFrame(PICKLE_OF_PYTHON_2);
		assertThat(this.client.readReply()).isEqualTo(exception);
		// of a notification nobody can be told
		this.client.sendFrame(Bytes.of(request("0").replace("\"id\": 0, ", "")));
		this.client.sendFrame(Bytes.of(request("8")));
		assertThat(new String(this.client.readFrame(), StandardCharsets.ISO_8859_1))
			.startsWith("{\"jsonrpc\":\"2.0\",\"id\":8,\"error\"");
	}

	private static String request(String id) {
		return "{\"jsonrpc\": \"2.0\", \"id\": %s, \"method\": \"add\", \"params\": [2, 3]}".formatted(id);
	}

}
