package io.rpcboot.client;

/**
 * An interface that cannot be a client. The message tells why and what to do.
 */
public class InvalidClientException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String problem;

	private final String action;

	/**
	 * Creates an exception.
	 * @param problem which interface or method cannot be used, and why: a sentence
	 * @param action what to do: a sentence
	 */
	public InvalidClientException(String problem, String action) {
		super(problem + " " + action);
		this.problem = problem;
		this.action = action;
	}

	/**
	 * Creates an exception for a class.
	 * @param type the class
	 * @return the exception
	 */
	public static InvalidClientException noInterface(Class<?> type) {
		return new InvalidClientException("%s cannot be a client: it is no interface.".formatted(type.getName()),
				"Declare the functions in an interface.");
	}

	/**
	 * Tells the problem.
	 * @return which interface or method cannot be used, and why
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * Tells the cure.
	 * @return what to do
	 */
	public String action() {
		return this.action;
	}

}
