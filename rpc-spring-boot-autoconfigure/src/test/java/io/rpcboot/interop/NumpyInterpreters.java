package io.rpcboot.interop;

import java.util.List;

/**
 * The CPythons of this machine that have numpy. Which they were stands in
 * {@code target/numpy.txt}.
 */
final class NumpyInterpreters {

	private static final PythonPackage NUMPY = new PythonPackage("numpy", "numpy", "python3-numpy");

	private NumpyInterpreters() {
	}

	/**
	 * Gives those to test with.
	 * @return the interpreters, by version
	 */
	static List<Interpreter> all() {
		return NUMPY.pythons();
	}

	/**
	 * Tells whether there are any, and on the console if there are none.
	 * @return whether there is at least one
	 */
	static boolean areThere() {
		return NUMPY.isThere();
	}

}
