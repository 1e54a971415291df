package io.rpcboot.pickle;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Writes arrays of numbers as Python's {@code array.array}, in the forms that
 * {@link PickleArrays} reads: for Python 3 the elements in one piece, for others one by
 * one, because there it is the machine that loads them which decides on their width and
 * their byte order.
 */
final class PickleArrayWriter {

	private final PickleOutput output;

	private final int length;

	private PickleArrayWriter(PickleOutput output, int length) {
		this.output = output;
		this.length = length;
	}

	static void write(PickleOutput output, short[] array) {
		new PickleArrayWriter(output, array.length).write(new Form("h", 4, Short.BYTES),
				(bytes) -> bytes.asShortBuffer().put(array), (i) -> output.integer(array[i]));
	}

	static void write(PickleOutput output, int[] array) {
		new PickleArrayWriter(output, array.length).write(new Form("i", 8, Integer.BYTES),
				(bytes) -> bytes.asIntBuffer().put(array), (i) -> output.integer(array[i]));
	}

	static void write(PickleOutput output, long[] array) {
		// 2.7 has no q
		String code = output.isPython3() ? "q" : "l";
		new PickleArrayWriter(output, array.length).write(new Form(code, 12, Long.BYTES),
				(bytes) -> bytes.asLongBuffer().put(array), (i) -> output.integer(array[i]));
	}

	static void write(PickleOutput output, float[] array) {
		new PickleArrayWriter(output, array.length).write(new Form("f", 14, Float.BYTES),
				(bytes) -> bytes.asFloatBuffer().put(array), (i) -> output.floatingPoint(array[i]));
	}

	static void write(PickleOutput output, double[] array) {
		new PickleArrayWriter(output, array.length).write(new Form("d", 16, Double.BYTES),
				(bytes) -> bytes.asDoubleBuffer().put(array), (i) -> output.floatingPoint(array[i]));
	}

	private void write(Form form, Consumer<ByteBuffer> elements, IntConsumer element) {
		if (this.output.isPython3()) {
			this.output.symbol("array", "_array_reconstructor");
			this.output.opcode('(');
			this.output.symbol("array", "array");
			this.output.text(form.code());
			this.output.integer(form.number());
			elements.accept(this.output.bytes((long) this.length * form.width()));
			this.output.opcode('t');
			this.output.opcode('R');
		}
		else {
			this.output.symbol("array", "array");
			this.output.text(form.code());
			this.output.opcode(']');
			this.output.opcode('(');
			for (int i = 0; i < this.length; i++) {
				element.accept(i);
			}
			this.output.opcode('e');
			this.output.call(2);
		}
	}

	/**
	 * A type of elements.
	 *
	 * @param code the type code
	 * @param number Python's number of the format in which they are written, which is
	 * little-endian
	 * @param width how many bytes an element has
	 */
	private record Form(String code, int number, int width) {

	}

}
