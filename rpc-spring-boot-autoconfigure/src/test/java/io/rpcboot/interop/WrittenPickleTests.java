package io.rpcboot.interop;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

import io.rpcboot.pickle.Complex;
import io.rpcboot.pickle.Fraction;
import io.rpcboot.pickle.PickleTarget;
import io.rpcboot.pickle.PythonException;
import io.rpcboot.pickle.Tuple;
import io.rpcboot.pickle.Written;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Java writes is loaded by every Python: the pickles for a certain generation by it,
 * those for an unknown one by all.
 */
class WrittenPickleTests {

	private static final JsonMapper JSON = new JsonMapper();

	private static final OffsetDateTime MOMENT = OffsetDateTime.of(2024, 2, 29, 23, 10, 5, 678_901_999,
			ZoneOffset.ofHoursMinutes(-3, -30));

	private static final Map<String, Object> VALUES = new LinkedHashMap<>();
	static {
		VALUES.put("True", true);
		VALUES.put("[0, 255, 256, 65535, 65536, -1]", List.of(0, 255, 256, 65535, 65536, -1));
		VALUES.put("[2 ** 31, -2 ** 63, 2 ** 63 - 1]", List.of(1L << 31, Long.MIN_VALUE, Long.MAX_VALUE));
		VALUES.put("[2 ** 63, -2 ** 4000]", List.of(BigInteger.TWO.pow(63), BigInteger.TWO.pow(4000).negate()));
		VALUES.put("[0.5, -0.0, float('inf'), float('nan')]",
				List.of(0.5f, -0.0, Double.POSITIVE_INFINITY, Double.NaN));
		VALUES.put("[u'', u'gr\\xfcn \\u20ac \\U0001f600', u'\\x00']",
				List.of("", "gr\u00fcn \u20ac \ud83d\ude00", '\0'));
		VALUES.put("u'\\ud83d'", "\ud83d");
		VALUES.put("[b'', b'\\x00\\x7f\\x80\\xff']", List.of(new byte[0], new byte[] { 0, 127, -128, -1 }));
		VALUES.put("decimal.Decimal('1.50')", new BigDecimal("1.50"));
		VALUES.put("decimal.Decimal('1E+3')", new BigDecimal("1E+3"));
		VALUES.put("uuid.UUID(int=2 ** 127 + 1)", new UUID(Long.MIN_VALUE, 1));
		VALUES.put("complex(1, -0.5)", new Complex(1, -0.5));
		VALUES.put("fractions.Fraction(-1, 3)", new Fraction(BigInteger.ONE.negate(), BigInteger.valueOf(3)));
		VALUES.put("datetime.date(9999, 12, 31)", LocalDate.of(9999, 12, 31));
		VALUES.put("datetime.date(1, 1, 1)", LocalDate.of(1, 1, 1));
		VALUES.put("datetime.time(23, 1, 2, 999999)", LocalTime.of(23, 1, 2, 999_999_999));
		VALUES.put("datetime.datetime(2024, 2, 29, 23, 10, 5, 678901)", MOMENT.toLocalDateTime());
		VALUES.put("datetime.timedelta(-1, 86399, 1)", Duration.ofSeconds(-1, 1999));
		VALUES.put("array.array('h', [-2 ** 15, 0, 2 ** 15 - 1])", new short[] { Short.MIN_VALUE, 0, Short.MAX_VALUE });
		VALUES.put("array.array('i', [-2 ** 31, 0, 2 ** 31 - 1])",
				new int[] { Integer.MIN_VALUE, 0, Integer.MAX_VALUE });
		VALUES.put("array.array('f', [0.5, float('-inf')])", new float[] { 0.5f, Float.NEGATIVE_INFINITY });
		VALUES.put("array.array('d')", new double[0]);
		VALUES.put("array.array('d', range(3000))", DoubleStream.iterate(0, (d) -> d + 1).limit(3000).toArray());
		VALUES.put("[array.array('i', [1]), array.array('i')]", new int[][] { { 1 }, {} });
		VALUES.put("[True, False]", new boolean[] { true, false });
		VALUES.put("[None, [], (), (1, (2,)), {}]",
				new Object[] { null, List.of(), Tuple.of(), Tuple.of(1, Tuple.of(2)), Map.of() });
		VALUES.put("{1: {None: (u'a',)}}", Map.of(1, java.util.Collections.singletonMap(null, Tuple.of("a"))));
		VALUES.put("set([u'a'])", Set.of("a"));
		VALUES.put("frozenset([(1, 2), frozenset()])", Written.frozenSet(Tuple.of(1, 2), Written.frozenSet()));
		VALUES.put("KeyError(u'k')", new PythonException("KeyError", List.of("k"), Map.of()));
	}

	private static final Map<String, Object> PYTHON_3_VALUES = Map.of(
			"datetime.datetime(2024, 2, 29, 23, 10, 5, 678901, "
					+ "datetime.timezone(datetime.timedelta(hours=-3, minutes=-30)))",
			MOMENT, "datetime.time(1, 2, tzinfo=datetime.timezone.utc)", OffsetTime.of(1, 2, 0, 0, ZoneOffset.UTC),
			"datetime.timezone(datetime.timedelta(hours=2))", ZoneOffset.ofHours(2));

	@WithEveryPython
	void whatIsWrittenForAnybodyIsLoaded(Interpreter python) {
		assertLoaded(python, PickleTarget.UNKNOWN, VALUES);
		assertLoaded(python, PickleTarget.UNKNOWN, longs("l"));
		if (!python.isPython2()) {
			assertLoaded(python, PickleTarget.UNKNOWN, PYTHON_3_VALUES);
		}
	}

	@WithEveryPython
	void whatIsWrittenForTheGenerationIsLoaded(Interpreter python) {
		PickleTarget target = python.isPython2() ? PickleTarget.PYTHON_2 : PickleTarget.PYTHON_3;
		assertLoaded(python, target, VALUES);
		assertLoaded(python, target, longs(python.isPython2() ? "l" : "q"));
		assertLoaded(python, target,
				python.isPython2() ? Map.of("u'2024-02-29T23:10:05.678901999-03:30'", MOMENT) : PYTHON_3_VALUES);
	}

	private static Map<String, Object> longs(String code) {
		return Map.of("array.array('%s', [-2 ** 63, 2 ** 63 - 1])".formatted(code),
				new long[] { Long.MIN_VALUE, Long.MAX_VALUE });
	}

	private static void assertLoaded(Interpreter python, PickleTarget target, Map<String, Object> values) {
		String input = values.entrySet()
			.stream()
			.map((entry) -> JSON.writeValueAsString(
					List.of(entry.getKey(), HexFormat.of().formatHex(Written.pickle(entry.getValue(), target)))))
			.collect(Collectors.joining("\n"));
		try (PythonProcess process = PythonProcess.start(python, "unpickle.py", List.of(), input)) {
			assertThat(process.output()).as("%s", target).isEmpty();
		}
	}

}
