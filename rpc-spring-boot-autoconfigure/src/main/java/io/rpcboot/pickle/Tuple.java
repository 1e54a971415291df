package io.rpcboot.pickle;

import java.util.AbstractList;
import java.util.RandomAccess;

import org.jspecify.annotations.Nullable;

/**
 * An immutable list that a {@code tuple} was, so that it can be told from a {@code list}.
 */
final class Tuple extends AbstractList<@Nullable Object> implements RandomAccess {

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
	static Tuple of(@Nullable Object... items) {
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

}
