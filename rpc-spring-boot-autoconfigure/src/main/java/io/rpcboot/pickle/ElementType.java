package io.rpcboot.pickle;

import java.nio.ByteBuffer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What the elements of an array are, named as numpy does: B for bool, I and U for signed
 * and unsigned ints, F for floats, with the number of bytes. An unsigned type becomes the
 * next larger one of Java, but for bytes, which have no sign in Java's {@code byte[]}
 * either.
 */
enum ElementType {

	B1(Byte.BYTES, ElementType::booleans),

	I1(Byte.BYTES, ElementType::bytes),

	U1(Byte.BYTES, ElementType::bytes),

	I2(Short.BYTES, ElementType::shorts),

	U2(Short.BYTES, ElementType::unsignedShorts),

	I4(Integer.BYTES, ElementType::ints),

	U4(Integer.BYTES, ElementType::unsignedInts),

	I8(Long.BYTES, ElementType::longs),

	U8(Long.BYTES, ElementType::unsignedLongs),

	F4(Float.BYTES, ElementType::floats),

	F8(Double.BYTES, ElementType::doubles);

	private final int width;

	private final Function<ByteBuffer, Object> reader;

	ElementType(int width, Function<ByteBuffer, Object> reader) {
		this.width = width;
		this.reader = reader;
	}

	/**
	 * Tells how many bytes an element has.
	 * @return the number
	 */
	int width() {
		return this.width;
	}

	/**
	 * Reads elements, in one piece where Java's have the same form.
	 * @param elements the elements in their byte order, all of them whole
	 * @return a new array
	 * @throws IllegalArgumentException if one is out of range
	 */
	Object read(ByteBuffer elements) {
		return this.reader.apply(elements);
	}

	/**
	 * Writes an element that is a value of its own.
	 * @param value the value
	 * @param elements where to
	 * @throws IllegalArgumentException if it is of another type or out of range
	 */
	void write(@Nullable Object value, ByteBuffer elements) {
		switch (this) {
			case F4 -> elements.putFloat((float) floatingPoint(value));
			case F8 -> elements.putDouble(floatingPoint(value));
			case I1, U1 -> elements.put((byte) integer(value));
			case I2, U2 -> elements.putShort((short) integer(value));
			case I4, U4 -> elements.putInt((int) integer(value));
			case I8, U8 -> elements.putLong(integer(value));
			default -> throw PickleSymbols.unexpected();
		}
	}

	private static double floatingPoint(@Nullable Object value) {
		if (value instanceof Double number) {
			return number;
		}
		throw PickleSymbols.unexpected();
	}

	private long integer(@Nullable Object value) {
		int bits = Byte.SIZE * this.width;
		boolean signed = name().charAt(0) == 'I';
		long max = (bits == Long.SIZE) ? Long.MAX_VALUE : (1L << (signed ? bits - 1 : bits)) - 1;
		long min = signed ? -max - 1 : 0;
		if (value instanceof Long number && number >= min && number <= max) {
			return number;
		}
		throw outOfRange(PickleNumbers.integer(value).toString());
	}

	private static IllegalArgumentException outOfRange(String number) {
		return new IllegalArgumentException(number + " is out of range");
	}

	private static Object booleans(ByteBuffer elements) {
		boolean[] array = new boolean[elements.remaining()];
		for (int i = 0; i < array.length; i++) {
			array[i] = elements.get() != 0;
		}
		return array;
	}

	private static Object bytes(ByteBuffer elements) {
		byte[] array = new byte[elements.remaining()];
		elements.get(array);
		return array;
	}

	private static Object shorts(ByteBuffer elements) {
		short[] array = new short[elements.remaining() / Short.BYTES];
		elements.asShortBuffer().get(array);
		return array;
	}

	private static Object unsignedShorts(ByteBuffer elements) {
		int[] array = new int[elements.remaining() / Short.BYTES];
		for (int i = 0; i < array.length; i++) {
			array[i] = Short.toUnsignedInt(elements.getShort());
		}
		return array;
	}

	private static Object ints(ByteBuffer elements) {
		int[] array = new int[elements.remaining() / Integer.BYTES];
		elements.asIntBuffer().get(array);
		return array;
	}

	private static Object unsignedInts(ByteBuffer elements) {
		long[] array = new long[elements.remaining() / Integer.BYTES];
		for (int i = 0; i < array.length; i++) {
			array[i] = Integer.toUnsignedLong(elements.getInt());
		}
		return array;
	}

	private static Object longs(ByteBuffer elements) {
		long[] array = new long[elements.remaining() / Long.BYTES];
		elements.asLongBuffer().get(array);
		return array;
	}

	private static Object unsignedLongs(ByteBuffer elements) {
		long[] array = (long[]) longs(elements);
		for (long element : array) {
			if (element < 0) {
				throw outOfRange(Long.toUnsignedString(element));
			}
		}
		return array;
	}

	private static Object floats(ByteBuffer elements) {
		float[] array = new float[elements.remaining() / Float.BYTES];
		elements.asFloatBuffer().get(array);
		return array;
	}

	private static Object doubles(ByteBuffer elements) {
		double[] array = new double[elements.remaining() / Double.BYTES];
		elements.asDoubleBuffer().get(array);
		return array;
	}

}
