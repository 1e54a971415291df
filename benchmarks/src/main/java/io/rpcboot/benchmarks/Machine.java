package io.rpcboot.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the results hold for: the machine and the versions.
 */
final class Machine {

	private static final Pattern RIVAL = Pattern
		.compile("/((?:spring-boot|tomcat-embed-core|grpc-netty-shaded|rsocket-core|jackson-databind)-\\d[^/]*)\\.jar");

	private static final String PYTHON_VERSIONS = """
			import importlib.metadata, platform
			print(platform.python_implementation(), platform.python_version(), end='')
			for name in 'grpcio', 'uvicorn', 'httptools':
			    try:
			        print(',', name, importlib.metadata.version(name), end='')
			    except importlib.metadata.PackageNotFoundError:
			        print(', no', name, end='')
			""";

	private Machine() {
	}

	/**
	 * Describes the machine.
	 * @return lines of a list
	 * @throws IOException if something cannot be found out
	 */
	static String description() throws IOException {
		return String.format(Locale.ROOT, """
				* Machine: %d cores (%s), %s of memory, %s %s
				* JDK %s; for virtual threads %s
				* %s
				* %s
				""", Runtime.getRuntime().availableProcessors(), first("/proc/cpuinfo", "model name"), memory(),
				System.getProperty("os.name"), System.getProperty("os.version"), Runtime.version(), newestJdk(),
				output(Command.python(), "-c", PYTHON_VERSIONS), String.join(", ", rivals()));
	}

	private static String newestJdk() throws IOException {
		Optional<String> java = Command.newestJava();
		return java.isPresent() ? output(java.get(), "--version").lines().findFirst().orElse("?") : "none";
	}

	private static String memory() throws IOException {
		long kilobytes = Long.parseLong(first("/proc/meminfo", "MemTotal").replaceAll("\\D", ""));
		return String.format(Locale.ROOT, "%.0f GB", kilobytes / 1024.0 / 1024.0);
	}

	private static String first(String file, String name) throws IOException {
		return Files.readAllLines(Path.of(file))
			.stream()
			.filter((line) -> line.startsWith(name))
			.map((line) -> line.substring(line.indexOf(':') + 1).strip())
			.findFirst()
			.orElse("unknown");
	}

	private static List<String> rivals() {
		List<String> rivals = new ArrayList<>();
		Matcher matcher = RIVAL.matcher(System.getProperty("java.class.path"));
		while (matcher.find()) {
			rivals.add(matcher.group(1).replaceFirst("-(?=\\d)", " "));
		}
		return rivals;
	}

	private static String output(String... command) throws IOException {
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		try {
			if (!process.waitFor(30, TimeUnit.SECONDS)) {
				process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

}
