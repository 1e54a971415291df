package io.rpcboot.message;

import io.rpcboot.RpcException;
import io.rpcboot.RpcOverloadedException;
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

		/** The message is larger than is allowed. */
		TOO_LARGE("ValueError"),

		/** The message is of a form that is not allowed. */
		NOT_ALLOWED("PermissionError"),

		/** There is no function of that name. */
		UNKNOWN_FUNCTION("AttributeError"),

		/** The function does not take these arguments. */
		ARGUMENTS("TypeError"),

		/** There is too much to do at present. */
		OVERLOADED("BlockingIOError", 11),

		/** The server stops. */
		STOPPING("ConnectionRefusedError", 111);

		private final String pythonType;

		private final int errno;

		Reason(String pythonType) {
			this(pythonType, 0);
		}

		Reason(String pythonType, int errno) {
			this.pythonType = pythonType;
			this.errno = errno;
		}

		/**
		 * Tells whether it is of the moment: the same call can be executed later, or
		 * elsewhere.
		 * @return whether nothing is wrong with the call
		 */
		boolean isOfTheMoment() {
			return this.errno != 0;
		}

		/**
		 * Gives the number of the error, as Linux has it.
		 * @return the number, 0 for none
		 */
		int errno() {
			return this.errno;
		}

		String pythonType() {
			return this.pythonType;
		}

		/**
		 * Gives what a caller gets whose call a server refused for a reason of the
		 * moment.
		 * @param message what the server says
		 * @return the exception
		 */
		RpcException toException(String message) {
			return (this == STOPPING) ? new ServerStoppingException("the peer is stopping: " + message)
					: new RpcOverloadedException("the peer has too much to do: " + message, null);
		}

	}

}
