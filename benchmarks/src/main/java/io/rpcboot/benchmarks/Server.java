package io.rpcboot.benchmarks;

import java.io.IOException;

/**
 * What the programs that are called have in common.
 */
final class Server {

	private Server() {
	}

	/**
	 * Tells where it listens, and ends with the program that started it.
	 * @param port the port
	 * @throws IOException if its standard input is lost
	 */
	static void ready(int port) throws IOException {
		System.out.println("PORT " + port);
		while (System.in.read() >= 0) {
			// nothing is said before the end
		}
		// not by its hooks: whatever it is, it has been measured
		Runtime.getRuntime().halt(0);
	}

}
