package io.rpcboot.benchmarks;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Commands that start the programs. The system properties {@code java.newest} and
 * {@code python} name what runs them beside the JDK of this program.
 */
final class Command {

	private static final List<String> MEMORY = List.of("-Xms256m", "-Xmx1g");

	// what was never needed is not there to be resident
	private static final List<String> LITTLE_MEMORY = List.of("-Xms16m", "-Xmx1g");

	private static final String CLASS_PATH = System.getProperty("java.class.path");

	private Command() {
	}

	/**
	 * Makes a command of a class.
	 * @param type a class with a main method
	 * @param options what it is told
	 * @return the command
	 */
	static List<String> java(Class<?> type, String... options) {
		return java(ownJava(), MEMORY, CLASS_PATH, type.getName(), options);
	}

	/**
	 * Makes a command of a class whose memory counts.
	 * @param java the java program
	 * @param type a class with a main method
	 * @param options what it is told
	 * @return the command
	 */
	static List<String> frugalJava(String java, Class<?> type, String... options) {
		return java(java, LITTLE_MEMORY, CLASS_PATH, type.getName(), options);
	}

	/**
	 * Makes a command of a class on a class path of its own.
	 * @param classPath the class path
	 * @param type the name of a class with a main method
	 * @param options what it is told
	 * @return the command
	 */
	static List<String> javaWith(String classPath, String type, String... options) {
		return java(ownJava(), MEMORY, classPath, type, options);
	}

	/**
	 * Makes a command of a Python program.
	 * @param program its file below {@code python}
	 * @param options what it is told
	 * @return the command
	 */
	static List<String> python(String program, String... options) {
		List<String> command = new ArrayList<>(List.of(python(), "python/" + program));
		command.addAll(List.of(options));
		return command;
	}

	/**
	 * Gives the classes of this module, without what they need.
	 * @return the first element of the class path
	 */
	static String classes() {
		return CLASS_PATH.split(File.pathSeparator)[0];
	}

	static String ownJava() {
		return ProcessHandle.current().info().command().orElse("java");
	}

	/**
	 * Gives the newest JDK's java program.
	 * @return the program; empty if none has virtual threads
	 */
	static Optional<String> newestJava() {
		return Optional.ofNullable(System.getProperty("java.newest"));
	}

	static String python() {
		return System.getProperty("python", "python3");
	}

	private static List<String> java(String java, List<String> memory, String classPath, String type,
			String... options) {
		List<String> command = new ArrayList<>(List.of(java));
		command.addAll(memory);
		command.addAll(List.of("-cp", classPath, type));
		command.addAll(List.of(options));
		return command;
	}

}
