package io.rpcboot.pickle;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.rpcboot.wire.Payload;

/**
 * Shows values much as Python does, in a way that tells their Java types:
 *
 * <pre>
 * None True 5 5n 1.5 'text' b'00ff' [1, 2] (1, 2) {'a': 1} set(1) frozenset(1) LocalDate(2024-01-02)
 * double[0.5, 1.0] int[][int[1], int[2]] ValueError('x') KeyError('k'){'code': 5}
 * </pre>
 *
 * An int that does not fit a long ends in {@code n}, bytes are in hexadecimal, and a
 * container in itself is {@code ...}.
 */
public final class Shown {

	private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());

	private Shown() {
	}

	/**
	 * Reads a pickle.
	 * @param pickle the pickle
	 * @return its value as it is shown
	 */
	public static String read(byte[] pickle) {
		return show(new PickleReader(PickleLimits.DEFAULT).read(Payload.of(pickle)));
	}

	static String show(Object value) {
		return new Shown().text(value);
	}

	private String text(Object value) {
		if (value == null) {
			return "None";
		}
		if (value instanceof Boolean flag) {
			return flag ? "True" : "False";
		}
		if (value instanceof Long || value instanceof Double) {
			return value.toString();
		}
		if (value instanceof BigInteger) {
			return value + "n";
		}
		if (value instanceof String) {
			return "'" + value + "'";
		}
		if (value instanceof byte[] bytes) {
			return "b'" + HexFormat.of().formatHex(bytes) + "'";
		}
		if (PickleArrays.isArray(value)) {
			return IntStream.range(0, Array.getLength(value))
				.mapToObj((i) -> element(Array.get(value, i)))
				.collect(Collectors.joining(", ", value.getClass().getComponentType().getSimpleName() + "[", "]"));
		}
		return PickleShape.isScalar(value) ? value.getClass().getSimpleName() + "(" + plain(value) + ")"
				: container(value);
	}

	private String element(Object element) {
		return (element instanceof Number) ? element.toString() : text(element);
	}

	private static String plain(Object value) {
		if (value instanceof Complex complex) {
			return complex.real() + ", " + complex.imaginary();
		}
		if (value instanceof Fraction fraction) {
			return fraction.numerator() + "/" + fraction.denominator();
		}
		return (value instanceof BigDecimal decimal) ? decimal.toPlainString() : value.toString();
	}

	private String container(Object value) {
		if (!this.open.add(value)) {
			return "...";
		}
		try {
			if (value instanceof PythonException exception) {
				return exception.type() + items("(", exception.args(), ")")
						+ (exception.state().isEmpty() ? "" : entries(exception.state()));
			}
			if (value instanceof Tuple tuple) {
				return items("(", tuple, ")");
			}
			if (value instanceof FrozenSet set) {
				return items("frozenset(", set, ")");
			}
			if (value.getClass() == LinkedHashSet.class) {
				return items("set(", (Collection<?>) value, ")");
			}
			if (value.getClass() == ArrayList.class) {
				return items("[", (Collection<?>) value, "]");
			}
			if (value.getClass() == LinkedHashMap.class) {
				return entries((Map<?, ?>) value);
			}
			throw new IllegalArgumentException(value.getClass().getName());
		}
		finally {
			this.open.remove(value);
		}
	}

	private String items(String begin, Collection<?> items, String end) {
		return items.stream().map(this::text).collect(Collectors.joining(", ", begin, end));
	}

	private String entries(Map<?, ?> map) {
		return map.entrySet()
			.stream()
			.map((entry) -> text(entry.getKey()) + ": " + text(entry.getValue()))
			.collect(Collectors.joining(", ", "{", "}"));
	}

}
