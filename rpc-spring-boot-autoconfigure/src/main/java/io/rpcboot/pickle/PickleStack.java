package io.rpcboot.pickle;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The stack on which a pickle is put together, with the marks at which collections begin.
 */
final class PickleStack {

	private static final int INITIAL_SIZE = 16;

	private final PickleInput input;

	private @Nullable Object[] values = new Object[INITIAL_SIZE];

	private int size;

	private int[] marks = new int[INITIAL_SIZE];

	private int marked;

	PickleStack(PickleInput input) {
		this.input = input;
	}

	void push(@Nullable Object value) {
		if (this.size == this.values.length) {
			this.values = Arrays.copyOf(this.values, 2 * this.size);
		}
		this.values[this.size++] = value;
	}

	@Nullable Object pop() {
		peek();
		return this.values[--this.size];
	}

	@Nullable Object peek() {
		if (this.size == bottom()) {
			throw this.input.refused("there is no value where one is needed");
		}
		return this.values[this.size - 1];
	}

	/**
	 * Takes several values at once.
	 * @param count how many
	 * @return the values, the last one pushed at the end
	 */
	@Nullable Object[] pop(int count) {
		if (this.size - bottom() < count) {
			throw this.input.refused("there is no value where one is needed");
		}
		this.size -= count;
		return Arrays.copyOfRange(this.values, this.size, this.size + count);
	}

	void mark() {
		if (this.marked == this.marks.length) {
			this.marks = Arrays.copyOf(this.marks, 2 * this.marked);
		}
		this.marks[this.marked++] = this.size;
	}

	/**
	 * Takes the values behind the last mark, and the mark.
	 * @return the values
	 */
	@Nullable Object[] popToMark() {
		if (this.marked == 0) {
			throw this.input.refused("there is no mark where one is needed");
		}
		@Nullable Object[] taken = pop(this.size - bottom());
		this.marked--;
		return taken;
	}

	/**
	 * Drops the last value or, where there is none behind the last mark, the mark.
	 */
	void drop() {
		if (this.marked > 0 && this.size == bottom()) {
			this.marked--;
		}
		else {
			pop();
		}
	}

	private int bottom() {
		return (this.marked == 0) ? 0 : this.marks[this.marked - 1];
	}

}
