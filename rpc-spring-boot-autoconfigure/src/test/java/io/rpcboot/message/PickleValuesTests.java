package io.rpcboot.message;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonFormat;
import io.rpcboot.pickle.Complex;
import io.rpcboot.pickle.PickleTarget;
import io.rpcboot.pickle.PythonException;
import io.rpcboot.pickle.Shown;
import io.rpcboot.pickle.Tuple;
import io.rpcboot.pickle.Written;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of how the values of pickles become those of parameters, and results become
 * pickles: directly where there is a type for them, by the mapper otherwise.
 */
class PickleValuesTests {

	private static final LocalDate DAY = LocalDate.of(2026, 2, 28);

	private static final LocalDateTime NOON = DAY.atTime(12, 0);

	private static final UUID ID = UUID.fromString("123e4567-e89b-12d3-a456-426614174000");

	private static final Map<String, Object> ORDER = order("id", "A1", "lines",
			List.of(order("sku", "cup", "quantity", 2)), "note", null);

	private final Calls json = Calls.of(new JsonValuesTests.Functions());

	private final Calls calls = Calls.of(new Functions());

	// a function, what it is called with, and what comes back
	static final List<Arguments> JSON_VALUES = List.of(call("object", null, "None"),
			call("object", Arrays.asList(1, 2.5, "x", true, null, Map.of("a", List.of())),
					"[1, 2.5, 'x', True, None, {'a': []}]"),
			call("object", Tuple.of(Set.of(1), Written.frozenSet(1)), "(set(1), frozenset(1))"),
			call("object", Map.of(1, Tuple.of(DAY, new Complex(1, 2))),
					"{1: (LocalDate(2026-02-28), Complex(1.0, 2.0))}"),
			call("integer", Integer.MIN_VALUE, "-2147483648"), call("longer", Long.MAX_VALUE, "9223372036854775807"),
			call("big", BigInteger.TEN.pow(30), "1" + "0".repeat(30) + "n"), call("big", 5, "5"),
			call("decimal", new BigDecimal("1.10"), "BigDecimal(1.10)"), call("decimal", 0.1, "BigDecimal(0.1)"),
			call("decimal", 7, "BigDecimal(7)"), call("decimal", "1.10", "BigDecimal(1.10)"), call("real", 1.5, "1.5"),
			call("real", 3, "3.0"), call("real", Double.NaN, "NaN"),
			call("real", Double.NEGATIVE_INFINITY, "-Infinity"), call("real", new BigDecimal("1.5"), "1.5"),
			call("truth", true, "True"), call("text", "a\udc00\u00e9", "'a\udc00\u00e9'"),
			call("bytes", new byte[] { 0, 1, -1 }, "b'0001ff'"), call("enumerated", "GREEN", "'GREEN'"),
			call("date", DAY, "LocalDate(2026-02-28)"), call("date", "2026-02-28", "LocalDate(2026-02-28)"),
			call("moment", NOON, "LocalDateTime(2026-02-28T12:00)"),
			call("instant", NOON.atOffset(ZoneOffset.ofHours(1)), "OffsetDateTime(2026-02-28T11:00Z)"),
			call("duration", Duration.ofSeconds(90), "Duration(PT1M30S)"), call("uuid", ID, "UUID(" + ID + ")"),
			call("optional", null, "None"), call("optional", 5, "5"), call("set", Set.of("a"), "set('a')"),
			call("set", List.of("a"), "set('a')"), call("map", Map.of("a", 1), "{'a': 1}"),
			call("order", ORDER, "{'id': 'A1', 'lines': [{'sku': 'cup', 'quantity': 2}], 'note': None}"),
			call("pojo", order("name", "n", "size", 3), "{'name': 'n', 'size': 3}"),
			call("orders", List.of(order("id", "A1", "lines", Tuple.of(), "note", "x")),
					"[{'id': 'A1', 'lines': [], 'note': 'x'}]"),
			call("later", 4, "4"));

	@ParameterizedTest
	@FieldSource("JSON_VALUES")
	void valuesCrossBothWays(String function, Object value, String shown) {
		assertThat(call(this.json, function, value)).isEqualTo(shown);
	}

