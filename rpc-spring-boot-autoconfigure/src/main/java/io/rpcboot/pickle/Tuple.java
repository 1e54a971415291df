package io.rpcboot.pickle;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

import org.jspecify.annotations.Nullable;

/**
 * An immutable list that is a {@code tuple} in Python, as opposed to a {@code list}.
 */
public final class Tuple extends AbstractList<@Nullable Object> implements RandomAccess {

	private static final Tuple EMPTY = new Tuple();

	private final @Nullable Object[] items;

	private Tuple(@Nullable Object... items) {
		this.items = items;
	}

	/**
	 * Makes a tuple.
	 * @param items its items; not copied
	 * @return the tuple
	 */
	public static Tuple of(@Nullable Object... items) {
		return (items.length == 0) ? EMPTY : new Tuple(items);
	}

	@Override
	public @Nullable Object get(int index) {
		return this.items[index];
	}

	@Override
	public int size() {
		return this.items.length;
	}

	// as lists do, but without iterators, which many keys that hash alike would take
	@Override
	public boolean equals(@Nullable Object other) {
		return (other instanceof Tuple tuple) ? Arrays.equals(this.items, tuple.items) : super.equals(other);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.items);
	}

}
