package io.rpcboot.message;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which format a message is taken for, and what becomes of one that is not accepted.
 */
class MessageFormatsTests {

	private static final String ARRAY = "[\"add\", [2, 3], {}]";

	private static final String JSON_RPC = "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"add\", \"params\": [2, 3]}";

	private static final String RESPONSE = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":5}";

	private final Calls calls = calls(EnumSet.of(MessageFormat.ARRAY, MessageFormat.JSON_RPC));

	@Test
	void bothAreUnderstoodOnOneConnection() {
		assertThat(this.calls.call(ARRAY)).isEqualTo("5");
		assertThat(this.calls.call(JSON_RPC)).isEqualTo(RESPONSE);
		assertThat(this.calls.call(ARRAY)).isEqualTo("5");
		assertThat(this.calls.call(" \n[ \t" + JSON_RPC + "]")).isEqualTo("[" + RESPONSE + "]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "[1]", "[[]]", "hello", "", "5", "[\"add\", 5]", "null", "[" })
	void whatIsNeitherIsAFailureOfArrays(String message) {
		assertThat(this.calls.call(message)).startsWith("ValueError: the message is not ");
		assertThat(this.calls.call(ARRAY)).isEqualTo("5");
		assertThat(this.calls.call(JSON_RPC)).isEqualTo(RESPONSE);
		assertThat(this.calls.call(message)).startsWith("ValueError: the message is not ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "[1]", "[[]]", "hello", "", "5", "[\"add\", 5]", "null", "[", ARRAY })
	void whatIsNeitherIsAnErrorOfJsonRpcWhereThatWasSpokenFirst(String message) {
		assertThat(this.calls.call("{\"jsonrpc\": \"1.0\"}")).contains("\"code\":-32600");
		assertThat(this.calls.call(JSON_RPC)).isEqualTo(RESPONSE);
		assertThat(this.calls.call(message)).contains("\"id\":null,\"error\":{\"code\":-32");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "{\"jsonrpc\": 1}", "[{", "[{}, 1]", " { }" })
	void whatBeginsAsJsonRpcIsAnErrorOfIt(String message) {
		assertThat(this.calls.call(message)).contains("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32");
	}

	@Test
	void aMessageThatWasNotValidTellsNothingOfThePeer() {
		assertThat(this.calls.call("{}")).contains("\"code\":-32600");
		assertThat(this.calls.call("[{}]")).contains("\"code\":-32600");
		assertThat(this.calls.call("[]")).isEqualTo(
				"ValueError: the message is not a call [name, args, kwargs]: " + "its first element is not a string");
	}

	@Test
	void withoutJsonRpcItIsRefusedInItsOwnForm() {
		Calls arrays = calls(EnumSet.of(MessageFormat.ARRAY));
		for (String message : List.of(JSON_RPC, "[" + JSON_RPC + "]", "{")) {
			assertThat(arrays.call(message)).isEqualTo("""
					{"jsonrpc":"2.0","id":null,"error":{"code":-32004,"message":"calls of the format json-rpc are not \
					accepted here: rpc.server.formats is array","data":{"type":"PermissionError"}}}""");
		}
		assertThat(arrays.call("[]")).startsWith("ValueError: ");
		assertThat(arrays.call(ARRAY)).isEqualTo("5");
	}

	@Test
	void withoutArraysEverythingElseIsAnErrorOfJsonRpc() {
		Calls jsonRpc = calls(EnumSet.of(MessageFormat.JSON_RPC));
		assertThat(jsonRpc.call(ARRAY)).isEqualTo("""
				{"jsonrpc":"2.0","id":null,"error":{"code":-32004,"message":"calls of the format array are not \
				accepted here: rpc.server.formats is json-rpc","data":{"type":"PermissionError"}}}""");
		assertThat(jsonRpc.call("hello")).contains("\"code\":-32700");
		assertThat(jsonRpc.call("")).contains("\"code\":-32700");
		assertThat(jsonRpc.call("[1]")).startsWith("[{").contains("\"code\":-32600");
		assertThat(jsonRpc.call("[]")).contains("\"code\":-32600");
		assertThat(jsonRpc.call(JSON_RPC)).isEqualTo(RESPONSE);
	}

	@Test
	void aMessageThatIsTooLargeIsRefusedInTheFormatAndEnvelopeOfTheFirst() {
		Calls raw = calls(MessageFormat.DEFAULTS);
		assertThat(Calls.text(raw.oversized()))
			.isEqualTo("ValueError: the message has 9 bytes, more than the 5 that p allows");
		assertThat(raw.send(JSON_RPC)).isEqualTo(RESPONSE);
		String refusal = """
				{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"Invalid Request","data":{\
				"type":"ValueError","message":"the message has 9 bytes, more than the 5 that p allows"}}}""";
		assertThat(raw.oversized()).asString().isEqualTo(refusal);
		this.calls.call(JSON_RPC);
		assertThat(Calls.text(this.calls.oversized())).isEqualTo(refusal);
	}

	private static Calls calls(Set<MessageFormat> formats) {
		return Calls.of(new Functions(), JsonMapper.shared(), JsonSettings.DEFAULT,
				new ErrorTranslator(List.of(), ErrorSettings.DEFAULT), formats);
	}

	static class Functions {

		int add(int x, int y) {
			return x + y;
		}

	}

}
