package io.rpcboot.openrpc;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rpcboot.RpcKeyword;
import io.rpcboot.RpcKwargs;
import io.rpcboot.RpcParam;
import io.rpcboot.message.Calls;
import io.rpcboot.message.Naming;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class OpenRpcDescriberTests {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	@Test
	void aFunctionIsDescribedWithItsParametersAndItsResult() {
		JsonNode document = describe(new Shop(), Naming.AS_IS);
		assertThat(document.at("/openrpc").asString()).isEqualTo("1.3.2");
		assertThat(document.at("/info")).isEqualTo(json("{'title': 'shop', 'version': '1.0'}"));
		assertThat(document.at("/methods/0")).isEqualTo(
				json("""
						{'name': 'price', 'paramStructure': 'either',
						 'params': [
						  {'name': 'sku', 'required': true, 'x-kind': 'POSITIONAL_OR_KEYWORD', 'schema': {'type': 'string'}},
						  {'name': 'quantity', 'description': 'How many', 'required': false, 'x-kind': 'POSITIONAL_OR_KEYWORD',
						   'schema': {'allOf': [{'type': 'integer', 'format': 'int32'}], 'default': 1}},
						  {'name': 'currency', 'required': false, 'x-kind': 'KEYWORD_ONLY',
						   'schema': {'anyOf': [{'type': 'string', 'enum': ['EUR', 'dollar']}, {'type': 'null'}], 'default': null}}],
						 'result': {'name': 'result', 'schema': {'$ref': '#/components/schemas/Quote'}}}"""));
		assertThat(document.at("/components/schemas")).isEqualTo(json("""
				{'Quote': {'type': 'object', 'properties': {
				 'currency': {'type': 'string', 'enum': ['EUR', 'dollar']},
				 'note': {'type': ['string', 'null']},
				 'total': {'type': 'number'},
				 'valid_until': {'type': 'string', 'format': 'date'}}}}"""));
	}

	@Test
	void parametersThatTakeAnyNumberOfArgumentsAreOfTheirElements() {
		assertThat(describe(new Collecting(), Naming.AS_IS).at("/methods/0")).isEqualTo(json("""
				{'name': 'collect', 'paramStructure': 'by-position',
				 'params': [
				  {'name': 'names', 'required': false, 'x-kind': 'VAR_POSITIONAL', 'schema': {'type': 'string'}}],
				 'result': {'name': 'result', 'schema': {'type': 'null'}}}"""));
		assertThat(describe(new Keywords(), Naming.AS_IS).at("/methods/0")).isEqualTo(
				json("""
						{'name': 'sum', 'paramStructure': 'by-name',
						 'params': [
						  {'name': 'start', 'required': true, 'x-kind': 'KEYWORD_ONLY',
						   'schema': {'type': 'number', 'format': 'double'}},
						  {'name': 'more', 'required': false, 'x-kind': 'VAR_KEYWORD',
						   'schema': {'type': 'integer', 'format': 'int32'}}],
						 'result': {'name': 'result', 'schema': {'type': 'array', 'items': {'type': 'integer', 'format': 'int64'}}}}"""));
	}

	@Test
	void typesAreDescribedAsJacksonWritesThem() {
		JsonNode document = describe(new Types(), Naming.AS_IS);
		assertThat(document.at("/components/schemas/All/properties")).isEqualTo(json("""
				{'counts': {'type': 'object', 'additionalProperties': {'type': 'integer', 'format': 'int32'}},
				 'date': {'type': 'string', 'format': 'date'},
				 'dateTime': {'type': 'string'},
				 'duration': {'type': 'string', 'format': 'duration'},
				 'history': {'type': 'array', 'items': {'type': 'number', 'format': 'double'}},
				 'id': {'type': 'string', 'format': 'uuid'},
				 'instant': {'type': 'string', 'format': 'date-time'},
				 'node': {},
				 'picture': {'type': 'string', 'contentEncoding': 'base64'},
				 'tree': {'$ref': '#/components/schemas/Tree'}}"""));
		assertThat(document.at("/methods/0/result/schema")).isEqualTo(json("{}"));
		assertThat(document.at("/components/schemas/Tree/properties/children"))
			.isEqualTo(json("{'type': 'array', 'items': {'$ref': '#/components/schemas/Tree'}}"));
	}

	@Test
	void namesAreWrittenAsTheyAreOnTheWire() {
		JsonNode document = describe(new Types(), Naming.SNAKE_CASE);
		assertThat(document.at("/methods/0/name").asString()).isEqualTo("take_all");
		assertThat(document.at("/methods/0/params/1/name").asString()).isEqualTo("date_time");
		assertThat(document.at("/components/schemas/Tree/properties").propertyNames()).containsExactly("children",
				"first_name");
	}

	private static JsonNode describe(Object functions, Naming naming) {
		OpenRpcDescriber describer = new OpenRpcDescriber("shop", "1.0", MAPPER, new SchemaFactory(MAPPER, naming));
		return MAPPER.valueToTree(describer.describe(Calls.of(functions, naming).registry().functions()));
	}

	private static JsonNode json(String text) {
		return MAPPER.readTree(text.replace('\'', '"'));
	}

	static class Shop {

		Quote price(String sku, @RpcParam(defaultValue = "1", description = "How many") int quantity,
				@RpcKeyword Optional<Currency> currency) {
			throw new IllegalStateException();
		}

	}

	static class Collecting {

		void collect(String... names) {
		}

	}

	static class Keywords {

		CompletableFuture<List<Long>> sum(@RpcKeyword double start, @RpcKwargs Map<String, Integer> more) {
			throw new IllegalStateException();
		}

	}

	static class Types {

		Object takeAll(All all, int[] dateTime) {
			throw new IllegalStateException();
		}

	}

	record Quote(BigDecimal total, Currency currency, @JsonProperty("valid_until") LocalDate validUntil,
			Optional<String> note) {
	}

	record All(LocalDate date, LocalDateTime dateTime, Instant instant, Duration duration, UUID id, JsonNode node,
			Map<String, Integer> counts, byte[] picture, double[] history, Tree tree) {
	}

	record Tree(String firstName, List<Tree> children) {
	}

	enum Currency {

		EUR, @JsonProperty("dollar")
		USD

	}

}
