package io.rpcboot.pickle;

import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Bounds what few bytes of a pickle can cause: containers, which are larger than what
 * makes them, and what is hashed or copied again and again because it is named again and
 * again.
 */
final class PickleWork {

	private static final int TEXT_UNIT = 64;

	private static final int MAX_UNCOUNTED = 256;

	private static final int MAX_ALIKE = 1000;

	private final long maxCopied;

	private final long maxHashed;

	private final int maxContainers;

	private long copied;

	private long arrays;

	private long hashed;

	private int containers;

	private final Map<Object, Map<Integer, Integer>> hashes = new IdentityHashMap<>();

	PickleWork(PickleLimits limits, int payloadLength) {
		this.maxContainers = limits.containers();
		this.maxCopied = payloadLength;
		this.maxHashed = Math.max(limits.values(), payloadLength);
	}

	/**
	 * Counts a container.
	 */
	void container() {
		if (++this.containers > this.maxContainers) {
			throw new IllegalArgumentException("there are more than %d containers".formatted(this.maxContainers));
		}
	}

	/**
	 * Counts arguments that are copied.
	 * @param args the arguments
	 */
	void copy(Tuple args) {
		for (Object argument : args) {
			copy(size(argument));
		}
	}

	/**
	 * Counts values that are copied. A payload that names nothing twice cannot reach the
	 * limit.
	 * @param count how many
	 */
	void copy(int count) {
		this.copied += count;
		if (this.copied > this.maxCopied) {
			throw new IllegalArgumentException("the same arguments are used too often");
		}
	}

	/**
	 * Counts arrays that make up one of several dimensions. A payload that has a byte for
	 * each of them cannot reach the limit.
	 * @param count how many
	 */
	void arrays(long count) {
		this.arrays += count;
		if (this.arrays > this.maxCopied) {
			throw new IllegalArgumentException("there are more arrays in arrays than the pickle has bytes");
		}
	}

	private static int size(@Nullable Object argument) {
		if (argument instanceof String text) {
			return text.length();
		}
		if (argument instanceof byte[] bytes) {
			return bytes.length;
		}
		return (argument instanceof Collection<?> items) ? items.size() : 1;
	}

	/**
	 * Sets an item of a dict.
	 * @param dict the dict
	 * @param key its key, which is checked
	 * @param value its value
	 */
	void put(Map<@Nullable Object, @Nullable Object> dict, @Nullable Object key, @Nullable Object value) {
		checkKey(key);
		dict.put(key, value);
		countHash(dict.keySet(), dict, key);
	}

	/**
	 * Adds an item to a set.
	 * @param set the set
	 * @param item the item, which is checked
	 */
	void add(Set<@Nullable Object> set, @Nullable Object item) {
		checkKey(item);
		set.add(item);
		countHash(set, set, item);
	}

	// Keys that hash alike cost time in proportion to their number unless all are of one
	// comparable type.
	private void countHash(Set<@Nullable Object> keys, Object container, @Nullable Object key) {
		if (keys.size() <= MAX_UNCOUNTED) {
			return;
		}
		Map<Integer, Integer> counts = this.hashes.get(container);
		if (counts == null) {
			counts = new HashMap<>();
			this.hashes.put(container, counts);
		}
		if (counts.merge(Objects.hashCode(key), 1, Integer::sum) > MAX_ALIKE) {
			throw new IllegalArgumentException("there are more than %d keys that hash alike".formatted(MAX_ALIKE));
		}
	}

	// Beside what Python refuses this refuses tuples and frozensets that hold others.
	private void checkKey(@Nullable Object value) {
		this.hashed += weight(value);
		if (value instanceof Tuple || value instanceof FrozenSet) {
			for (Object item : (Collection<?>) value) {
				this.hashed += weight(item);
				checkScalar(item);
			}
		}
		else {
			checkScalar(value);
		}
		if (this.hashed > this.maxHashed) {
			throw new IllegalArgumentException("the keys are too long for their number");
		}
	}

	private static void checkScalar(@Nullable Object value) {
		if (value instanceof PickleSymbol symbol) {
			throw symbol.refused();
		}
		if (!PickleShape.isScalar(value) || PickleArrays.isArray(value)) {
			throw new IllegalArgumentException("a container is a key or in a set, where only scalars and tuples and "
					+ "frozensets of scalars may be");
		}
	}

	/**
	 * Tells how much a value counts that holds no others.
	 * @param value the value
	 * @return 1, or more for a long text or number, or an array
	 */
	static long weight(@Nullable Object value) {
		if (value instanceof String text) {
			return 1 + text.length() / TEXT_UNIT;
		}
		if (value instanceof byte[] bytes) {
			return 1 + bytes.length / TEXT_UNIT;
		}
		if (value != null && PickleArrays.isArray(value)) {
			return PickleArrays.weight(value);
		}
		return (value instanceof BigInteger number) ? 1 + number.bitLength() / TEXT_UNIT : 1;
	}

}
