package io.rpcboot.pickle;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.rpcboot.RpcProtocolException;
import io.rpcboot.wire.Payload;
import io.rpcboot.wire.Recordings.Pickle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What recorded pickles become. Ranges, slices, {@code Ellipsis}, classes and functions
 * are refused on purpose; every other recorded value is read.
 */
class RecordedPicklesTests {

	private static final Map<String, String> VALUES = Map.ofEntries(Map.entry("None", "None"),
			Map.entry("True", "True"), Map.entry("False", "False"), Map.entry("bytearray", "b'6162'"),
			Map.entry("bytearray:empty", "b''"), Map.entry("int:9223372036854775808", "9223372036854775808n"),
			Map.entry("int:1000000000000000000000000000000", "1000000000000000000000000000000n"),
			Map.entry("int:-1000000000000000000000000000000", "-1000000000000000000000000000000n"),
			Map.entry("int:1<<2039", BigInteger.ONE.shiftLeft(2039) + "n"),
			Map.entry("int:1<<2040", BigInteger.ONE.shiftLeft(2040) + "n"), Map.entry("float:1e+308", "1.0E308"),
			Map.entry("float:inf", "Infinity"), Map.entry("float:nan", "NaN"),
			Map.entry("complex", "Complex(1.0, 2.0)"), Map.entry("list:empty", "[]"), Map.entry("list:1", "[1]"),
			Map.entry("list:2", "[1, 2]"), Map.entry("list:1001", Collections.nCopies(1001, "None").toString()),
			Map.entry("tuple:0", "()"), Map.entry("tuple:1", "(1)"), Map.entry("tuple:2", "(1, 2)"),
			Map.entry("tuple:3", "(1, 2, 3)"), Map.entry("tuple:4", "(1, 2, 3, 4)"), Map.entry("dict:empty", "{}"),
			Map.entry("dict:1", "{'a': 1}"), Map.entry("dict:2", "{'a': 1, 'b': 2}"), Map.entry("set", "set(1)"),
			Map.entry("set:empty", "set()"), Map.entry("frozenset", "frozenset(1)"),
			Map.entry("frozenset:empty", "frozenset()"), Map.entry("call", "('foo', (1, 2), {'z': 3})"),
			Map.entry("call:unicode", "('foo', (1, 2), {'z': 3})"), Map.entry("shared-list", "[[1], [1]]"),
			Map.entry("recursive-list", "[...]"), Map.entry("recursive-tuple", "([...])"),
			Map.entry("same-str-twice", "['abc', 'abc']"),
			Map.entry("datetime", "LocalDateTime(2024-01-02T03:04:05.678901)"),
			Map.entry("datetime-utc", "OffsetDateTime(2024-01-02T00:00Z)"), Map.entry("date", "LocalDate(2024-01-02)"),
			Map.entry("time", "LocalTime(03:04:05)"), Map.entry("timedelta", "Duration(PT24H2.000003S)"),
			Map.entry("timezone", "ZoneOffset(+02:00)"), Map.entry("decimal", "BigDecimal(1.50)"),
			Map.entry("uuid", "UUID(12345678-1234-5678-1234-567812345678)"), Map.entry("fraction", "Fraction(1/3)"),
			Map.entry("ordereddict", "{'a': 1}"));

