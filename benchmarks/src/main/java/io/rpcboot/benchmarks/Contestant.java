package io.rpcboot.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * One way to make calls: a program that is called and one that calls.
 *
 * @param name its name in the results
 * @param server the command of the program that is called
 * @param caller the command of the one that calls, which gets the port
 */
record Contestant(String name, List<String> server, List<String> caller) {

	/**
	 * Makes a command of a class.
	 * @param type a class with a main method
	 * @param options what it is told
	 * @return the command
	 */
	static List<String> java(Class<?> type, String... options) {
		List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
				"-Xms256m", "-Xmx1g", "-cp", System.getProperty("java.class.path"), type.getName()));
		command.addAll(List.of(options));
		return command;
	}

	/**
	 * Makes a command of a Python program.
	 * @param program its file below {@code python}
	 * @param options what it is told
	 * @return the command
	 */
	static List<String> python(String program, String... options) {
		List<String> command = new ArrayList<>(List.of("python3", "python/" + program));
		command.addAll(List.of(options));
		return command;
	}

}
