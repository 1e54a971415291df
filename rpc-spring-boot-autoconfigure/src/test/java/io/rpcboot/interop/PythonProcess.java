package io.rpcboot.interop;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Python program that runs under a time limit. Its input and output are files, so that
 * nobody has to read along.
 */
final class PythonProcess implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final String RECOMMENDED_CLIENT = "sample-app/python";

	private static final Path PYTHON_FILE = script("/io/rpcboot/rpcboot.py");

	private final List<String> command;

	private final Process process;

	private final Path directory;

	private PythonProcess(List<String> command, Process process, Path directory) {
		this.command = command;
		this.process = process;
		this.directory = directory;
	}

	/**
	 * Starts one of the scripts beside this class.
	 * @param python the interpreter
	 * @param script the name of the script
	 * @param arguments its arguments
	 * @param input what it reads
	 * @return the running program
	 */
	static PythonProcess start(Interpreter python, String script, List<?> arguments, String input) {
		List<String> command = new ArrayList<>(List.of(script(script).toString()));
		arguments.forEach((argument) -> command.add(argument.toString()));
		return start(python.executable(), command, input);
	}

	static PythonProcess start(Path executable, List<String> arguments, String input) {
		try {
			Path directory = Files.createTempDirectory("python");
			Files.writeString(directory.resolve("in"), input);
			List<String> command = new ArrayList<>(List.of(executable.toString()));
			command.addAll(arguments);
			ProcessBuilder builder = new ProcessBuilder(command).redirectInput(file(directory, "in"))
				.redirectOutput(file(directory, "out"))
				.redirectError(file(directory, "err"));
			builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
			builder.environment().put("PYTHONPATH", recommendedClient() + File.pathSeparator + PYTHON_FILE.getParent());
			return new PythonProcess(command, builder.start(), directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static File file(Path directory, String name) {
		return directory.resolve(name).toFile();
	}

	private static Path script(String name) {
		try {
			URL resource = Objects.requireNonNull(PythonProcess.class.getResource(name), name);
			return Path.of(resource.toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Path recommendedClient() {
		Path start = Path.of("").toAbsolutePath();
		return Stream.iterate(start, Objects::nonNull, Path::getParent)
			.map((directory) -> directory.resolve(RECOMMENDED_CLIENT))
			.filter(Files::isDirectory)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("There is no " + RECOMMENDED_CLIENT + " above " + start));
	}

	/**
	 * Waits until the program has ended, as it has to within the limit and well.
	 * @return the lines that it wrote
	 */
	List<String> output() {
		try {
			boolean ended = this.process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
			if (!ended || this.process.exitValue() != 0) {
				String end = ended ? "ended with status " + this.process.exitValue()
						: "did not end within %d seconds".formatted(LIMIT.toSeconds());
				throw new AssertionError(
						"%s %s; it wrote:%n%s%n%s".formatted(this.command, end, read("out"), read("err")));
			}
			return read("out").lines().toList();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private String read(String name) {
		try {
			return Files.readString(this.directory.resolve(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Waits until the program, which goes on, has written something.
	 * @param text what it has to write
	 * @return where it is in the output
	 */
	MatchResult await(Pattern text) {
		Awaitility.await()
			.atMost(LIMIT)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> text.matcher(written()).find() || !this.process.isAlive());
		Matcher matcher = text.matcher(written());
		assertThat(matcher.find()).as("%s wrote: %s", this.command, written()).isTrue();
		return matcher.toMatchResult();
	}

	private String written() {
		return read("out") + read("err");
	}

	/**
	 * Waits until the program has ended.
	 * @return the last line of its complaint, and its exit status
	 */
	String end() {
		assertThat(this.process.onExit()).succeedsWithin(LIMIT);
		String last = read("err").lines().reduce("", (first, second) -> second);
		return "%s (exit status %d)".formatted(last, this.process.exitValue());
	}

	/**
	 * Has the program stand still, as one that hangs.
	 */
	void suspend() {
		try {
			Process kill = new ProcessBuilder("kill", "-STOP", String.valueOf(pid())).start();
			assertThat(kill.onExit()).succeedsWithin(LIMIT);
			assertThat(kill.exitValue()).isZero();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * Asks the program to end.
	 */
	void terminate() {
		this.process.destroy();
	}

	/**
	 * Ends the program in the middle of whatever it does, and the files with it.
	 */
	@Override
	public void close() {
		this.process.destroyForcibly().onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
		try {
			for (String name : List.of("in", "out", "err")) {
				Files.deleteIfExists(this.directory.resolve(name));
			}
			Files.deleteIfExists(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