	static final List<Arguments> PROBLEMS = List.of(
			call("integer", 2.5, "integer() argument 'value': expected int, got 2.5"),
			call("integer", 2.0, "integer() argument 'value': expected int, got 2.0"),
			call("integer", new BigDecimal("2"), "integer() argument 'value': expected int, got 2"),
			call("integer", "5", "integer() argument 'value': expected int, got '5'"),
			call("integer", true, "integer() argument 'value': expected int, got True"),
			call("integer", null, "integer() argument 'value': expected int, got None"),
			call("integer", List.of(), "integer() argument 'value': expected int, got list"),
			call("integer", new int[] { 5 }, "integer() argument 'value': expected int, got list"),
			call("integer", Map.of(), "integer() argument 'value': expected int, got dict"),
			call("integer", new byte[1], "integer() argument 'value': expected int, got bytes"),
			call("integer", 2147483648L, "integer() argument 'value': 2147483648 is out of range for int"),
			call("longer", BigInteger.TWO.pow(63),
					"longer() argument 'value': 9223372036854775808 is out of range for long"),
			call("real", "1.5", "real() argument 'value': expected float, got '1.5'"),
			call("real", false, "real() argument 'value': expected float, got False"),
			call("real", new Complex(1, 2), "real() argument 'value': expected float, got complex"),
			call("truth", 1, "truth() argument 'value': expected bool, got 1"),
			call("truth", "true", "truth() argument 'value': expected bool, got 'true'"),
			call("text", 5, "text() argument 'value': expected str, got 5"),
			call("text", true, "text() argument 'value': expected str, got True"),
			call("text", List.of("a"), "text() argument 'value': expected str, got list"),
			call("text", new byte[1], "text() argument 'value': expected str, got bytes"),
			call("text", new Complex(1, 2), "text() argument 'value': expected str, got complex"),
			call("text", new PythonException("KeyError", List.of("k"), Map.of()),
					"text() argument 'value': expected str, got KeyError"),
			call("bytes", "AAEC", "bytes() argument 'value': expected bytes, got 'AAEC'"),
			call("enumerated", 1, "enumerated() argument 'value': expected one of 'RED', 'GREEN', got 1"),
			call("enumerated", "BLUE", "enumerated() argument 'value': expected one of 'RED', 'GREEN', got 'BLUE'"),
			call("date", "tomorrow", "date() argument 'value': expected LocalDate, got 'tomorrow'"),
			call("date", 5, "date() argument 'value': expected LocalDate, got 5"),
			call("instant", NOON, "instant() argument 'value': expected Instant, got '2026-02-28T12:00'"),
			call("set", Map.of(), "set() argument 'value': expected list, got dict"),
			call("map", List.of(), "map() argument 'value': expected dict, got list"),
			call("order", "A1", "order() argument 'value': expected Order, got 'A1'"),
			call("order", order("lines", Arrays.asList(order("quantity", 1), order("quantity", "two"))),
					"order() argument 'value' at $.lines[1].quantity: expected int, got 'two'"),
			call("orders", List.of(order("id", 7)), "orders() argument 'value' at $[0].id: expected str, got 7"),
			call("map", Map.of("b", "x"), "map() argument 'value' at $.b: expected int, got 'x'"),
			call("checked", Map.of("size", -1), "checked() argument 'value': size must not be negative"));

	@ParameterizedTest
	@FieldSource("PROBLEMS")
	void nothingIsConvertedSilently(String function, Object value, String problem) {
		assertThat(call(this.json, function, value)).isEqualTo("TypeError('" + problem + "')");
	}

	static final List<Arguments> ARRAYS = List.of(call("doubles", new double[] { 1.5 }, "double[1.5]"),
			call("doubles", List.of(1.5, 2), "double[1.5, 2.0]"), call("doubles", new long[] { 1 }, "double[1.0]"),
			call("doubles", new float[] { 0.5f }, "double[0.5]"), call("ints", new long[] { 5 }, "int[5]"),
			call("ints", new short[] { -1 }, "int[-1]"), call("numbers", new double[] { 1.5 }, "[1.5]"),
			call("matrix", new double[][] { { 1 }, { 2 } }, "[double[1.0], double[2.0]]"),
			call("anything", new float[] { 0.5f }, "float[0.5]"), call("maybe", new double[] { 1.5 }, "double[1.5]"),
			call("series", order("name", "n", "values", new double[] { 1.5 }, "raw", new byte[] { 1 }),
					"{'name': 'n', 'values': double[1.5], 'raw': b'01'}"));

