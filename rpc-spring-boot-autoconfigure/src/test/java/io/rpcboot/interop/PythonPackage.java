package io.rpcboot.interop;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A package that some CPythons of this machine have, whatever the environment variable of
 * {@link Interpreters} names. Which they are stands in a file in {@code target}.
 */
final class PythonPackage {

	private static final String VERSION_SCRIPT = "try:%n import %1$s%n print('%2$s ' + %1$s.__version__)%n"
			+ "except ImportError:%n pass";

	private final String name;

	private final String debianPackage;

	private final List<Installation> installations;

	/**
	 * Looks for a package.
	 * @param name its name
	 * @param module the name of its module
	 * @param debianPackage what installs it
	 */
	PythonPackage(String name, String module, String debianPackage) {
		this.name = name;
		this.debianPackage = debianPackage;
		this.installations = Interpreters.installed()
			.stream()
			.flatMap((python) -> identify(python, module).stream())
			.toList();
		if (!this.installations.isEmpty()) {
			System.out.println("%s used by the interop tests: %s".formatted(name,
					this.installations.stream().map(Installation::describe).collect(Collectors.joining(", "))));
		}
		Interpreters.report(name + ".txt",
				this.installations.stream()
					.map((installation) -> installation.version() + " " + installation.python().executable())
					.toList());
	}

	private Optional<Installation> identify(Interpreter python, String module) {
		String script = VERSION_SCRIPT.formatted(module, this.name);
		try (PythonProcess process = PythonProcess.start(python.executable(), List.of("-c", script), "")) {
			return process.output()
				.stream()
				.filter((line) -> line.startsWith(this.name + " "))
				.map((line) -> new Installation(line.substring(this.name.length() + 1), python))
				.findFirst();
		}
	}

	/**
	 * Gives those to test with.
	 * @return the interpreters, by version
	 */
	List<Interpreter> pythons() {
		return this.installations.stream().map(Installation::python).toList();
	}

	/**
	 * Tells whether there are any, and on the console if there are none.
	 * @return whether there is at least one
	 */
	boolean isThere() {
		if (this.installations.isEmpty()) {
			System.out.println("NOT TESTED WITH %s: no CPython on this machine has it (%s)".formatted(this.name,
					this.debianPackage));
		}
		return !this.installations.isEmpty();
	}

	private record Installation(String version, Interpreter python) {

		String describe() {
			return "%s on CPython %s".formatted(this.version, this.python);
		}

	}

}
