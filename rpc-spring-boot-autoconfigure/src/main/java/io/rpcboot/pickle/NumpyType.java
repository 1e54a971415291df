package io.rpcboot.pickle;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A {@code numpy.dtype} of numbers: what the elements of an array are. Its byte order is
 * its state.
 */
final class NumpyType extends PickledObject {

	static final String CLASS = "numpy.dtype";

	// long enough for structures and texts
	private static final int MAX_NAME = 20;

	private final ElementType elements;

	private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

	private NumpyType(ElementType elements) {
		this.elements = elements;
	}

	/**
	 * Makes a type.
	 * @param args its name, and two flags
	 * @return the type
	 */
	static NumpyType of(Tuple args) {
		if (args.size() != 3 || !(args.get(0) instanceof String name)) {
			throw PickleSymbols.unexpected();
		}
		for (ElementType type : ElementType.values()) {
			if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
				return new NumpyType(type);
			}
		}
		if (name.length() > MAX_NAME) {
			throw PickleSymbols.unexpected();
		}
		throw new IllegalArgumentException(
				"the type '%s' is not read: send array.tolist(), or scalar.item()".formatted(name));
	}

	// version, byte order, and what only types have that are not read
	@Override
	Object construct(@Nullable Object state, PickleWork work) {
		if (!(state instanceof Tuple parts) || parts.size() < 2) {
			throw PickleSymbols.unexpected();
		}
		this.order = ">".equals(parts.get(1)) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
		return this;
	}

	@Override
	String name() {
		return CLASS;
	}

	@Override
	String problem() {
		return CLASS + " itself is not a value that is read";
	}

	int width() {
		return this.elements.width();
	}

	/**
	 * Reads elements.
	 * @param source where they are; they are taken from it
	 * @param count how many
	 * @return an array
	 */
	Object read(ByteBuffer source, int count) {
		int end = source.position() + count * width();
		Object array = this.elements.read(source.duplicate().limit(end).order(this.order));
		source.position(end);
		return array;
	}

	/**
	 * Reads an element as a value of its own.
	 * @param source where it is
	 * @return a Boolean, a Long or a Double
	 */
	Object readScalar(ByteBuffer source) {
		Object element = Array.get(read(source, 1), 0);
		if (element instanceof Byte number && this.elements == ElementType.U1) {
			return (long) Byte.toUnsignedInt(number);
		}
		if (element instanceof Double || element instanceof Float) {
			return ((Number) element).doubleValue();
		}
		return (element instanceof Number number) ? (Object) number.longValue() : element;
	}

}
