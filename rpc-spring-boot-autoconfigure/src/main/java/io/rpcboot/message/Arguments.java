package io.rpcboot.message;

import org.jspecify.annotations.Nullable;

/**
 * A call's arguments, in the order in which they stand in the message: first by position,
 * then by keyword. A cursor: after each step the argument is read or skipped, once.
 */
public interface Arguments {

	/**
	 * Steps to the next argument by position.
	 * @return whether there is one
	 */
	boolean nextPositional();

	/**
	 * Steps to the next argument by keyword, after the last one by position. At the end
	 * the message is checked to be complete.
	 * @return the keyword, or {@code null} if there are no more
	 */
	@Nullable String nextKeyword();

	/**
	 * Reads the argument.
	 * @param type the type to read it into
	 * @return the value, {@code null} for None
	 * @throws ConversionException if it does not fit the type
	 */
	@Nullable Object read(ValueType type);

	/**
	 * Skips the argument.
	 */
	void skip();

	/**
	 * Looks ahead for an argument by keyword, before the first step.
	 * @param keyword the keyword
	 * @return its value, {@code null} if there is none, or it is no text of at most 8192
	 * characters
	 */
	default @Nullable String textOf(String keyword) {
		return null;
	}

}
