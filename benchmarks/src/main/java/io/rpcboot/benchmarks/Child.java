package io.rpcboot.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A program that takes part in a measurement. It says what it has to say in a line that
 * begins with a certain word.
 */
final class Child implements AutoCloseable {

	private static final long LIMIT_SECONDS = 180;

	// has glibc, and so CPython, keep what was freed for what comes next: otherwise large
	// messages measure the page faults of the machine, which a virtual one has for more
	private static final Map<String, String> KEEP_MEMORY = Map.of("MALLOC_TRIM_THRESHOLD_", "1073741824",
			"MALLOC_MMAP_THRESHOLD_", "33554432");

	private final String name;

	private final Process process;

	Child(File folder, List<String> command, String... options) throws IOException {
		this.name = command.stream()
			.filter((word) -> word.startsWith("io.rpcboot") || word.endsWith(".py"))
			.toList()
			.toString();
		List<String> whole = new ArrayList<>(command);
		whole.addAll(Arrays.asList(options));
		ProcessBuilder builder = new ProcessBuilder(whole).directory(folder)
			.redirectError(ProcessBuilder.Redirect.INHERIT);
		builder.environment().putAll(KEEP_MEMORY);
		this.process = builder.start();
	}

	/**
	 * Waits for a line.
	 * @param word its first word
	 * @return the rest of the line
	 * @throws IOException if the program ends without it
	 */
	String await(String word) throws IOException {
		Thread watch = new Thread(this::watch);
		watch.setDaemon(true);
		watch.start();
		BufferedReader output = this.process.inputReader();
		String line = output.readLine();
		while (line != null && !line.startsWith(word + " ")) {
			System.err.println(line);
			line = output.readLine();
		}
		watch.interrupt();
		if (line == null) {
			throw new IOException("No %s from %s".formatted(word, this.name));
		}
		return line.substring(word.length() + 1);
	}

	// a program that hangs ends the run instead of holding it up
	private void watch() {
		try {
			TimeUnit.SECONDS.sleep(LIMIT_SECONDS);
			this.process.destroyForcibly();
		}
		catch (InterruptedException ex) {
			// it has answered
		}
	}

	long id() {
		return this.process.pid();
	}

	/**
	 * Waits for the figures.
	 * @return the figures by name
	 * @throws IOException if there are none
	 */
	Map<String, Double> figures() throws IOException {
		return Arrays.stream(await("RESULT").split(" "))
			.map((figure) -> figure.split("="))
			.collect(Collectors.toMap((pair) -> pair[0], (pair) -> Double.valueOf(pair[1])));
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
