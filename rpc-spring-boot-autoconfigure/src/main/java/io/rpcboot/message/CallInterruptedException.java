package io.rpcboot.message;

/**
 * A call that was given up while it ran, or just before.
 */
public class CallInterruptedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	CallInterruptedException(Reason reason, String function, Throwable cause) {
		super(reason.message.formatted(function), cause);
		this.reason = reason;
	}

	/**
	 * Tells why.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Why calls are given up.
	 */
	public enum Reason {

		/** Its caller asked for it. */
		CANCELLED("InterruptedError", "%s() was cancelled by its caller"),

		/** Its caller does not wait any longer. */
		TIMED_OUT("TimeoutError", "%s() took longer than its caller waits"),

		/** The server stops. */
		STOPPED("InterruptedError", "%s() was interrupted, as the server stops");

		private final String pythonType;

		private final String message;

		Reason(String pythonType, String message) {
			this.pythonType = pythonType;
			this.message = message;
		}

		String pythonType() {
			return this.pythonType;
		}

	}

}
