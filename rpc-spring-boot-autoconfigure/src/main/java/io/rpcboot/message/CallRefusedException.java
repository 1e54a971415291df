package io.rpcboot.message;

import org.jspecify.annotations.Nullable;

/**
 * A call that was not executed because of what it says: the message is for the caller.
 */
public class CallRefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	/**
	 * Creates an exception.
	 * @param reason the kind of refusal
	 * @param message what is wrong with the call, in the words of Python where it has
	 * some
	 */
	public CallRefusedException(Reason reason, String message) {
		this(reason, message, null);
	}

	/**
	 * Creates an exception that has a cause.
	 * @param reason the kind of refusal
	 * @param message what is wrong with the call, in the words of Python where it has
	 * some
	 * @param cause the cause, {@code null} if there is none
	 */
	public CallRefusedException(Reason reason, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	/**
	 * Tells the kind of refusal.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Kinds of refusal.
	 */
	public enum Reason {

		/** The message cannot be parsed. */
		UNREADABLE("ValueError"),

		/** The message is not a call. */
		INVALID_MESSAGE("ValueError"),

		/** The message is of a form that is not allowed. */
		NOT_ALLOWED("PermissionError"),

		/** There is no function of that name. */
		UNKNOWN_FUNCTION("AttributeError"),

		/** The function does not take these arguments. */
		ARGUMENTS("TypeError"),

		/** There is too much to do at present. */
		OVERLOADED("RuntimeError");

		private final String pythonType;

		Reason(String pythonType) {
			this.pythonType = pythonType;
		}

		String pythonType() {
			return this.pythonType;
		}

	}

}