	@ParameterizedTest
	@FieldSource("ARRAYS")
	void arraysCrossBothWays(String function, Object value, String shown) {
		assertThat(call(this.calls, function, value)).isEqualTo(shown);
	}

	static final List<Arguments> ARRAY_PROBLEMS = List.of(
			call("ints", new double[] { 1.5 }, "ints() argument 'value' at $[0]: expected int, got 1.5"),
			call("ints", new long[] { 1, 1L << 31 },
					"ints() argument 'value' at $[1]: 2147483648 is out of range for int"),
			call("doubles", "x", "doubles() argument 'value': expected list, got 'x'"),
			call("doubles", new byte[8], "doubles() argument 'value': expected list, got bytes"),
			call("series", order("name", new byte[1]), "series() argument 'value' at $.name: expected str, got bytes"));

	@ParameterizedTest
	@FieldSource("ARRAY_PROBLEMS")
	void arraysThatDoNotFitAreRefusedWithThePlace(String function, Object value, String problem) {
		assertThat(call(this.calls, function, value)).isEqualTo("TypeError('" + problem + "')");
	}

	@Test
	void whatIsOfTheTypeIsPassedOnAsItIs() {
		assertThat(call(this.calls, "types", Tuple.of(Map.of("a", 1), new byte[1])))
			.isEqualTo("'Tuple LinkedHashMap Long byte[]'");
		assertThat(call(this.calls, "keywords", new LinkedHashMap<>(Map.of("a", Set.of()))))
			.isEqualTo("'LinkedHashSet'");
	}

	@Test
	void textOfPython2MayBeBytes() {
		assertThat(call(this.json, PickleTarget.PYTHON_2, "bytes", "ab\0")).isEqualTo("b'616200'");
		assertThat(call(this.calls, PickleTarget.PYTHON_2, "series", order("raw", "ab\0")))
			.isEqualTo("{'name': None, 'values': None, 'raw': b'616200'}");
	}

	@Test
	void theMapperWritesWhatPicklesHaveNoTypeFor() {
		assertThat(call(this.calls, "mixed")).isEqualTo("{'day': LocalDate(2026-02-28), 'local': '28.02.2026', "
				+ "'colour': 'RED', 'price': BigDecimal(1.50), 'data': b'01', 'tags': set('a'), 'maybe': LocalDate(2026-02-28), "
				+ "'inner': {'id': UUID(" + ID + ")}, 'months': [{'when': OffsetDateTime(1970-01-01T00:00Z)}], "
				+ "'counts': {1: 'RED'}}");
		assertThat(call(this.calls, "open")).isEqualTo("{'size': 1, 'more': double[0.5]}");
		assertThat(call(this.calls, "stream")).isEqualTo("[1, 2]");
	}

	@Test
	void namesCanBeInSnakeCase() {
		Calls snake = Calls.of(new JsonValuesTests.Snakes(), JsonMapper.shared(),
				new JsonSettings(true, Naming.SNAKE_CASE, 500));
		assertThat(call(snake, "unit_price", order("item_name", "cup", "unit_price", 2)))
			.isEqualTo("{'item_name': 'cup', 'unit_price': 3}");
	}

	@Test
	void leniencyIsTheApplicationsOwnWhereStrictnessIsOff() {
		Calls lenient = Calls.of(new JsonValuesTests.Functions(), JsonMapper.shared(),
				new JsonSettings(false, Naming.AS_IS, 500));
		assertThat(call(lenient, "integer", "5")).isEqualTo("5");
	}

	@Test
	void nestingIsLimited() {
		Calls flat = Calls.of(new JsonValuesTests.Functions(), JsonMapper.shared(),
				new JsonSettings(true, Naming.AS_IS, 5));
		assertThat(call(flat, "object", List.of(List.of(List.of())))).isEqualTo("[[[]]]");
		assertThat(call(flat, "object", List.of(List.of(List.of(List.of())))))
			.matches("ValueError\\('the pickle is refused at byte \\d+: containers are nested more than 5 deep'\\)");
	}

