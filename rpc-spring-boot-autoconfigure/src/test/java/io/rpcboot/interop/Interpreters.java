package io.rpcboot.interop;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The CPythons of this machine: those of pyenv, and those on the path.
 * <p>
 * The environment variable {@code RPC_PYTHONS} names the versions to test with, such as
 * {@code 2.7 3.13.0}: each of them has to be there. Without it all are taken, at least
 * one. Which they were stands in {@code target/pythons.txt}.
 */
final class Interpreters {

	private static final String VARIABLE = "RPC_PYTHONS";

	private static final String VERSION_SCRIPT = "import platform; "
			+ "print(platform.python_implementation() + ' ' + platform.python_version())";

	private static final String CPYTHON = "CPython ";

	private static final List<Interpreter> INSTALLED = installed();

	private static final AtomicBoolean REPORTED = new AtomicBoolean();

	private Interpreters() {
	}

	/**
	 * Gives those to test with.
	 * @return the interpreters, by version
	 * @throws AssertionError if there are none, or one that is named is missing
	 */
	static List<Interpreter> all() {
		List<Interpreter> selected = select(INSTALLED, Optional.ofNullable(System.getenv(VARIABLE)).orElse(""));
		if (REPORTED.compareAndSet(false, true)) {
			report(selected);
		}
		return selected;
	}

	/**
	 * Gives those of Python 3.
	 * @return the interpreters, by version
	 */
	static List<Interpreter> python3() {
		return all().stream().filter((interpreter) -> !interpreter.isPython2()).toList();
	}

	/**
	 * Gives those that can run {@code rpcboot.py}.
	 * @return the interpreters, by version
	 */
	static List<Interpreter> python38() {
		return all().stream().filter((interpreter) -> interpreter.isAtLeast(3, 8)).toList();
	}

	static List<Interpreter> select(List<Interpreter> installed, String prefixes) {
		List<String> wanted = Arrays.stream(prefixes.split("[\\s,]+")).filter((prefix) -> !prefix.isEmpty()).toList();
		List<String> missing = wanted.stream()
			.filter((prefix) -> installed.stream().noneMatch((interpreter) -> interpreter.isNamedBy(prefix)))
			.toList();
		if (installed.isEmpty()) {
			throw new AssertionError("No CPython in the versions of pyenv or on the path");
		}
		if (!missing.isEmpty()) {
			throw new AssertionError("No CPython %s in the versions of pyenv or on the path, only: %s"
				.formatted(String.join(", ", missing), describe(installed)));
		}
		return installed.stream()
			.filter((interpreter) -> wanted.isEmpty() || wanted.stream().anyMatch(interpreter::isNamedBy))
			.toList();
	}

	private static String describe(List<Interpreter> interpreters) {
		return interpreters.stream().map(Interpreter::version).collect(Collectors.joining(", "));
	}

	private static void report(List<Interpreter> interpreters) {
		System.out.println("CPython used by the interop tests: " + describe(interpreters));
		report("pythons.txt",
				interpreters.stream()
					.map((interpreter) -> interpreter.version() + " " + interpreter.executable())
					.toList());
	}

	/**
	 * Writes down what is used.
	 * @param name the name of the file in {@code target}
	 * @param lines its lines
	 */
	static void report(String name, List<String> lines) {
		Path file = Path.of("target", name);
		try {
			Files.createDirectories(file.getParent());
			Files.write(file, lines);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Finds all that there are.
	 * @return the interpreters, by version
	 */
	static List<Interpreter> installed() {
		Map<Path, Path> executables = new HashMap<>();
		candidates().filter(Files::isExecutable).forEach((path) -> executables.putIfAbsent(realPath(path), path));
		return executables.values()
			.stream()
			.map(Interpreters::identify)
			.flatMap(Optional::stream)
			.sorted(Interpreter.BY_VERSION)
			.toList();
	}

	private static Stream<Path> candidates() {
		String home = System.getProperty("user.home");
		Path pyenv = Path.of(Optional.ofNullable(System.getenv("PYENV_ROOT")).orElse(home + "/.pyenv"));
		Stream<Path> versions = list(pyenv.resolve("versions")).map((version) -> version.resolve("bin/python"));
		Stream<Path> onPath = Arrays
			.stream(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
			.map(Path::of)
			// of pyenv and its like: they lead to some version, or to none
			.filter((directory) -> !directory.endsWith("shims"))
			.flatMap(Interpreters::list)
			.filter((file) -> file.getFileName().toString().matches("python[23](\\.\\d+)?"));
		return Stream.concat(versions, onPath);
	}

	private static Stream<Path> list(Path directory) {
		if (!Files.isDirectory(directory) || !Files.isReadable(directory)) {
			return Stream.empty();
		}
		try (Stream<Path> entries = Files.list(directory)) {
			return entries.toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path realPath(Path path) {
		try {
			return path.toRealPath();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Optional<Interpreter> identify(Path executable) {
		try (PythonProcess process = PythonProcess.start(executable, List.of("-c", VERSION_SCRIPT), "")) {
			return process.output()
				.stream()
				.filter((line) -> line.startsWith(CPYTHON))
				.map((line) -> new Interpreter(line.substring(CPYTHON.length()), executable))
				.findFirst();
		}
	}

}
