package io.rpcboot.observation;

/**
 * How an exception is called in a tag.
 */
final class ExceptionName {

	private ExceptionName() {
	}

	static String of(Throwable exception) {
		String simple = exception.getClass().getSimpleName();
		// an anonymous class has none
		return simple.isEmpty() ? exception.getClass().getName() : simple;
	}

}
