package io.rpcboot.pickle;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Arrays of Python's {@code array} module, and what holds for every array.
 *
 * <pre>
 * array(type code, [numbers])                               ; protocols 0 to 2, Python 2.7
 * _array_reconstructor(array, type code, format, elements)  ; protocol 3 and later
 * </pre>
 */
final class PickleArrays {

	static final String ARRAY = "array.array";

	static final String RECONSTRUCTOR = "array._array_reconstructor";

	private static final int UNIT = 8;

	private PickleArrays() {
	}

	static Object array(Tuple args) {
		if (args.size() != 2 || !(args.get(0) instanceof String code) || !(args.get(1) instanceof List<?> numbers)) {
			throw PickleSymbols.unexpected();
		}
		ElementType type = type(code);
		ByteBuffer elements = ByteBuffer.allocate(Math.multiplyExact(numbers.size(), type.width()));
		numbers.forEach((number) -> type.write(number, elements));
		return type.read(elements.flip());
	}

	// the machine that wrote the list knew how wide a type is, and the numbers tell
	private static ElementType type(String code) {
		return switch (code) {
			case "b" -> ElementType.I1;
			case "B" -> ElementType.U1;
			case "h" -> ElementType.I2;
			case "H" -> ElementType.U2;
			case "i" -> ElementType.I4;
			case "I" -> ElementType.U4;
			case "l", "q" -> ElementType.I8;
			case "L", "Q" -> ElementType.U8;
			case "f" -> ElementType.F4;
			case "d" -> ElementType.F8;
			default -> throw unsupported(code);
		};
	}

	static Object reconstruct(Tuple args) {
		if (args.size() != 4 || !(args.get(0) instanceof PickleSymbol symbol) || !(args.get(1) instanceof String code)
				|| !(args.get(2) instanceof Long format) || !(args.get(3) instanceof byte[] bytes)) {
			throw PickleSymbols.unexpected();
		}
		if (!symbol.name().equals(ARRAY)) {
			throw symbol.refused();
		}
		ElementType type = switch ((int) Math.min(format, Integer.MAX_VALUE)) {
			case 0 -> ElementType.U1;
			case 1 -> ElementType.I1;
			case 2, 3 -> ElementType.U2;
			case 4, 5 -> ElementType.I2;
			case 6, 7 -> ElementType.U4;
			case 8, 9 -> ElementType.I4;
			case 10, 11 -> ElementType.U8;
			case 12, 13 -> ElementType.I8;
			case 14, 15 -> ElementType.F4;
			case 16, 17 -> ElementType.F8;
			default -> throw unsupported(code);
		};
		if (bytes.length % type.width() != 0) {
			throw new IllegalArgumentException("its last element is cut short");
		}
		boolean bigEndian = type.width() > 1 && format % 2 != 0;
		return type.read(ByteBuffer.wrap(bytes).order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN));
	}

	private static IllegalArgumentException unsupported(String code) {
		return new IllegalArgumentException("the type code '%s' is not read: send array.tolist()".formatted(code));
	}

	/**
	 * Tells whether a value is an array, of numbers or of arrays, and not bytes.
	 * @param value a value
	 * @return whether it is
	 */
	static boolean isArray(@Nullable Object value) {
		return value != null && value.getClass().isArray() && !(value instanceof byte[]);
	}

	/**
	 * Tells how much an array counts.
	 * @param array the array
	 * @return 1, and more for its elements or the arrays in it
	 */
	static long weight(Object array) {
		int length = Array.getLength(array);
		if (!(array instanceof Object[] rows)) {
			return 1 + length / UNIT;
		}
		// all rows are of one length
		return (length == 0) ? 1 : 1 + length * weight(rows[0]);
	}

}
