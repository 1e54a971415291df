package io.rpcboot.message;

import org.jspecify.annotations.Nullable;

/**
 * A failure as it goes over the wire.
 *
 * @param type the name of a built-in exception of Python
 * @param message what it says
 * @param traceback where it came from, in the form of its language, or {@code null} if
 * that is not told
 * @param errno the number of a system's error, which the exception has in front of its
 * message; 0 for none
 */
public record RemoteError(String type, String message, @Nullable String traceback, int errno) {

	/**
	 * Creates a failure that has no number.
	 * @param type the name of a built-in exception of Python
	 * @param message what it says
	 * @param traceback where it came from, in the form of its language, or {@code null}
	 * if that is not told
	 */
	public RemoteError(String type, String message, @Nullable String traceback) {
		this(type, message, traceback, 0);
	}

	/**
	 * Creates a failure that does not tell where it came from.
	 * @param type the name of a built-in exception of Python
	 * @param message what it says
	 */
	public RemoteError(String type, String message) {
		this(type, message, null);
	}

}
