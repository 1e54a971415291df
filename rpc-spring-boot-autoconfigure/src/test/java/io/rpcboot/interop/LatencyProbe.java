package io.rpcboot.interop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import tools.jackson.databind.json.JsonMapper;

/**
 * Measures how long unmodified Python clients wait for an answer, from this server and
 * from one in Python, over the loopback interface. No test: it prints a table, of medians
 * in milliseconds.
 * <p>
 * The figures to look at are those of the first call and of messages above 16 KiB, which
 * Python writes in two pieces: see {@link io.rpcboot.wire}.
 */
public final class LatencyProbe {

	private static final List<Integer> LENGTHS = List.of(16385, 32000, 65000);

	private static final JsonMapper JSON = new JsonMapper();

	private LatencyProbe() {
	}

	/**
	 * Measures.
	 * @param args version prefixes of the interpreters to measure with; none for all
	 */
	public static void main(String[] args) {
		List<Interpreter> interpreters = Interpreters.all();
		List<String> columns = new ArrayList<>(List.of("CPython", "server", "first call"));
		LENGTHS.forEach((length) -> columns.add(length + " bytes"));
		columns.add("small call");
		print(columns);
		print(columns.stream().map((column) -> "---").toList());
		try (TestServer server = TestServer.start()) {
			for (Interpreter python : interpreters) {
				if (args.length == 0 || Arrays.stream(args).anyMatch(python::isNamedBy)) {
					measure(python, server);
				}
			}
		}
	}

	private static void measure(Interpreter python, TestServer server) {
		List<Object> arguments = new ArrayList<>(List.of(server.port(), TestServer.AUTHKEY));
		arguments.addAll(LENGTHS);
		try (PythonProcess process = PythonProcess.start(python, "latency.py", arguments, "")) {
			List<String> lines = process.output();
			print(row(python.version(), "Java", lines.get(0)));
			print(row("", "Python", lines.get(1)));
		}
	}

	private static List<String> row(String version, String server, String medians) {
		List<String> row = new ArrayList<>(List.of(version, server));
		for (double median : JSON.readValue(medians, double[].class)) {
			row.add(String.format(Locale.ROOT, "%.2f", median));
		}
		return row;
	}

	private static void print(List<String> cells) {
		System.out.println("| " + String.join(" | ", cells) + " |");
	}

}
