package io.rpcboot.pickle;

import java.math.BigInteger;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A {@code uuid.UUID}, which is made first and gets its number afterwards.
 */
final class PickledUuid {

	static final String CLASS = "uuid.UUID";

	private @Nullable UUID value;

	/**
	 * Makes one as protocols 0 and 1 do.
	 * @param args the class, {@code object} and {@code None}
	 * @return a UUID without a number
	 */
	static PickledUuid reconstruct(Tuple args) {
		if (args.size() != 3 || !(args.get(0) instanceof PickleSymbol symbol)) {
			throw PickleSymbols.unexpected();
		}
		if (!symbol.name().equals(CLASS)) {
			throw symbol.refused();
		}
		return new PickledUuid();
	}

	/**
	 * Sets the number.
	 * @param state attributes, {@code int} among them
	 * @return the UUID
	 */
	UUID build(Map<?, ?> state) {
		BigInteger bits = PickleNumbers.integer(state.get("int"));
		if (bits.signum() < 0 || bits.bitLength() > 2 * Long.SIZE) {
			throw new IllegalArgumentException("a UUID does not have 128 bits");
		}
		this.value = new UUID(bits.shiftRight(Long.SIZE).longValue(), bits.longValue());
		return this.value;
	}

	/**
	 * Gives the value that something on the stack or in the memo stands for.
	 * @param object any object
	 * @return the UUID if it is one that has its number, otherwise the object itself
	 */
	static @Nullable Object resolve(@Nullable Object object) {
		return (object instanceof PickledUuid uuid && uuid.value != null) ? uuid.value : object;
	}

}
