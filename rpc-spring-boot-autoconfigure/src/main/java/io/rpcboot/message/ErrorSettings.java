package io.rpcboot.message;

/**
 * What callers learn of a failure.
 *
 * @param includeMessage whether the message of the exception
 * @param includeStackTrace whether its stack trace
 */
public record ErrorSettings(boolean includeMessage, boolean includeStackTrace) {

	/** The message, and no stack trace. */
	public static final ErrorSettings DEFAULT = new ErrorSettings(true, false);

}
