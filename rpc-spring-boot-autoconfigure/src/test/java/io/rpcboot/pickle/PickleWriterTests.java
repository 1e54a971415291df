package io.rpcboot.pickle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.rpcboot.pickle.Written.Colour;
import io.rpcboot.pickle.Written.Pair;
import io.rpcboot.pickle.Written.Unwritable;
import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is written is read again here, and by every Python in
 * {@code io.rpcboot.interop.WrittenPickleTests}.
 */
class PickleWriterTests {

	private static final OffsetDateTime MOMENT = OffsetDateTime.of(2024, 2, 29, 23, 10, 5, 678_901_999,
			ZoneOffset.ofHoursMinutes(-3, -30));

	static Stream<Arguments> values() {
		return Stream.of(value(null, "None"), value(true, "True"), value(false, "False"), value((byte) -1, "-1"),
				value((short) 300, "300"), value(65535, "65535"), value(65536, "65536"),
				value(Integer.MIN_VALUE, "-2147483648"), value(Long.MAX_VALUE, "9223372036854775807"),
				value(Long.MIN_VALUE, "-9223372036854775808"), value(BigInteger.TWO.pow(70), "1180591620717411303424n"),
				value(BigInteger.TEN.pow(1000).negate(), "-1" + "0".repeat(1000) + "n"), value(BigInteger.ONE, "1"),
				value(0.5f, "0.5"), value(-2.5, "-2.5"), value(Double.NaN, "NaN"), value('x', "'x'"),
				value("na\u00efve \u6f22 \ud83d\ude00 \u0000", "'na\u00efve \u6f22 \ud83d\ude00 \u0000'"),
				value("a\ud83d\ud83d\ude00\udc00b", "'a\ud83d\ud83d\ude00\udc00b'"),
				value(new char[] { 'o', 'k' }, "'ok'"), value(new byte[] { 0, -1 }, "b'00ff'"),
				value(new byte[0], "b''"), value(new BigDecimal("-1.50"), "BigDecimal(-1.50)"),
				value(new BigDecimal("1E+3"), "BigDecimal(1000)"),
				value(new UUID(1, 2), "UUID(00000000-0000-0001-0000-000000000002)"),
				value(new Complex(1, -0.5), "Complex(1.0, -0.5)"),
				value(new Fraction(BigInteger.ONE, BigInteger.TWO), "Fraction(1/2)"),
				value(LocalDate.of(9999, 12, 31), "LocalDate(9999-12-31)"),
				value(LocalTime.of(23, 1, 2, 999_999_999), "LocalTime(23:01:02.999999)"),
				value(MOMENT.toLocalDateTime(), "LocalDateTime(2024-02-29T23:10:05.678901)"),
				value(Duration.ofSeconds(-1, 1999), "Duration(PT-0.999999S)"),
				value(Duration.ofDays(999_999_999), "Duration(PT23999999976H)"),
				value(new boolean[] { true, false }, "[True, False]"), value(new short[] { 1, -1 }, "short[1, -1]"),
				value(new int[] { Integer.MIN_VALUE, 0 }, "int[-2147483648, 0]"),
				value(new long[] { Long.MIN_VALUE, 7 }, "long[-9223372036854775808, 7]"),
				value(new float[] { 0.5f, Float.NaN }, "float[0.5, NaN]"),
				value(new double[] { 1.5, -0.0 }, "double[1.5, -0.0]"), value(new double[0], "double[]"),
				value(new int[][] { { 1 }, {} }, "[int[1], int[]]"), value(List.of(), "[]"),
				value(List.of(1, List.of("a")), "[1, ['a']]"), value(new Object[] { 1, null }, "[1, None]"),
				value(Tuple.of(), "()"), value(Tuple.of(1, Tuple.of()), "(1, ())"), value(Map.of(), "{}"),
				value(new LinkedHashMap<>(Map.of(1, Map.of("a", List.of()))), "{1: {'a': []}}"),
				value(Map.of(Tuple.of(1), 'x'), "{(1): 'x'}"), value(Collections.singletonMap(null, 1), "{None: 1}"),
				value(Set.of("a"), "set('a')"), value(Set.of(), "set()"), value(Written.frozenSet(1), "frozenset(1)"),
				value(Set.of(Tuple.of(2)), "set((2))"), value(Set.of(List.of(1)), "[[1]]"),
				value(Set.of(new int[0]), "[int[]]"),
				value(new PythonException("KeyError", List.of("k"), Map.of("code", 5)), "KeyError('k'){'code': 5}"),
				value(new PythonException("OSError", List.of(), Map.of("__traceback__", "line")), "OSError()"),
				value(Colour.RED, "'RED'"), value(Map.of(Colour.RED, Set.of(Colour.RED)), "{'RED': set('RED')}"),
				value(new Pair(1, new double[1]), "[1, double[0.0]]"), value(Set.of(new Pair(1, 2)), "[[1, 2]]"));
	}

