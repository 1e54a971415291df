package io.rpcboot.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.rpcboot.RpcKeyword;
import io.rpcboot.RpcKwargs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * JSON-RPC beyond the examples of its specification.
 */
class JsonRpcTests {

	private final Functions functions = new Functions();

	private final Calls calls = Calls.of(this.functions);

	@ParameterizedTest
	@ValueSource(strings = { "1", "0", "-7", "1.50", "1e2", "123456789012345678901234567890", "-0.0", "null", "\"\"",
			"\"a\"", "\"\\u00e9\\n\"", "\"\u4f60\"", "\"null\"", "\" 1 \"" })
	void idsAreEchoedAsTheyWereWritten(String id) {
		assertThat(this.calls.send("{\"jsonrpc\":\"2.0\",\"id\": " + id + " ,\"method\":\"add\",\"params\":[2,3]}"))
			.isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":5}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "[1]", "{\"a\": 1}", "NaN", "-Infinity", "Infinity" })
	void anIdOfAnotherKindIsRefused(String id) {
		assertInvalid("{\"jsonrpc\": \"2.0\", \"id\": " + id + ", \"method\": \"add\", \"params\": [2, 3]}", "null",
				"its id is neither a string nor a number nor null");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{"params": [2, 3], "id": 1, "method": "add", "jsonrpc": "2.0"} | 5
					{"id": 1, "params": {"y": 3, "x": 2}, "jsonrpc": "2.0", "method": "add"} | 5
					 {"jsonrpc" :"2.0" , "method": "add","params": [ 2 ,3 ] ,"id" :1 }  | 5
					{"\\u006aso\\u006erpc": "2.0", "m\\u0065thod": "a\\u0064d", "id": 1, "params": [2, 3]} | 5
					{"jsonrpc": "2.0", "method": "greet", "id": 1} | "Hello, you"
					{"jsonrpc": "2.0", "method": "greet", "id": 1, "params": []} | "Hello, you"
					{"jsonrpc": "2.0", "method": "greet", "id": 1, "params": {}} | "Hello, you"
					{"jsonrpc": "2.0", "method": "greet", "id": 1, "params": {"name": "]}\\"{["}} | "Hello, ]}\\"{["
					{"jsonrpc": "2.0", "method": "label", "id": 1, "params": {"text": "a", "size": 2, "colour": "red"}} | ["a",2,{"colour":"red"}]
					{"jsonrpc": "2.0", "method": "nothing", "id": 1} | null
					{"jsonrpc": "2.0", "method": "add", "id": 0, "id": 1, "params": [9, 9], "params": [2, 3]} | 5
					{"jsonrpc": "2.0", "method": "add", "params": [2, 3], "id": 1, "trace": {"a": [1, {"b": null}]}, "x": "\\ud83d\\ude00"} | 5
					{"jsonrpc": "2.0", "method": "add", "params": [2, 3], "id": 1, "meta": null} | 5
					{"jsonrpc": "2.0", "method": "add", "params": [2, 3], "id": 1, "meta": {"timeout": 1e30, "other": [1]}} | 5
					{"jsonrpc": "2.0", "method": "add", "params": [2, 3], "id": 1, "meta": {"timeout": null}} | 5
					""")
	void membersComeInAnyOrderAndForm(String request, String result) {
		assertThat(this.calls.send(request)).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{}                                                          | null | its jsonrpc is not "2.0"
					{"method": "add", "params": [2, 3], "id": 1}                | 1    | its jsonrpc is not "2.0"
					{"jsonrpc": "1.0", "method": "add", "id": 1}                | 1    | its jsonrpc is not "2.0"
					{"jsonrpc": 2.0, "method": "add", "id": 1}                  | 1    | its jsonrpc is not "2.0"
					{"jsonrpc": "2.0", "id": "a"}                               | "a"  | its method is not a string
					{"jsonrpc": "2.0", "method": null, "id": 1}                 | 1    | its method is not a string
					{"jsonrpc": "2.0", "method": ["add"], "id": 1}              | 1    | its method is not a string
					{"jsonrpc": "2.0", "result": 5, "id": 1}                    | 1    | its method is not a string
					{"jsonrpc": "2.0", "method": "add", "params": 5, "id": 1}   | 1    | its params are neither an array nor an object
					{"jsonrpc": "2.0", "method": "add", "params": null, "id": 1} | 1   | its params are neither an array nor an object
					{"jsonrpc": "2.0", "method": "add", "params": "[2, 3]"}     | null | its params are neither an array nor an object
					{"jsonrpc": "2.0", "method": "add", "id": 1, "meta": []}    | 1    | its meta is not an object
					{"jsonrpc": "2.0", "method": "add", "id": 1, "meta": {"timeout": "5"}} | 1 | its meta.timeout is not a number of milliseconds
					{"jsonrpc": "2.0", "method": "add", "id": 1, "meta": {"timeout": -1}} | 1 | its meta.timeout is not a number of milliseconds
					{"jsonrpc": "2.0", "method": "add", "id": 1, "meta": {"timeout": NaN}} | 1 | its meta.timeout is not a number of milliseconds
					""")
	void whatIsNoRequestIsRefusedWithItsIdIfItHasOne(String request, String id, String problem) {
		assertInvalid(request, id, problem);
	}

	private void assertInvalid(String request, String id, String problem) {
		assertThat(this.calls.send(request)).isEqualTo(
				"""
						{"jsonrpc":"2.0","id":%s,"error":{"code":-32600,"message":"Invalid Request","data":{"type":"ValueError",\
						"message":"it is no request of JSON-RPC 2.0: %s"}}}"""
					.formatted(id, problem.replace("\"", "\\\"")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "{\"jsonrpc\"", "{\"jsonrpc\":", "{\"jsonrpc\": \"2.0", "{\"jsonrpc\": }",
			"{\"jsonrpc\": \"2.0\",}", "{\"jsonrpc\": \"2.0\"} x", "{jsonrpc: \"2.0\"}", "{'jsonrpc': \"2.0\"}",
			"{\"jsonrpc\": \"2.0\" \"id\": 1}", "{\"jsonrpc\": \"2.0\", \"id\": 01}",
			"{\"jsonrpc\": \"2.0\", \"id\": -}", "{\"jsonrpc\": \"2.0\", \"id\": tru}",
			"{\"jsonrpc\": \"2.0\", \"id\": \"\\x\"}", "{\"jsonrpc\": \"2.0\", \"id\": \"a\tb\"}",
			"{\"jsonrpc\": \"2.0\", \"x\": [1,,2]}", "{\"jsonrpc\": \"2.0\", \"x\": [1}}",
			"{\"jsonrpc\": \"2.0\", \"meta\": {\"a\" 1}}",
			"{\"jsonrpc\": \"2.0\", \"method\": \"add\", \"id\": 1, \"params\": [2, 3}}",
			"{\"jsonrpc\": \"2.0\", \"method\": \"add\", \"id\": 1, \"params\": [2, 3, ,]}",
			"{\"jsonrpc\": \"2.0\", \"method\": \"add\", \"id\": 1, \"params\": [2, \"3\", x]}",
			"{\"jsonrpc\": \"2.0\", \"method\": \"add\", \"id\": 1, \"params\": {\"x\": 2, \"y\" 3}}",
			"{\"jsonrpc\": \"2.0\", \"method\": \"nowhere\", \"id\": 1, \"params\": [2 3]}",
			"{\"jsonrpc\": \"2.0\", \"method\": \"add\", \"params\": [2 3]}",
			"{\"jsonrpc\": \"2.0\", \"method\": \"add\", \"params\": [\"\\", "[{]", "[{}", "[{},]", "[{\"a\": 1},",
			"[{}, {}] []" })
	void whatIsNoJsonIsAParseErrorWithoutAnId(String message) {
		assertThat(this.calls.send(message)).matches("""
				\\{"jsonrpc":"2.0","id":null,"error":\\{"code":-32700,"message":"Parse error","data":\\{\
				"type":"ValueError","message":"the message is not JSON: .+"}}}""");
		assertThat(this.functions.notified).isEmpty();
	}

	@Test
	void whatIsNotUtf8IsAParseError() {
		byte[] message = "{\"jsonrpc\": \"2.0\", \"method\": \"x\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
		message[28] = (byte) 0xFF;
		assertThat(new String(this.calls.answer(message), java.nio.charset.StandardCharsets.UTF_8)).isEqualTo("""
				{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error","data":{"type":"ValueError",\
				"message":"the message is not UTF-8 at byte 28"}}}""");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					"add", "params": [2]           | -32602 | Invalid params   | TypeError      | add() missing 1 required positional argument: 'y'
					"add", "params": [2, "3"]      | -32602 | Invalid params   | TypeError      | add() argument 'y': expected int, got '3'
					"add", "params": {"z": 1}      | -32602 | Invalid params   | TypeError      | add() got an unexpected keyword argument 'z'
					"rpc.nothing"                  | -32601 | Method not found | AttributeError | there is no function 'rpc.nothing' here
					"unwritable"                   | -32603 | Internal error   | TypeError      | unwritable() returned what JSON cannot hold at $.value: no value
					""")
	void errorsOfTheSpecificationHaveItsTextAndTellMoreInTheirData(String method, int code, String text, String type,
			String message) {
		assertThat(this.calls.send("{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": " + method + "}")).isEqualTo("""
				{"jsonrpc":"2.0","id":1,"error":{"code":%d,"message":"%s","data":{"type":"%s","message":"%s"}}}"""
			.formatted(code, text, type, message));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"fail", "params": ["no such size"]      | ValueError   | no such size
			"fail", "params": [""]                  | ValueError   |
			"fail", "params": ["half \\ud800"]      | ValueError   | half \\uD800
			"error"                                 | RuntimeError | java.lang.AssertionError: no way
			""")
	void whatAFunctionThrowsIsAnErrorOfTheServer(String method, String type, String message) {
		assertThat(this.calls.send("{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": " + method + "}")).isEqualTo("""
				{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"%s","data":{"type":"%s"}}}"""
			.formatted((message != null) ? message : "", type));
	}

	@Test
	void aStackTraceIsInTheDataWhereItIsSent() {
		Calls traced = Calls.of(this.functions, JsonMapper.shared(), JsonSettings.DEFAULT,
				new ErrorTranslator(List.of(), new ErrorSettings(true, true)));
		assertThat(traced.send("{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"fail\", \"params\": [\"x\"]}"))
			.startsWith("""
					{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"x","data":{"type":"ValueError",\
					"traceback":"java.lang.IllegalArgumentException: x\\n\\tat\s""");
	}

	@Test
	void aNotificationIsExecutedAndNeverAnswered() {
		assertThat(this.calls.send("{\"jsonrpc\": \"2.0\", \"method\": \"note\", \"params\": [\"a\"]}")).isEmpty();
		assertThat(this.functions.notified).containsExactly("a");
		assertThat(this.calls.send("{\"jsonrpc\": \"2.0\", \"method\": \"note\"}")).isEmpty();
		assertThat(this.calls.send("{\"jsonrpc\": \"2.0\", \"method\": \"error\"}")).isEmpty();
		assertThat(this.calls.send("{\"jsonrpc\": \"2.0\", \"method\": \"unwritable\"}")).isEmpty();
		assertThat(this.calls.send("{\"jsonrpc\": \"2.0\", \"method\": \"rpc.cancel\"}")).isEmpty();
	}

	@Test
	void aBatchIsExecutedInOrderAndOnlyIfItIsJsonToItsEnd() {
		String batch = """
				[{"jsonrpc": "2.0", "method": "note", "params": ["a"], "id": 1},
				{"jsonrpc": "2.0", "method": "note", "params": ["b"]},
				{"jsonrpc": "2.0", "method": "note", "params": ["c"], "id": 2}""";
		assertThat(this.calls.send(batch + ", {\"x\": [1 2]}]")).contains("-32700");
		assertThat(this.functions.notified).isEmpty();
		assertThat(this.calls.send(batch + "]")).isEqualTo("""
				[{"jsonrpc":"2.0","id":1,"result":null},{"jsonrpc":"2.0","id":2,"result":null}]""");
		assertThat(this.functions.notified).containsExactly("a", "b", "c");
	}

	@Test
	void aBatchHasAtMostAsManyCallsAsMayRun() {
		String call = "{\"jsonrpc\": \"2.0\", \"method\": \"note\", \"params\": [\"a\"]}";
		assertThat(this.calls.send("[" + (call + ",").repeat(Calls.MAX_CALLS) + call + "]")).isEqualTo(
				"""
						{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"Invalid Request","data":{"type":"ValueError",\
						"message":"the batch has more calls than the 16 that rpc.server.max-calls-per-connection allows"}}}""");
		assertThat(this.functions.notified).isEmpty();
		assertThat(this.calls.send("[" + (call + ",").repeat(Calls.MAX_CALLS - 1) + call + "]")).isEmpty();
		assertThat(this.functions.notified).hasSize(Calls.MAX_CALLS);
	}

	@Test
	void theRepliesBeforeAnUnwritableOneOfABatchRemain() {
		assertThat(this.calls.send("""
				[{"jsonrpc": "2.0", "method": "add", "params": [2, 3], "id": 1},
				{"jsonrpc": "2.0", "method": "unwritable", "id": 2},
				{"jsonrpc": "2.0", "method": "add", "params": [3, 4], "id": 3}]""")).isEqualTo("""
				[{"jsonrpc":"2.0","id":1,"result":5},{"jsonrpc":"2.0","id":2,"error":{"code":-32603,\
				"message":"Internal error","data":{"type":"TypeError","message":"unwritable() returned what JSON \
				cannot hold at $.value: no value"}}},{"jsonrpc":"2.0","id":3,"result":7}]""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "[]", "{\"jsonrpc\": 1}", "{\"key\": 5}" })
	void aCancellationNeedsAnId(String params) {
		assertThat(this.calls
			.send("{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"rpc.cancel\", \"params\": " + params + "}"))
			.isEqualTo(
					"""
							{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"Invalid params","data":{"type":"TypeError",\
							"message":"rpc.cancel() takes the id of a call"}}}""");
	}

	@Test
	void aTextThatTravelsWithACallReachesItsInterceptors() {
		List<Map<String, String>> seen = new ArrayList<>();
		JsonCodec codec = new JsonCodec(JsonMapper.shared(), JsonSettings.DEFAULT);
		MessageHandler handler = new MessageHandler(codec, (call) -> seen.add(call.metadata()),
				new ErrorTranslator(List.of(), ErrorSettings.DEFAULT), MessageFormat.DEFAULTS);
		Calls.send(handler, """
				{"jsonrpc": "2.0", "id": 1, "method": "x", "meta": {"traceparent": "00-1-2-01", "timeout": 5000,\
				 "tracestate": "a=b", "n": 1, "deep": {"x": "y"}}}""");
		Calls.send(handler, "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"x\"}");
		assertThat(seen).containsExactly(Map.of("traceparent", "00-1-2-01", "tracestate", "a=b"), Map.of());
	}

	@Test
	void textsBeyondALimitDoNotTravel() {
		List<Map<String, String>> seen = new ArrayList<>();
		MessageHandler handler = new MessageHandler(new JsonCodec(JsonMapper.shared(), JsonSettings.DEFAULT),
				(call) -> seen.add(call.metadata()), new ErrorTranslator(List.of(), ErrorSettings.DEFAULT),
				MessageFormat.DEFAULTS);
		String request = "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"x\", \"meta\": {%s}}";
		Calls.send(handler, request
			.formatted("\"baggage\": \"%s\", \"long\": \"%s\"".formatted("x".repeat(8192), "x".repeat(8193))));
		Calls.send(handler, request.formatted(
				IntStream.range(0, 40).mapToObj("\"name%d\": \"text\""::formatted).collect(Collectors.joining(","))));
		assertThat(seen.get(0)).containsOnlyKeys("baggage");
		assertThat(seen.get(1)).hasSize(32).containsKey("name0");
	}

	static class Functions {

		private final List<String> notified = new ArrayList<>();

		int add(int x, int y) {
			return x + y;
		}

		String greet(Optional<String> name) {
			return "Hello, " + name.orElse("you");
		}

		List<Object> label(String text, @RpcKeyword int size, @RpcKwargs Map<String, Object> attributes) {
			return List.of(text, size, attributes);
		}

		void nothing() {
		}

		void note(String text) {
			this.notified.add(text);
		}

		void fail(String message) {
			throw new IllegalArgumentException(message);
		}

		void error() {
			throw new AssertionError("no way");
		}

		Unwritable unwritable() {
			return new Unwritable(1);
		}

	}

	record Unwritable(int value) {

		@Override
		public int value() {
			throw new IllegalStateException("no value");
		}

	}

}
