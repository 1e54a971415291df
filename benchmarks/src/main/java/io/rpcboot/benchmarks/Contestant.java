package io.rpcboot.benchmarks;

import java.util.List;

/**
 * One way to do something: a program that is called and one that calls.
 *
 * @param name its name in the results
 * @param server the command of the program that is called; empty if there is none
 * @param caller the command of the one that calls, which gets the port and the process id
 * of the other
 */
record Contestant(String name, List<String> server, List<String> caller) {

	/**
	 * Makes one that calls nobody.
	 * @param name its name in the results
	 * @param program the command of the program
	 * @return the contestant
	 */
	static Contestant alone(String name, List<String> program) {
		return new Contestant(name, List.of(), program);
	}

}
