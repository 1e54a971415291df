package io.rpcboot.interop;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The CPythons of this machine that have numpy, whatever the environment variable of
 * {@link Interpreters} names. Which they were stands in {@code target/numpy.txt}.
 */
final class NumpyInterpreters {

	private static final String VERSION_SCRIPT = "try:\n import numpy\n print('numpy ' + numpy.__version__)\n"
			+ "except ImportError:\n pass";

	private static final List<Installation> INSTALLED = installed();

	private NumpyInterpreters() {
	}

	/**
	 * Gives those to test with.
	 * @return the interpreters, by version
	 */
	static List<Interpreter> all() {
		return INSTALLED.stream().map(Installation::python).toList();
	}

	/**
	 * Tells whether there are any, and on the console if there are none.
	 * @return whether there is at least one
	 */
	static boolean areThere() {
		if (INSTALLED.isEmpty()) {
			System.out.println("NOT TESTED WITH NUMPY: no CPython on this machine has it (python3-numpy)");
		}
		return !INSTALLED.isEmpty();
	}

	private static List<Installation> installed() {
		List<Installation> found = Interpreters.installed()
			.stream()
			.flatMap((python) -> identify(python).stream())
			.toList();
		if (!found.isEmpty()) {
			System.out.println("numpy used by the interop tests: "
					+ found.stream().map(Installation::describe).collect(Collectors.joining(", ")));
		}
		Interpreters.report("numpy.txt",
				found.stream().map((numpy) -> numpy.version() + " " + numpy.python().executable()).toList());
		return found;
	}

	private static Optional<Installation> identify(Interpreter python) {
		try (PythonProcess process = PythonProcess.start(python.executable(), List.of("-c", VERSION_SCRIPT), "")) {
			return process.output()
				.stream()
				.filter((line) -> line.startsWith("numpy "))
				.map((line) -> new Installation(line.substring("numpy ".length()), python))
				.findFirst();
		}
	}

	private record Installation(String version, Interpreter python) {

		String describe() {
			return "%s on CPython %s".formatted(this.version, this.python);
		}

	}

}
