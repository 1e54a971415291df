package io.rpcboot.message;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of how values are read and written.
 */
class JsonValuesTests {

	private final Calls calls = Calls.of(new Functions());

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			object    | null
			object    | [1,2.5,"x",true,null,{"a":[]}]
			object    | 123456789012345678901234567890
			integer   | -2147483648
			longer    | 9223372036854775807
			big       | 123456789012345678901234567890
			decimal   | 1.10
			real      | 1.5
			real      | NaN
			real      | Infinity
			real      | -Infinity
			text      | ""
			text      | "naïve 漢字 😀"
			text      | "\\u0000"
			text      | "\\uD800"
			text      | "a\\uDC00é"
			bytes     | "AAEC/w=="
			enumerated| "GREEN"
			date      | "2026-02-28"
			moment    | "2026-02-28T12:00:00"
			instant   | "2026-02-28T12:00:00Z"
			duration  | "PT1M30S"
			uuid      | "123e4567-e89b-12d3-a456-426614174000"
			optional  | null
			optional  | 5
			set       | ["a","b"]
			map       | {"a":1,"b":2}
			order     | {"id":"A1","lines":[{"sku":"cup","quantity":2}],"note":null}
			pojo      | {"name":"n","size":3}
			orders    | [{"id":"A1","lines":[],"note":"x"}]
			""")
	void valuesCrossBothWays(String function, String value) {
		assertThat(this.calls.call("[\"%s\", [%s], {}]".formatted(function, value))).isEqualTo(value);
	}

	@Test
	void anIntegerIsAFloatToo() {
		assertThat(this.calls.call("[\"real\", [3], {}]")).isEqualTo("3.0");
	}

	@Test
	void aDecimalCanBeText() {
		assertThat(this.calls.call("[\"decimal\", [\"1.10\"], {}]")).isEqualTo("1.10");
	}

	@Test
	void aFutureIsAwaited() {
		assertThat(this.calls.call("[\"later\", [4], {}]")).isEqualTo("4");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					integer    | 2.5        | integer() argument 'value': expected int, got 2.5
					integer    | 2.0        | integer() argument 'value': expected int, got 2.0
					integer    | "5"        | integer() argument 'value': expected int, got '5'
					integer    | true       | integer() argument 'value': expected int, got True
					integer    | null       | integer() argument 'value': expected int, got None
					integer    | []         | integer() argument 'value': expected int, got list
					integer    | {}         | integer() argument 'value': expected int, got dict
					integer    | 2147483648 | integer() argument 'value': 2147483648 is out of range for int
					longer     | 9223372036854775808 | longer() argument 'value': 9223372036854775808 is out of range for long
					real       | "1.5"      | real() argument 'value': expected float, got '1.5'
							real       | false      | real() argument 'value': expected float, got False
					truth      | 1          | truth() argument 'value': expected bool, got 1
					truth      | "true"     | truth() argument 'value': expected bool, got 'true'
					truth      | ""         | truth() argument 'value': expected bool, got ''
					text       | 5          | text() argument 'value': expected str, got 5
					text       | true       | text() argument 'value': expected str, got True
					text       | ["a"]      | text() argument 'value': expected str, got list
					enumerated | 1          | enumerated() argument 'value': expected one of 'RED', 'GREEN', got 1
					enumerated | "BLUE"     | enumerated() argument 'value': expected one of 'RED', 'GREEN', got 'BLUE'
					date       | "tomorrow" | date() argument 'value': expected LocalDate, got 'tomorrow'
					set        | {}         | set() argument 'value': expected list, got dict
					map        | []         | map() argument 'value': expected dict, got list
					order      | "A1"       | order() argument 'value': expected Order, got 'A1'
					order      | {"id":"A1","lines":[{"sku":"cup","quantity":1},{"sku":"pot","quantity":"two"}]} | order() argument 'value' at $.lines[1].quantity: expected int, got 'two'
					orders     | [{"id":7}] | orders() argument 'value' at $[0].id: expected str, got 7
					map        | {"a":1,"b":"x"} | map() argument 'value' at $.b: expected int, got 'x'
					checked    | {"size":-1} | checked() argument 'value': size must not be negative
					""")
	void nothingIsConvertedSilently(String function, String value, String problem) {
		assertThat(this.calls.call("[\"%s\", [%s], {}]".formatted(function, value))).isEqualTo("TypeError: " + problem);
	}

	@Test
	void leniencyIsTheApplicationsOwnWhereStrictnessIsOff() {
		Calls lenient = Calls.of(new Functions(), JsonMapper.shared(), new JsonSettings(false, Naming.AS_IS, 500));
		assertThat(lenient.call("[\"integer\", [\"5\"], {}]")).isEqualTo("5");
		assertThat(lenient.call("[\"text\", [5], {}]")).isEqualTo("\"5\"");
	}

	@Test
	void namesCanBeInSnakeCase() {
		Calls snake = Calls.of(new Snakes(), JsonMapper.shared(), new JsonSettings(true, Naming.SNAKE_CASE, 500));
		assertThat(snake.call("[\"unit_price\", [], {\"the_item\": {\"item_name\": \"cup\", \"unit_price\": 2}}]"))
			.isEqualTo("{\"item_name\":\"cup\",\"unit_price\":3}");
	}

	@Test
	void theApplicationsMapperIsHonouredAndNotChanged() {
		JsonMapper mapper = JsonMapper.builder()
			.propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
			.enable(SerializationFeature.INDENT_OUTPUT)
			.build();
		Calls kebab = Calls.of(new Snakes(), mapper, JsonSettings.DEFAULT);
		assertThat(kebab.call("[\"unitPrice\", [{\"item-name\": \"cup\", \"unit-price\": 2}], {}]"))
			.isEqualTo("{\"item-name\":\"cup\",\"unit-price\":3}");
		assertThat(mapper.isEnabled(SerializationFeature.INDENT_OUTPUT)).isTrue();
		assertThat(mapper.writeValueAsString(Double.NaN)).isEqualTo("\"NaN\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "nonsense", "[", "[\"integer\", [1], {}", "[\"integer\", [1], {\"a\": }]",
			"[\"integer\", [01], {}]" })
	void textThatIsNotJsonIsRefused(String message) {
		assertThat(this.calls.call(message)).startsWith("ValueError: the message is not ");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			5                            | it is not an array
			"integer"                    | it is not an array
			[]                           | its first element is not a string
			[1, [], {}]                  | its first element is not a string
			["integer"]                  | its second element is not an array
			["integer", 1, {}]           | its second element is not an array
			["integer", [1]]             | its third element is not an object
			["integer", [1], []]         | its third element is not an object
			["integer", [1], {}, 4]      | there is something behind its third element
			["integer", [1], {}] []      | there is something behind its third element
			""")
	void anotherShapeIsRefused(String message, String problem) {
		assertThat(this.calls.call(message))
			.isEqualTo("ValueError: the message is not a call [name, args, kwargs]: " + problem);
	}

	@Test
	void nestingIsLimited() {
		Calls flat = Calls.of(new Functions(), JsonMapper.shared(), new JsonSettings(true, Naming.AS_IS, 10));
		assertThat(flat.call("[\"object\", [[[[[[[1]]]]]]], {}]")).isEqualTo("[[[[[[1]]]]]]");
		assertThat(flat.call("[\"object\", [[[[[[[[[[1]]]]]]]]]], {}]"))
			.isEqualTo("TypeError: object() argument 'value': Document nesting depth (11) exceeds the maximum allowed "
					+ "(10, rpc.json.max-nesting)");
	}

	@Test
	void theDigitsOfANumberAreLimited() {
		assertThat(this.calls.call("[\"big\", [%s], {}]".formatted("7".repeat(4300)))).isEqualTo("7".repeat(4300));
		assertThat(this.calls.call("[\"big\", [%s], {}]".formatted("7".repeat(4301)))).isEqualTo(
				"ValueError: the message exceeds a limit: Number value length (4301) exceeds the maximum allowed (4300)");
	}

	@Test
	void aResultThatCannotBeWrittenIsAFailure() {
		assertThat(this.calls.call("[\"cyclic\", [], {}]"))
			.startsWith("TypeError: cyclic() returned what JSON cannot hold at $[0][0]");
	}

	enum Colour {

		RED, GREEN

	}

	record Order(String id, List<Line> lines, String note) {

	}

	record Line(String sku, int quantity) {

	}

	record Checked(int size) {

		Checked {
			if (size < 0) {
				throw new IllegalArgumentException("size must not be negative");
			}
		}

	}

	record Item(String itemName, int unitPrice) {

	}

	static class Pojo {

		public String name;

		public int size;

	}

	static class Snakes {

		Item unitPrice(Item theItem) {
			return new Item(theItem.itemName(), theItem.unitPrice() + 1);
		}

	}

	static class Functions {

		Object object(Object value) {
			return value;
		}

		int integer(int value) {
			return value;
		}

		long longer(long value) {
			return value;
		}

		BigInteger big(BigInteger value) {
			return value;
		}

		BigDecimal decimal(BigDecimal value) {
			return value;
		}

		double real(double value) {
			return value;
		}

		boolean truth(boolean value) {
			return value;
		}

		String text(String value) {
			return value;
		}

		byte[] bytes(byte[] value) {
			return value;
		}

		Colour enumerated(Colour value) {
			return value;
		}

		LocalDate date(LocalDate value) {
			return value;
		}

		LocalDateTime moment(LocalDateTime value) {
			return value;
		}

		Instant instant(Instant value) {
			return value;
		}

		Duration duration(Duration value) {
			return value;
		}

		UUID uuid(UUID value) {
			return value;
		}

		Optional<Integer> optional(Optional<Integer> value) {
			return value;
		}

		Set<String> set(Set<String> value) {
			return value;
		}

		Map<String, Integer> map(Map<String, Integer> value) {
			return value;
		}

		Order order(Order value) {
			return value;
		}

		Pojo pojo(Pojo value) {
			return value;
		}

		Checked checked(Checked value) {
			return value;
		}

		List<Order> orders(List<Order> value) {
			return value;
		}

		CompletableFuture<Integer> later(int value) {
			return CompletableFuture.completedFuture(value);
		}

		List<Object> cyclic() {
			List<Object> list = new ArrayList<>();
			list.add(list);
			return list;
		}

	}

}
