package io.rpcboot.pickle;

import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * An immutable set that a {@code frozenset} was, so that it can be told from a
 * {@code set}, which Python does not allow as a key.
 */
final class FrozenSet extends AbstractSet<@Nullable Object> {

	private final Set<@Nullable Object> items;

	/**
	 * Makes a set.
	 * @param items its items; not copied
	 */
	FrozenSet(LinkedHashSet<@Nullable Object> items) {
		this.items = Collections.unmodifiableSet(items);
	}

	@Override
	public Iterator<@Nullable Object> iterator() {
		return this.items.iterator();
	}

	@Override
	public boolean contains(@Nullable Object value) {
		return this.items.contains(value);
	}

	@Override
	public int size() {
		return this.items.size();
	}

}
