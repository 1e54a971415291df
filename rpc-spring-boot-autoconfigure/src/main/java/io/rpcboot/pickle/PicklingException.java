package io.rpcboot.pickle;

import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * A value that cannot be written as a pickle.
 */
public class PicklingException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private static final String ROOT = "$";

	// a path in what holds itself does not end
	private static final int MAX_STEPS = 10;

	private final transient Deque<String> path = new ArrayDeque<>();

	/**
	 * Creates an exception.
	 * @param path where in the value the problem is, as {@link #path()} tells it
	 * @param problem what is wrong there
	 * @param cause the cause, or {@code null}
	 */
	public PicklingException(String path, String problem, @Nullable Throwable cause) {
		super(problem, cause);
		if (!path.equals(ROOT)) {
			this.path.add(path.substring(ROOT.length()));
		}
	}

	PicklingException(String problem) {
		this(ROOT, problem, null);
	}

	/**
	 * Adds where the value stands in the one around it.
	 * @param step an index such as {@code [0]}, or a key such as {@code .name}
	 * @return this exception
	 */
	PicklingException within(String step) {
		this.path.addFirst(step);
		if (this.path.size() > MAX_STEPS) {
			this.path.removeLast();
		}
		return this;
	}

	/**
	 * Tells where in the value the problem is.
	 * @return the first steps of a path such as {@code $.lines[0].quantity}, {@code $}
	 * for the value itself
	 */
	public String path() {
		return ROOT + String.join("", this.path);
	}

}
