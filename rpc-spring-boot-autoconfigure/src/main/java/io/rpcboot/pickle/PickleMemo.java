package io.rpcboot.pickle;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The values that a pickle refers to again, by number.
 */
final class PickleMemo {

	private static final int INITIAL_SIZE = 16;

	private static final Object NOTHING = new Object();

	private final PickleInput input;

	private @Nullable Object[] values = new Object[0];

	private int count;

	PickleMemo(PickleInput input) {
		this.input = input;
	}

	/**
	 * Reads the number that stands behind an opcode.
	 * @param opcode the opcode
	 * @return the number
	 */
	int index(int opcode) {
		long index = switch (opcode) {
			case 'p', 'g' -> (PickleText.longInteger(this.input.line()) instanceof Long number) ? number : -1;
			case 'q', 'h' -> this.input.unsignedByte();
			default -> this.input.unsigned(Integer.BYTES);
		};
		// nobody numbers more values than there are bytes
		if (index < 0 || index > this.input.length()) {
			throw this.input.refused("the memo has no such place");
		}
		return (int) index;
	}

	void add(@Nullable Object value) {
		put(this.count, value);
	}

	void put(int index, @Nullable Object value) {
		if (index >= this.values.length) {
			int former = this.values.length;
			this.values = Arrays.copyOf(this.values, Math.max(INITIAL_SIZE, Math.max(2 * former, index + 1)));
			Arrays.fill(this.values, former, this.values.length, NOTHING);
		}
		if (this.values[index] == NOTHING) {
			this.count++;
		}
		this.values[index] = value;
	}

	@Nullable Object get(int index) {
		Object value = (index < this.values.length) ? this.values[index] : NOTHING;
		if (value == NOTHING) {
			throw this.input.refused("the memo holds nothing at %d".formatted(index));
		}
		return value;
	}

}
