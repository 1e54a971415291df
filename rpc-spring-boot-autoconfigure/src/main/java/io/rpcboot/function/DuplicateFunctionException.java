package io.rpcboot.function;

/**
 * Two functions of one name.
 */
public class DuplicateFunctionException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String name;

	private final String first;

	private final String second;

	DuplicateFunctionException(String name, String first, String second) {
		super("The function '%s' is declared twice: by %s and by %s".formatted(name, first, second));
		this.name = name;
		this.first = first;
		this.second = second;
	}

	/**
	 * Gives the name.
	 * @return the name that both have
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Describes the one that was registered first.
	 * @return its owner and method
	 */
	public String first() {
		return this.first;
	}

	/**
	 * Describes the one that was refused.
	 * @return its owner and method
	 */
	public String second() {
		return this.second;
	}

}
