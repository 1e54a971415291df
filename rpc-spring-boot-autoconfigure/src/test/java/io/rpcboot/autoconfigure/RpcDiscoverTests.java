package io.rpcboot.autoconfigure;

import com.github.victools.jsonschema.generator.SchemaGenerator;
import io.rpcboot.RpcFunction;
import io.rpcboot.RpcParam;
import io.rpcboot.fixture.Functions;
import io.rpcboot.fixture.ServerRunner;
import io.rpcboot.openrpc.DiscoverInterceptor;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code rpc.discover}.
 */
class RpcDiscoverTests {

	private static final String DISCOVER = "[\"rpc.discover\", [], {}]";

	private static final String UNKNOWN = "AttributeError: there is no function 'rpc.discover' here";

	private final ApplicationContextRunner runner = ServerRunner.listening()
		.withBean("shop", Shop.class)
		.withPropertyValues("spring.application.name=shop", "spring.application.version=1.2");

	@Test
	void whenAskedThenTheServerDescribesItsFunctions() {
		this.runner.run((context) -> {
			JsonNode document = JsonMapper.shared().readTree(Functions.call(context, DISCOVER));
			assertThat(document.at("/info")).isEqualTo(json("{'title': 'shop', 'version': '1.2'}"));
			assertThat(document.at("/methods")).isEqualTo(json("""
					[{'name': 'price', 'description': 'Prices an article', 'paramStructure': 'either',
					 'params': [{'name': 'sku', 'description': 'Its number', 'required': true,
					  'x-kind': 'POSITIONAL_OR_KEYWORD', 'schema': {'type': 'string'}}],
					 'result': {'name': 'result', 'schema': {'type': 'number', 'format': 'double'}}}]"""));
		});
	}

	@Test
	void whenAskedInJsonRpcThenTheAnswerIsTheSame() {
		this.runner.run((context) -> {
			String reply = Functions.call(context, "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"rpc.discover\"}");
			assertThat(JsonMapper.shared().readTree(reply).get("result"))
				.isEqualTo(JsonMapper.shared().readTree(Functions.call(context, DISCOVER)));
		});
	}

	@Test
	void whenFunctionsAreRegisteredLaterThenTheyAreDescribedToo() {
		this.runner.run((context) -> {
			Functions.registry(context).register("stop", Runnable.class, () -> {
			});
			assertThat(Functions.call(context, DISCOVER)).contains("\"name\":\"price\"", "\"name\":\"stop\"");
		});
	}

	@Test
	void whenNamesAreSnakeCaseThenTheDocumentIsWhatItIs() {
		this.runner.withPropertyValues("rpc.server.naming=snake-case")
			.run((context) -> assertThat(Functions.call(context, DISCOVER)).contains("\"paramStructure\":\"either\""));
	}

	@Test
	void whenAskedInAPickleThenTheDocumentIsPickled() {
		this.runner.withPropertyValues("rpc.server.formats=array,pickle")
			.run((context) -> assertThat(Functions.call(context, "(Vrpc.discover\n)}t.")).startsWith("\uFFFD\u0002}(X")
				.contains("openrpc", "Prices an article"));
	}

	@Test
	void whenArgumentsArePassedThenTheyAreRefused() {
		this.runner.run((context) -> {
			assertThat(Functions.call(context, "[\"rpc.discover\", [1], {}]"))
				.isEqualTo("TypeError: rpc.discover() takes no arguments");
			assertThat(Functions.call(context, "[\"rpc.discover\", [], {\"x\": 1}]"))
				.isEqualTo("TypeError: rpc.discover() takes no arguments");
		});
	}

	@Test
	void whenItIsSwitchedOffThenThereIsNoSuchFunction() {
		this.runner.withPropertyValues("rpc.server.discover=false")
			.run((context) -> assertThat(Functions.call(context, DISCOVER)).isEqualTo(UNKNOWN));
	}

	@Test
	void whenTheLibraryIsMissingThenThereIsNoSuchFunction() {
		this.runner.withClassLoader(new FilteredClassLoader(SchemaGenerator.class)).run((context) -> {
			assertThat(context).doesNotHaveBean(DiscoverInterceptor.class);
			assertThat(Functions.call(context, DISCOVER)).isEqualTo(UNKNOWN);
		});
	}

	private static JsonNode json(String text) {
		return JsonMapper.shared().readTree(text.replace('\'', '"'));
	}

	static class Shop {

		@RpcFunction(description = "Prices an article")
		double price(@RpcParam(description = "Its number") String sku) {
			return sku.length();
		}

	}

}
