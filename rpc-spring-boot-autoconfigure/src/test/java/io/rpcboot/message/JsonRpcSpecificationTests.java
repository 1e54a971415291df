package io.rpcboot.message;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of the specification, in its order. Responses are compared as JSON,
 * without the {@code data} of an error, which the specification leaves to the server.
 */
class JsonRpcSpecificationTests {

	private final Calls calls = Calls.of(new Functions());

	@BeforeEach
	void speakJsonRpc() throws NoSuchMethodException {
		this.calls.registry().register("notify_hello", new Functions(), Functions.class.getMethod("hello", int.class));
		this.calls.registry().register("get_data", new Functions(), Functions.class.getMethod("data"));
		assertThat(this.calls.send("{\"jsonrpc\": \"2.0\", \"method\": \"data\"}")).isEmpty();
	}

	@Test
	void parametersByPosition() {
		exchange("""
				{"jsonrpc": "2.0", "method": "subtract", "params": [42, 23], "id": 1}""", """
				{"jsonrpc": "2.0", "result": 19, "id": 1}""");
		exchange("""
				{"jsonrpc": "2.0", "method": "subtract", "params": [23, 42], "id": 2}""", """
				{"jsonrpc": "2.0", "result": -19, "id": 2}""");
	}

	@Test
	void parametersByName() {
		exchange("""
				{"jsonrpc": "2.0", "method": "subtract", "params": {"subtrahend": 23, "minuend": 42}, "id": 3}""", """
				{"jsonrpc": "2.0", "result": 19, "id": 3}""");
		exchange("""
				{"jsonrpc": "2.0", "method": "subtract", "params": {"minuend": 42, "subtrahend": 23}, "id": 4}""", """
				{"jsonrpc": "2.0", "result": 19, "id": 4}""");
	}

	@Test
	void aNotification() {
		assertThat(this.calls.send("""
				{"jsonrpc": "2.0", "method": "update", "params": [1,2,3,4,5]}""")).isEmpty();
		assertThat(this.calls.send("""
				{"jsonrpc": "2.0", "method": "foobar"}""")).isEmpty();
	}

	@Test
	void aMethodThatDoesNotExist() {
		exchange("""
				{"jsonrpc": "2.0", "method": "foobar", "id": "1"}""", """
				{"jsonrpc": "2.0", "error": {"code": -32601, "message": "Method not found"}, "id": "1"}""");
	}

	@Test
	void invalidJson() {
		exchange("""
				{"jsonrpc": "2.0", "method": "foobar, "params": "bar", "baz]""", """
				{"jsonrpc": "2.0", "error": {"code": -32700, "message": "Parse error"}, "id": null}""");
	}

	@Test
	void anInvalidRequest() {
		exchange("""
				{"jsonrpc": "2.0", "method": 1, "params": "bar"}""", """
				{"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null}""");
	}

	@Test
	void aBatchOfInvalidJson() {
		exchange("""
				[
				  {"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
				  {"jsonrpc": "2.0", "method"
				]""", """
				{"jsonrpc": "2.0", "error": {"code": -32700, "message": "Parse error"}, "id": null}""");
	}

	@Test
	void anEmptyArray() {
		exchange("[]", """
				{"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null}""");
	}

	@Test
	void anInvalidBatchThatIsNotEmpty() {
		exchange("[1]", """
				[
				  {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null}
				]""");
	}

	@Test
	void anInvalidBatch() {
		exchange("[1,2,3]", """
				[
				  {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null},
				  {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null},
				  {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null}
				]""");
	}

	@Test
	void aBatch() {
		exchange("""
				[
				  {"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
				  {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]},
				  {"jsonrpc": "2.0", "method": "subtract", "params": [42,23], "id": "2"},
				  {"foo": "boo"},
				  {"jsonrpc": "2.0", "method": "foo.get", "params": {"name": "myself"}, "id": "5"},
				  {"jsonrpc": "2.0", "method": "get_data", "id": "9"}
				]""", """
				[
				  {"jsonrpc": "2.0", "result": 7, "id": "1"},
				  {"jsonrpc": "2.0", "result": 19, "id": "2"},
				  {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null},
				  {"jsonrpc": "2.0", "error": {"code": -32601, "message": "Method not found"}, "id": "5"},
				  {"jsonrpc": "2.0", "result": ["hello", 5], "id": "9"}
				]""");
	}

	@Test
	void aBatchOfNotifications() {
		assertThat(this.calls.send("""
				[
				  {"jsonrpc": "2.0", "method": "notify_sum", "params": [1,2,4]},
				  {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]}
				]""")).isEmpty();
	}

	private void exchange(String request, String response) {
		JsonNode actual = JsonMapper.shared().readTree(this.calls.send(request));
		actual.findParents("error").forEach((failed) -> ((ObjectNode) failed.get("error")).remove("data"));
		assertThat(actual).isEqualTo(JsonMapper.shared().readTree(response));
	}

	public static class Functions {

		public int subtract(int minuend, int subtrahend) {
			return minuend - subtrahend;
		}

		public int sum(int... numbers) {
			int sum = 0;
			for (int number : numbers) {
				sum += number;
			}
			return sum;
		}

		public void update(int... numbers) {
		}

		public void hello(int number) {
		}

		public List<Object> data() {
			return List.of("hello", 5);
		}

	}

}