	// of Python 2.7, of Python 3, of Python 3 at protocol 2, which takes the names of 2.7
	private static final Map<String, List<String>> EXCEPTIONS = Map.ofEntries(
			Map.entry("exc:ValueError(x)", List.of("ValueError('x')")),
			Map.entry("exc:ValueError()", List.of("ValueError()")),
			Map.entry("exc:KeyError(k)", List.of("KeyError('k')")),
			Map.entry("exc:raised KeyError", List.of("KeyError('k')")),
			Map.entry("exc:TypeError(msg)", List.of("TypeError('bad arg')")),
			Map.entry("exc:ZeroDivisionError", List.of("ZeroDivisionError('division by zero')")),
			Map.entry("exc:OSError(2,nofile,f)",
					List.of("OSError(2, 'No such file', 'f')", "FileNotFoundError(2, 'No such file', 'f')",
							"OSError(2, 'No such file', 'f')")),
			Map.entry("exc:IOError(2,x)", List.of("IOError(2, 'x')", "FileNotFoundError(2, 'x')", "OSError(2, 'x')")),
			Map.entry("exc:Exception(1,2)", List.of("Exception(1, 2)")),
			Map.entry("exc:RuntimeError(uni)", List.of("RuntimeError('\u00e9')")),
			Map.entry("exc:StopIteration(3)", List.of("StopIteration(3)")),
			Map.entry("exc:SystemExit(3)", List.of("SystemExit(3)")),
			Map.entry("exc:KeyboardInterrupt", List.of("KeyboardInterrupt()")),
			Map.entry("exc:UnicodeDecodeError", List.of("UnicodeDecodeError('ascii', b'ff', 0, 1, 'bad')")),
			Map.entry("exc:ImportError",
					List.of("ImportError('No module named nosuchmodule_zz')",
							"ModuleNotFoundError('No module named 'nosuchmodule_zz''){'name': 'nosuchmodule_zz'}",
							"ImportError('No module named 'nosuchmodule_zz''){'name': 'nosuchmodule_zz'}")),
			Map.entry("exc:AttributeError", List.of("AttributeError(''NoneType' object has no attribute 'foo'')")),
			Map.entry("exc:NameError",
					List.of("NameError('global name 'undefined_zz' is not defined')",
							"NameError('name 'undefined_zz' is not defined')",
							"NameError('name 'undefined_zz' is not defined')")),
			Map.entry("exc:Custom", List.of("__main__.CustomError('x')")),
			Map.entry("exc:Custom2(__dict__)", List.of("__main__.CustomError2(5, 'x'){'code': 5}")),
			Map.entry("exc:chained", List.of("ValueError('chained')")),
			Map.entry("exc:with-note", List.of("ValueError('x'){'__notes__': ['a note']}")),
			Map.entry("exc:ExceptionGroup", List.of("ExceptionGroup('g', [ValueError('x')])")));

	private static final Map<String, List<String>> REFUSED = Map.of("range",
			List.of("__builtin__.xrange", "builtins.range", "__builtin__.xrange"), "slice",
			List.of("__builtin__.slice", "builtins.slice", "__builtin__.slice"), "Ellipsis",
			List.of("", "builtins.Ellipsis", "__builtin__.Ellipsis"), "type:int",
			List.of("__builtin__.int", "builtins.int", "__builtin__.long"), "func:len",
			List.of("__builtin__.len", "builtins.len", "__builtin__.len"));

	private final PickleReader reader = new PickleReader(PickleLimits.DEFAULT);

	@ParameterizedTest
	@MethodSource("io.rpcboot.wire.Recordings#pickles")
	void aRecordedPickleIsReadOrRefused(Pickle pickle) {
		if (REFUSED.containsKey(pickle.name())) {
			String symbol = variant(pickle, REFUSED.get(pickle.name()));
			assertThatExceptionOfType(RpcProtocolException.class).isThrownBy(() -> read(pickle))
				.withMessage("the pickle is refused at byte %d: %s is not among the symbols that are read",
						offsetOfSymbol(pickle.bytes()), symbol);
		}
		else {
			assertThat(Shown.show(read(pickle))).isEqualTo(expected(pickle));
		}
	}

	private Object read(Pickle pickle) {
		return this.reader.read(Payload.of(pickle.bytes()));
	}

	private static String expected(Pickle pickle) {
		String name = pickle.name();
		if (name.equals("bytes:00ff")) {
			return "b'00ff'";
		}
		if (name.startsWith("str:") || name.startsWith("bytes:")) {
			return Shown.show(pickle.isBytes() ? pickle.content() : pickle.text());
		}
		if (name.startsWith("exc:")) {
			return variant(pickle, EXCEPTIONS.get(name));
		}
		return VALUES.getOrDefault(name, name.substring(name.indexOf(':') + 1));
	}

	private static String variant(Pickle pickle, List<String> variants) {
		int index = pickle.version().startsWith("2") ? 0 : (pickle.protocol() == 2) ? 2 : 1;
		return variants.get(Math.min(index, variants.size() - 1));
	}

	// STACK_GLOBAL behind its two texts, or GLOBAL at the beginning
	private static int offsetOfSymbol(byte[] pickle) {
		for (int i = 0; i < pickle.length; i++) {
			if (pickle[i] == (byte) 0x93) {
				return i;
			}
		}
		return (pickle[0] == (byte) 0x80) ? 2 : 0;
	}

}
