package io.rpcboot.message;

import org.jspecify.annotations.Nullable;

/**
 * A value that does not fit its type.
 */
public class ConversionException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String path;

	ConversionException(String path, String problem, @Nullable Throwable cause) {
		super(problem, cause);
		this.path = path;
	}

	/**
	 * Tells where in the value the problem is.
	 * @return a path such as {@code $.lines[0].quantity}, {@code $} for the value itself
	 */
	public String path() {
		return this.path;
	}

	/**
	 * Tells the problem together with its place.
	 * @param subject what the value is
	 * @return the sentence
	 */
	public String describe(String subject) {
		return subject + ("$".equals(this.path) ? "" : " at " + this.path) + ": " + getMessage();
	}

}