	private static Arguments value(Object value, String shown) {
		return Arguments.of(value, shown);
	}

	@ParameterizedTest
	@MethodSource("values")
	void valuesAreReadAsTheyWereWritten(Object value, String shown) {
		for (PickleTarget target : PickleTarget.values()) {
			assertThat(Shown.read(Written.pickle(value, target))).as("%s", target).isEqualTo(shown);
		}
	}

	static final List<Arguments> ZONED = List.of(
			Arguments.of(MOMENT, "OffsetDateTime(2024-02-29T23:10:05.678901-03:30)",
					"'2024-02-29T23:10:05.678901999-03:30'"),
			Arguments.of(ZonedDateTime.of(2024, 7, 1, 12, 0, 0, 0, ZoneId.of("Europe/Berlin")),
					"OffsetDateTime(2024-07-01T12:00+02:00)", "'2024-07-01T12:00+02:00'"),
			Arguments.of(Instant.EPOCH, "OffsetDateTime(1970-01-01T00:00Z)", "'1970-01-01T00:00Z'"), Arguments
				.of(OffsetTime.of(1, 2, 3, 4000, ZoneOffset.UTC), "OffsetTime(01:02:03.000004Z)", "'01:02:03.000004Z'"),
			Arguments.of(ZoneOffset.ofHours(2), "ZoneOffset(+02:00)", "'+02:00'"));

	@ParameterizedTest
	@FieldSource("ZONED")
	void whatHasAZoneIsTextForPython2(Object value, String shown, String forPython2) {
		assertThat(Shown.read(Written.pickle(value, PickleTarget.PYTHON_3))).isEqualTo(shown);
		assertThat(Shown.read(Written.pickle(value, PickleTarget.UNKNOWN))).isEqualTo(shown);
		assertThat(Shown.read(Written.pickle(value, PickleTarget.PYTHON_2))).isEqualTo(forPython2);
	}

