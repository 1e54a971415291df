package io.rpcboot.pickle;

import java.math.BigInteger;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A {@code uuid.UUID}, whose number is its state.
 */
final class PickledUuid extends PickledObject {

	static final String CLASS = "uuid.UUID";

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
	 * Makes one as {@link PickleWriter} writes it.
	 * @param args its digits
	 * @return the UUID
	 */
	static UUID parse(Tuple args) {
		if (args.size() == 1 && args.get(0) instanceof String digits) {
			return UUID.fromString(digits);
		}
		throw PickleSymbols.unexpected();
	}

	@Override
	Object construct(@Nullable Object state, PickleWork work) {
		if (!(state instanceof Map<?, ?> attributes)) {
			throw new IllegalArgumentException("its state is not a dict");
		}
		BigInteger bits = PickleNumbers.integer(attributes.get("int"));
		if (bits.signum() < 0 || bits.bitLength() > 2 * Long.SIZE) {
			throw new IllegalArgumentException("it does not have 128 bits");
		}
		return new UUID(bits.shiftRight(Long.SIZE).longValue(), bits.longValue());
	}

	@Override
	String name() {
		return CLASS;
	}

	@Override
	String problem() {
		return "a UUID has no number";
	}

}
