package io.rpcboot.interop;

import java.util.List;

/**
 * The CPythons of this machine that have pyzmq. Which they were stands in
 * {@code target/pyzmq.txt}.
 */
final class ZeroMqInterpreters {

	private static final PythonPackage PYZMQ = new PythonPackage("pyzmq", "zmq", "python3-zmq");

	private ZeroMqInterpreters() {
	}

	/**
	 * Gives those to test with.
	 * @return the interpreters, by version
	 */
	static List<Interpreter> all() {
		return PYZMQ.pythons();
	}

	/**
	 * Tells whether there are any, and on the console if there are none.
	 * @return whether there is at least one
	 */
	static boolean areThere() {
		return PYZMQ.isThere();
	}

}
