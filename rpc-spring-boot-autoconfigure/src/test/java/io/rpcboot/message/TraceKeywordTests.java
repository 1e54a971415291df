package io.rpcboot.message;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

import io.rpcboot.wire.FrameOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TraceKeyword}.
 */
class TraceKeywordTests {

	private final TraceKeyword trace = new TraceKeyword("trace");

	private final JsonCodec codec = new JsonCodec(JsonMapper.shared(), JsonSettings.DEFAULT);

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			["f", [1], {"trace": "00-1"}]                | 00-1 | []
			["f", [[1], {}], {"trace": "00-1", "x": 1}]  | 00-1 | [x]
			["f", [], {"x": {"trace": "2"}, "trace": "3"}] | 3  | [x]
			["f", [], {"x": 1}]                          |      | [x]
			["f", [], {"trace": null, "x": 1}]           |      | [x]
			["f", ["trace"], {}]                         |      | []
			["f", [], []]                                |      | refused
			""")
	void takesTheArgumentOffACallThatCameIn(String message, String traceparent, String keywords) {
		List<Object> seen = new ArrayList<>();
		MessageHandler handler = new MessageHandler(this.codec, (call) -> {
			Call taken = this.trace.take(call);
			seen.add(taken.metadata());
			seen.add(keywords(taken.arguments()).toString());
			return null;
		}, new ErrorTranslator(List.of(), ErrorSettings.DEFAULT), EnumSet.allOf(MessageFormat.class));
		Calls.send(handler, message);
		assertThat(seen.get(0)).isEqualTo((traceparent != null) ? Map.of("traceparent", traceparent) : Map.of());
		assertThat(seen.subList(1, seen.size())).isEqualTo(keywords.equals("refused") ? List.of() : List.of(keywords));
	}

	private static List<String> keywords(Arguments arguments) {
		while (arguments.nextPositional()) {
			arguments.skip();
		}
		List<String> keywords = new ArrayList<>();
		for (String name = arguments.nextKeyword(); name != null; name = arguments.nextKeyword()) {
			arguments.skip();
			keywords.add(name);
		}
		return keywords;
	}

	@Test
	void givesTheArgumentToACallThatGoesOutWheneverItIsWritten() {
		Call call = this.trace.give(call(MessageFormat.ARRAY, Map.of("x", 1), Map.of("traceparent", "00-1")));
		for (int i = 0; i < 2; i++) {
			assertThat(written(call)).contains("[\"f\",[7],{\"x\":1,\"trace\":\"00-1\"}]");
		}
	}

	@Test
	void leavesAnArgumentOfThatName() {
		Call call = this.trace.give(call(MessageFormat.ARRAY, Map.of("trace", 1), Map.of("traceparent", "00-1")));
		assertThat(written(call)).contains("[\"f\",[7],{\"trace\":1}]");
	}

	@Test
	void leavesACallWithoutATraceOrWithAnotherPlaceForIt() {
		Call untraced = call(MessageFormat.ARRAY, Map.of(), Map.of());
		assertThat(this.trace.give(untraced)).isSameAs(untraced);
		Call other = call(MessageFormat.JSON_RPC, Map.of(), Map.of("traceparent", "00-1"));
		assertThat(this.trace.give(other)).isSameAs(other);
		assertThat(this.trace.take(other)).isSameAs(other);
	}

	@Test
	void readsAValueThatIsThereAlready() {
		ArgumentValues values = new ArgumentValues(List.of(), Map.of("trace", "00-1", "x", 1));
		assertThat(values.textOf("trace")).isEqualTo("00-1");
		assertThat(values.textOf("x")).isNull();
	}

	private String written(Call call) {
		CallCodec codec = CallCodec.of(MessageFormat.ARRAY, this.codec);
		return new String(codec.encode(call, 1, Duration.ofSeconds(1), new FrameOutput()).toByteArray(),
				StandardCharsets.ISO_8859_1);
	}

	private static Call call(MessageFormat format, Map<String, Object> keywords, Map<String, String> metadata) {
		return new Call("f", new ArgumentValues(List.of(7), keywords), format, "shop", metadata, null);
	}

}
