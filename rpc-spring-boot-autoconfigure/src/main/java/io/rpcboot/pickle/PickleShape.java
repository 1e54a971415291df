package io.rpcboot.pickle;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Checks what a pickle was put together to: whether all of it are values, how deep it is
 * nested, and how large it gets where shared parts are counted wherever they occur.
 * <p>
 * A container may hold itself; such a reference counts as nothing.
 */
final class PickleShape {

	private final PickleLimits limits;

	private final long maxValues;

	private final Map<Object, Visit> visits = new IdentityHashMap<>();

	private final Deque<Visit> path = new ArrayDeque<>();

	private final boolean shared;

	/**
	 * Prepares a check.
	 * @param limits the limits
	 * @param payloadLength how many bytes the pickle has
	 * @param shared whether a container may occur more than once
	 */
	PickleShape(PickleLimits limits, int payloadLength, boolean shared) {
		this.limits = limits;
		this.shared = shared;
		this.maxValues = Math.max(limits.values(), payloadLength);
	}

	/**
	 * Checks a value.
	 * @param root the value
	 */
	void check(@Nullable Object root) {
		reach(root);
		while (!this.path.isEmpty()) {
			Visit visit = this.path.element();
			if (visit.children.hasNext()) {
				reach(visit.children.next());
			}
			else {
				this.path.remove();
				visit.open = false;
				add(visit);
			}
		}
	}

	private void reach(@Nullable Object value) {
		if (value instanceof PickleSymbol symbol) {
			throw symbol.refused();
		}
		if (value instanceof PickledObject object) {
			throw new IllegalArgumentException(object.problem());
		}
		if (value == null || isScalar(value)) {
			if (!this.path.isEmpty()) {
				grow(this.path.element(), PickleWork.weight(value));
			}
			return;
		}
		Visit known = this.shared ? this.visits.get(value) : null;
		if (known == null) {
			Visit visit = new Visit(children(value));
			if (this.shared) {
				this.visits.put(value, visit);
			}
			this.path.push(visit);
			checkDepth(this.path.size());
		}
		else if (!known.open) {
			add(known);
		}
	}

	private void add(Visit child) {
		Visit parent = this.path.peek();
		if (parent != null) {
			parent.height = Math.max(parent.height, child.height + 1);
			checkDepth(parent.height);
			grow(parent, child.weight);
		}
	}

	private void checkDepth(int depth) {
		if (depth > this.limits.depth()) {
			throw new IllegalArgumentException(
					"containers are nested more than %d deep".formatted(this.limits.depth()));
		}
	}

	private void grow(Visit visit, long weight) {
		visit.weight += weight;
		if (visit.weight > this.maxValues) {
			throw new IllegalArgumentException(
					"with what is shared counted wherever it occurs, there are more than %d values"
						.formatted(this.maxValues));
		}
	}

	private static Iterator<? extends @Nullable Object> children(Object container) {
		if (container instanceof Map<?, ?> map) {
			return map.values().iterator();
		}
		if (container instanceof PythonException exception) {
			return List.of(exception.args(), exception.state()).iterator();
		}
		return ((Collection<?>) container).iterator();
	}

	/**
	 * Tells whether a value holds no others.
	 * @param value a value, or what a value is still made of
	 * @return whether it is a number, a text, a time, and so on
	 */
	static boolean isScalar(@Nullable Object value) {
		return !(isContainer(value) || value instanceof PickleSymbol || value instanceof PickledObject);
	}

	static boolean isContainer(@Nullable Object value) {
		return value instanceof Collection || value instanceof Map || value instanceof PythonException;
	}

	private static final class Visit {

		private final Iterator<? extends @Nullable Object> children;

		private boolean open = true;

		private int height = 1;

		private long weight = 1;

		Visit(Iterator<? extends @Nullable Object> children) {
			this.children = children;
		}

	}

}
