package io.rpcboot.pickle;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Arrays and scalars of numpy.
 *
 * <pre>
 * _reconstruct(ndarray, (0,), b'b') and a state        ; protocols 0 to 4
 * _frombuffer(elements, dtype, shape, 'C' or 'F')      ; protocol 5
 * scalar(dtype, element)
 * </pre>
 *
 * An array of several dimensions becomes an array of arrays, one of none becomes its
 * element.
 */
final class NumpyArrays {

	static final String NDARRAY = "numpy.ndarray";

	// of numpy 2
	private static final int MAX_DIMENSIONS = 64;

	private NumpyArrays() {
	}

	static PickledObject reconstruct(Tuple args) {
		if (args.size() != 3 || !(args.get(0) instanceof PickleSymbol symbol)) {
			throw PickleSymbols.unexpected();
		}
		if (!symbol.name().equals(NDARRAY)) {
			throw symbol.refused();
		}
		return new Unfilled();
	}

	static Object fromBuffer(Tuple args, PickleWork work) {
		if (args.size() != 4 || !(args.get(1) instanceof NumpyType type) || !(args.get(2) instanceof Tuple shape)) {
			throw PickleSymbols.unexpected();
		}
		checkOrder("F".equals(args.get(3)));
		return array(lengths(shape), type, args.get(0), work);
	}

	static Object scalar(Tuple args) {
		if (args.size() != 2 || !(args.get(0) instanceof NumpyType type)) {
			throw PickleSymbols.unexpected();
		}
		return type.readScalar(elements(args.get(1), 1, type));
	}

	private static void checkOrder(boolean fortran) {
		if (fortran) {
			throw new IllegalArgumentException(
					"an array in Fortran order is not read: send numpy.ascontiguousarray(array), or array.tolist()");
		}
	}

	private static int[] lengths(Tuple shape) {
		if (shape.size() > MAX_DIMENSIONS) {
			throw new IllegalArgumentException(
					"an array has %d dimensions, more than %d".formatted(shape.size(), MAX_DIMENSIONS));
		}
		int[] lengths = new int[shape.size()];
		for (int i = 0; i < lengths.length; i++) {
			if (!(shape.get(i) instanceof Long length) || length < 0 || length > Integer.MAX_VALUE) {
				throw PickleSymbols.unexpected();
			}
			lengths[i] = length.intValue();
		}
		return lengths;
	}

	private static Object array(int[] lengths, NumpyType type, @Nullable Object data, PickleWork work) {
		long count = 1;
		long arrays = 0;
		for (int length : lengths) {
			arrays += count;
			count *= length;
			if (count > Integer.MAX_VALUE) {
				throw PickleSymbols.unexpected();
			}
		}
		ByteBuffer elements = elements(data, count, type);
		if (lengths.length == 0) {
			return type.readScalar(elements);
		}
		work.arrays(arrays);
		return array(lengths, 0, type, elements);
	}

	private static ByteBuffer elements(@Nullable Object data, long count, NumpyType type) {
		byte[] bytes = PickleText.bytes(data);
		if (bytes == null || bytes.length != count * type.width()) {
			throw PickleSymbols.unexpected();
		}
		return ByteBuffer.wrap(bytes);
	}

	private static Object array(int[] lengths, int dimension, NumpyType type, ByteBuffer elements) {
		int length = lengths[dimension];
		if (dimension == lengths.length - 1) {
			return type.read(elements, length);
		}
		Class<?> rowType = type.read(elements, 0).getClass();
		for (int i = dimension + 2; i < lengths.length; i++) {
			rowType = rowType.arrayType();
		}
		Object[] rows = (Object[]) Array.newInstance(rowType, length);
		for (int i = 0; i < length; i++) {
			rows[i] = array(lengths, dimension + 1, type, elements);
		}
		return rows;
	}

	/**
	 * An array whose shape and elements are its state: version, shape, type, whether it
	 * is in Fortran order, and the elements.
	 */
	private static final class Unfilled extends PickledObject {

		@Override
		Object construct(@Nullable Object state, PickleWork work) {
			if (!(state instanceof Tuple parts) || parts.size() != 5 || !(parts.get(1) instanceof Tuple shape)
					|| !(parts.get(2) instanceof NumpyType type)) {
				throw PickleSymbols.unexpected();
			}
			// of Python 2.7 an int
			checkOrder(Boolean.TRUE.equals(parts.get(3)) || Long.valueOf(1).equals(parts.get(3)));
			work.copy(parts);
			return array(lengths(shape), type, parts.get(4), work);
		}

		@Override
		String name() {
			return NDARRAY;
		}

		@Override
		String problem() {
			return "an array has no elements";
		}

	}

}