	@Test
	void whatHoldsItselfIsRefusedWhereItIsConverted() {
		byte[] recursive = io.rpcboot.wire.Bytes.of("\u0080\u0003(Vorders\n(]q\u0000h\u0000at}t.");
		assertThat(Shown.read(this.json.answer(recursive)))
			.isEqualTo("TypeError('orders() argument 'value': it holds itself, or is nested more than 500 deep')");
	}

	@Test
	void aResultThatCannotBeWrittenIsAFailure() {
		assertThat(call(this.json, "cyclic")).isEqualTo("TypeError('cyclic() returned what a pickle cannot hold at $"
				+ "[0]".repeat(10) + ": containers are nested more than 500 deep')");
		assertThat(call(this.calls, "cyclic"))
			.isEqualTo("TypeError('cyclic() returned what a pickle cannot hold at $[0].self: "
					+ "Direct self-reference leading to cycle')");
		assertThat(call(this.calls, "late")).isEqualTo("TypeError('late() returned what a pickle cannot hold at $.day: "
				+ "Python's dates have years from 1 to 9999, not 10000')");
	}

	private static Map<String, Object> order(Object... entries) {
		Map<String, Object> map = new LinkedHashMap<>();
		for (int i = 0; i < entries.length; i += 2) {
			map.put((String) entries[i], entries[i + 1]);
		}
		return map;
	}

	private static Arguments call(String function, Object value, String shown) {
		return Arguments.of(function, value, shown);
	}

	private static String call(Calls calls, String function, Object... args) {
		return call(calls, PickleTarget.PYTHON_3, function, args);
	}

	private static String call(Calls calls, PickleTarget caller, String function, Object... args) {
		byte[] call = Written.pickle(Tuple.of(function, Tuple.of(args), Map.of()), caller);
		return Shown.read(calls.answer(call));
	}

	enum Colour {

		RED

	}

	record Series(String name, double[] values, byte[] raw) {

	}

	record Mixed(LocalDate day, @JsonFormat(pattern = "dd.MM.yyyy") LocalDate local, Colour colour, BigDecimal price,
			byte[] data, Set<String> tags, Optional<LocalDate> maybe, Inner inner, List<Month> months,
			Map<Integer, Colour> counts) {

	}

	record Inner(UUID id) {

	}

	record Month(Instant when) {

	}

	record Late(LocalDate day) {

	}

	static class Open {

		@JsonAnyGetter
		public Map<String, Object> more = Map.of("more", new double[] { 0.5 });

		public int size = 1;

	}

	static class Cyclic {

		public Cyclic self = this;

	}

	static class Functions {

		double[] doubles(double[] value) {
			return value;
		}

		int[] ints(int[] value) {
			return value;
		}

		List<Double> numbers(List<Double> value) {
			return value;
		}

		double[][] matrix(double[][] value) {
			return value;
		}

		Object anything(Object value) {
			return value;
		}

		Optional<double[]> maybe(Optional<double[]> value) {
			return value;
		}

		Series series(Series value) {
			return value;
		}

		String types(List<Object> values) {
			Map<?, ?> map = (Map<?, ?>) values.get(0);
			return "%s %s %s %s".formatted(values.getClass().getSimpleName(), map.getClass().getSimpleName(),
					map.get("a").getClass().getSimpleName(), values.get(1).getClass().getSimpleName());
		}

		String keywords(Map<String, Object> values) {
			return values.get("a").getClass().getSimpleName();
		}

		Mixed mixed() {
			return new Mixed(DAY, DAY, Colour.RED, new BigDecimal("1.50"), new byte[] { 1 }, Set.of("a"),
					Optional.of(DAY), new Inner(ID), List.of(new Month(Instant.EPOCH)), Map.of(1, Colour.RED));
		}

		Open open() {
			return new Open();
		}

		Iterable<Integer> stream() {
			return () -> new ArrayList<>(List.of(1, 2)).iterator();
		}

		List<Cyclic> cyclic() {
			return List.of(new Cyclic());
		}

		Late late() {
			return new Late(LocalDate.of(10000, 1, 1));
		}

	}

}
