package io.rpcboot.message;

import org.jspecify.annotations.Nullable;

/**
 * The error codes of JSON-RPC. Those of the specification have its texts; the others are
 * of the range that it leaves to implementations.
 */
enum JsonRpcError {

	/** The message cannot be parsed. */
	PARSE_ERROR(-32700, "Parse error"),

	/** The message is not a request. */
	INVALID_REQUEST(-32600, "Invalid Request"),

	/** There is no function of that name. */
	METHOD_NOT_FOUND(-32601, "Method not found"),

	/** The function does not take these arguments. */
	INVALID_PARAMS(-32602, "Invalid params"),

	/** The function has returned, and its result cannot be written. */
	INTERNAL_ERROR(-32603, "Internal error"),

	/** The function raised an exception. */
	FAILED(-32000, null),

	/** The call's time was over before it had a result. */
	TIMED_OUT(-32001, null),

	/** The call was cancelled, or interrupted by a stop of the server. */
	CANCELLED(-32002, null),

	/** The call was not executed, as there is too much to do. */
	OVERLOADED(-32003, null),

	/** The call was not executed, as it is not allowed. */
	NOT_ALLOWED(-32004, null),

	/** The call was not executed, as the server stops. */
	STOPPING(-32005, null);

	private final int code;

	private final @Nullable String text;

	JsonRpcError(int code, @Nullable String text) {
		this.code = code;
		this.text = text;
	}

	/**
	 * Finds the code of a failed call.
	 * @param failure why it failed
	 * @return the code
	 */
	static JsonRpcError of(Throwable failure) {
		if (failure instanceof CallRefusedException refused) {
			return switch (refused.reason()) {
				case UNREADABLE -> PARSE_ERROR;
				case INVALID_MESSAGE, TOO_LARGE -> INVALID_REQUEST;
				case NOT_ALLOWED -> NOT_ALLOWED;
				case UNKNOWN_FUNCTION -> METHOD_NOT_FOUND;
				case ARGUMENTS -> INVALID_PARAMS;
				case OVERLOADED -> OVERLOADED;
				case STOPPING -> STOPPING;
			};
		}
		if (failure instanceof CallInterruptedException interrupted) {
			return switch (interrupted.reason()) {
				case TIMED_OUT -> TIMED_OUT;
				case CANCELLED, STOPPED -> CANCELLED;
			};
		}
		return FAILED;
	}

	int code() {
		return this.code;
	}

	/**
	 * Gives the text of the specification.
	 * @return the text, {@code null} for a code that it does not define
	 */
	@Nullable String text() {
		return this.text;
	}

}