	@Test
	void theFormFitsTheTarget() {
		assertThat(Written.pickle(List.of("a"), PickleTarget.PYTHON_3))
			.isEqualTo(Bytes.hex("8003 5d28 5801000000 61 65 2e"));
		assertThat(Written.pickle(new byte[] { -1 }, PickleTarget.PYTHON_2)).isEqualTo(Bytes.concat(Bytes.hex("8002"),
				Bytes.of("c_codecs\nencode\nX\2\0\0\0\u00c3\u00bfX\6\0\0\0latin1"), Bytes.hex("86 52 2e")));
		assertThat(Written.pickle(true, PickleTarget.UNKNOWN)).isEqualTo(Bytes.hex("8002 88 7202000000 2e"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			(S'add'{0a}(I2{0a}ttd.                 | PYTHON_2
			{80}{02}U{03}add.                      | PYTHON_2
			{80}{02}(T{03}{00}{00}{00}addN.        | PYTHON_2
			(Vadd{0a}(I2{0a}ttd.                   | UNKNOWN
			{80}{01}(X{01}{00}{00}{00}at.          | UNKNOWN
			{80}{02}X{01}{00}{00}{00}a.            | UNKNOWN
			{80}{02}N.                             | UNKNOWN
			{80}{03}U{03}add.                      | PYTHON_3
			{80}{05}N.                             | PYTHON_3
			{80}{02}Nr{02}{00}{00}{00}.            | PYTHON_3
			{80}{02}Nr{03}{00}{00}{00}.            | UNKNOWN
			~~                                     | UNKNOWN
			""")
	void aPickleTellsWhoWroteIt(String pickle, PickleTarget writer) {
		String text = Pattern.compile("\\{(..)\\}")
			.matcher(pickle)
			.replaceAll(
					(match) -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 16))));
		assertThat(PickleTarget.of(Payload.of(Bytes.of(text)))).isEqualTo(writer);
	}

	@Test
	void whatIsWrittenForAnybodyIsNotTakenForPython2() {
		assertThat(PickleTarget.of(Payload.of(Written.pickle("add", PickleTarget.UNKNOWN))))
			.isEqualTo(PickleTarget.PYTHON_3);
	}

	@Test
	void nestingIsLimited() {
		Object value = 1;
		for (int i = 0; i < 500; i++) {
			value = List.of(value);
		}
		int depth = 0;
		for (Object read = read(value); read instanceof List<?> list; read = list.get(0)) {
			depth++;
		}
		assertThat(depth).isEqualTo(500);
		assertUnwritable(Map.of("a", value),
				"$.a[0][0][0][0][0][0][0][0][0]: containers are nested more than 500 deep");
	}

	private static Object read(Object value) {
		return new PickleReader(PickleLimits.DEFAULT).read(Payload.of(Written.pickle(value, PickleTarget.PYTHON_3)));
	}

	@Test
	void whatHoldsItselfIsRefused() {
		List<Object> list = new ArrayList<>();
		list.add(list);
		assertUnwritable(list, "$" + "[0]".repeat(10) + ": containers are nested more than 500 deep");
		Map<String, Object> map = new HashMap<>();
		map.put("me", Tuple.of(map));
		assertUnwritable(map, "$" + ".me[0]".repeat(5) + ": containers are nested more than 500 deep");
	}

	static final List<Arguments> UNWRITABLE = List.of(Arguments.of(new Unwritable(), "$: it cannot be written"),
			Arguments.of(Map.of("a", Arrays.asList(null, new Unwritable())), "$.a[1]: it cannot be written"),
			Arguments.of(List.of(Set.of(new Unwritable())), "$[0][0]: it cannot be written"),
			Arguments.of(Map.of(List.of(1), 1), "$.[1]: Python cannot hash the key"),
			Arguments.of(Map.of(Tuple.of(List.of()), 1), "$.[[]]: Python cannot hash the key"),
			Arguments.of(LocalDate.of(10000, 1, 1), "$: Python's dates have years from 1 to 9999, not 10000"),
			Arguments.of(List.of(LocalDateTime.of(0, 1, 1, 0, 0)),
					"$[0]: Python's dates have years from 1 to 9999, not 0"),
			Arguments.of(Duration.ofDays(1_000_000_000),
					"$: Python's timedelta has at most 999999999 days, not 1000000000"),
			Arguments.of(new PythonException("requests.Timeout", List.of(), Map.of()),
					"$: requests.Timeout is no built-in exception"));

	@ParameterizedTest
	@FieldSource("UNWRITABLE")
	void whatCannotBeWrittenIsNamedWithItsPlace(Object value, String problem) {
		assertUnwritable(value, problem);
	}

	private static void assertUnwritable(Object value, String problem) {
		assertThatExceptionOfType(PicklingException.class)
			.isThrownBy(() -> Written.pickle(value, PickleTarget.PYTHON_3))
			.satisfies((ex) -> assertThat(ex.path() + ": " + ex.getMessage()).isEqualTo(problem));
	}

}
