package io.rpcboot.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import ch.qos.logback.classic.Level;
import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.RawPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls of JSON-RPC that nobody waits for any longer.
 */
@Timeout(60)
class InterruptedCallsTests {

	private static final String CANCELLED = """
			{"jsonrpc":"2.0","id":%s,"error":{"code":-32002,"message":"%s() was cancelled by its caller",\
			"data":{"type":"InterruptedError"}}}""";

	private static final String LATE = """
			{"jsonrpc":"2.0","id":%s,"error":{"code":-32001,"message":"%s() took longer than its caller waits",\
			"data":{"type":"TimeoutError"}}}""";

	private final CapturedLog log = new CapturedLog();

	private TestServer server;

	private RawPeer client;

	@BeforeEach
	void start() throws IOException {
		this.server = new TestServer();
		this.client = this.server.client();
	}

	@AfterEach
	void theConnectionGoesOnAndNobodyIsBlamed() throws IOException {
		assertThat(call("{\"jsonrpc\": \"2.0\", \"id\": 99, \"method\": \"add\", \"params\": [2, 3]}"))
			.isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":5}");
		this.client.close();
		this.server.close();
		assertThat(this.log.lines(Level.INFO)).isEmpty();
		this.log.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "7", "\"seven\"", "null" })
	void aCallIsCancelledByItsId(String id) throws Exception {
		send("{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"block\"}");
		send("{\"jsonrpc\": \"2.0\", \"id\": " + id + ", \"method\": \"block\"}");
		assertThat(this.server.functions().awaitBlocked(2)).isTrue();
		send("{\"jsonrpc\": \"2.0\", \"method\": \"rpc.cancel\", \"params\": {\"id\": " + id + "}}");
		assertThat(receive()).isEqualTo(CANCELLED.formatted(id, "block"));
		this.server.functions().release();
		assertThat(receive()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"released\"}");
	}

	@Test
	void aCancellationByARequestTellsWhetherThereWasSuchACall() throws Exception {
		String cancel = "{\"jsonrpc\": \"2.0\", \"id\": 2, \"method\": \"rpc.cancel\", \"params\": [1]}";
		assertThat(call(cancel)).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":false}");
		send("{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"block\"}");
		assertThat(this.server.functions().awaitBlocked(1)).isTrue();
		send(cancel);
		assertThat(new String[] { receive(), receive() }).containsExactlyInAnyOrder(
				"{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":true}", CANCELLED.formatted(1, "block"));
	}

	@Test
	void aCancellationRightBehindItsCallIsNotLost() throws Exception {
		for (int id = 1; id <= 200; id++) {
			this.client.send(Bytes.frame(Bytes.of("{\"jsonrpc\": \"2.0\", \"id\": " + id + ", \"method\": \"block\"}")),
					Bytes.frame(Bytes
						.of("{\"jsonrpc\": \"2.0\", \"method\": \"rpc.cancel\", \"params\": {\"id\": " + id + "}}")));
			assertThat(receive()).isEqualTo(CANCELLED.formatted(id, "block"));
		}
	}

	@Test
	void theCallsOfAnotherConnectionAreNotCancelled() throws Exception {
		send("{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"block\"}");
		assertThat(this.server.functions().awaitBlocked(1)).isTrue();
		try (RawPeer other = this.server.client()) {
			other.sendFrame(
					Bytes.of("{\"jsonrpc\": \"2.0\", \"id\": 2, \"method\": \"rpc.cancel\", \"params\": {\"id\": 1}}"));
			assertThat(new String(other.readFrame(), StandardCharsets.UTF_8))
				.isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":false}");
		}
		this.server.functions().release();
		assertThat(receive()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"released\"}");
	}

	@Test
	void aCallOfABatchCanBeCancelledAndTheOthersGoOn() throws Exception {
		send("""
				[{"jsonrpc": "2.0", "id": 1, "method": "block"},
				{"jsonrpc": "2.0", "id": 2, "method": "add", "params": [2, 3]}]""");
		assertThat(this.server.functions().awaitBlocked(1)).isTrue();
		send("{\"jsonrpc\": \"2.0\", \"method\": \"rpc.cancel\", \"params\": {\"id\": 1}}");
		assertThat(receive())
			.isEqualTo("[" + CANCELLED.formatted(1, "block") + ",{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":5}]");
	}

	@Test
	void aFunctionThatDoesNotMindItsInterruptionHasAResult() throws Exception {
		send("{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"blockWhateverHappens\"}");
		assertThat(this.server.functions().awaitBlocked(1)).isTrue();
		assertThat(call("{\"jsonrpc\": \"2.0\", \"id\": 2, \"method\": \"rpc.cancel\", \"params\": [1]}"))
			.isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":true}");
		this.server.functions().release();
		assertThat(receive()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"released\"}");
	}

	@Test
	void aCallEndsWhenItsCallerDoesNotWaitAnyLonger() throws Exception {
		send("{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"block\"}");
		send("{\"jsonrpc\": \"2.0\", \"id\": 2, \"method\": \"block\", \"meta\": {\"timeout\": 60000}}");
		assertThat(call("{\"jsonrpc\": \"2.0\", \"id\": 3, \"method\": \"block\", \"meta\": {\"timeout\": 1.5}}"))
			.isEqualTo(LATE.formatted(3, "block"));
		assertThat(this.server.functions().awaitBlocked(2)).isTrue();
		this.server.functions().release();
		assertThat(new String[] { receive(), receive() }).containsExactlyInAnyOrder(
				"{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"released\"}",
				"{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":\"released\"}");
	}

	@Test
	void aFutureThatIsLateIsGivenUpToo() throws Exception {
		assertThat(call("{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"later\", \"params\": [1, 60000000], "
				+ "\"meta\": {\"timeout\": 30}}"))
			.isEqualTo(LATE.formatted(1, "later"));
	}

	@Test
	void aCallWhoseTimeIsOverBeforeItBeginsIsNotExecuted() throws Exception {
		assertThat(call("{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"block\", \"meta\": {\"timeout\": 0}}"))
			.isEqualTo(LATE.formatted(1, "block"));
		String reply = call("""
				[{"jsonrpc": "2.0", "id": 1, "method": "block", "meta": {"timeout": 500}},
				{"jsonrpc": "2.0", "id": 2, "method": "block", "meta": {"timeout": 500}}]""");
		assertThat(reply).isEqualTo("[" + LATE.formatted(1, "block") + "," + LATE.formatted(2, "block") + "]");
		assertThat(this.server.functions().awaitBlocked(1)).isTrue();
		assertThat(this.server.functions().mostBlocked()).isOne();
	}

	@Test
	void theTimeOfACallThatHasEndedDoesNotInterruptTheNextOne() throws Exception {
		assertThat(call("{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"add\", \"params\": [2, 3], "
				+ "\"meta\": {\"timeout\": 1000}}"))
			.isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":5}");
		send("{\"jsonrpc\": \"2.0\", \"id\": 2, \"method\": \"block\"}");
		assertThat(call("{\"jsonrpc\": \"2.0\", \"id\": 3, \"method\": \"block\", \"meta\": {\"timeout\": 1500}}"))
			.isEqualTo(LATE.formatted(3, "block"));
		this.server.functions().release();
		assertThat(receive()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":\"released\"}");
	}

	@Test
	void aFunctionThatLeavesItsThreadInterruptedDoesNotCloseTheConnection() throws Exception {
		for (int id = 1; id <= 3; id++) {
			assertThat(call("{\"jsonrpc\": \"2.0\", \"id\": " + id + ", \"method\": \"leaveInterrupted\"}"))
				.isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":\"interrupted\"}");
		}
	}

	private void send(String message) throws IOException {
		this.client.sendFrame(Bytes.of(message));
	}

	private String receive() throws IOException {
		return new String(this.client.readFrame(), StandardCharsets.UTF_8);
	}

	private String call(String message) throws IOException {
		send(message);
		return receive();
	}

}
