package io.rpcboot.interop;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import io.rpcboot.client.ClientSettings;
import io.rpcboot.client.Clients;
import io.rpcboot.client.RpcClientFactory;
import io.rpcboot.message.MessageFormat;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Measures calls with a million floats there and back over the loopback interface, in the
 * formats {@code array} and {@code pickle}. No test: it prints a table, of medians in
 * milliseconds.
 */
public final class PickleProbe {

	private static final int COUNT = 1_000_000;

	private static final int WARM_UP = 2;

	private static final int CALLS = 3;

	private static final JsonMapper JSON = new JsonMapper();

	private PickleProbe() {
	}

	/**
	 * Measures.
	 * @param args version prefixes of the interpreters to measure with; none for all
	 */
	public static void main(String[] args) {
		System.out.println("| CPython | caller | array | pickle | times |");
		System.out.println("| --- | --- | --- | --- | --- |");
		try (TestServer server = TestServer.startWithPickle()) {
			for (Interpreter python : Interpreters.all()) {
				if (args.length == 0 || Arrays.stream(args).anyMatch(python::isNamedBy)) {
					print(python, "Python", fromPython(python, server));
					print(python, "Java", fromJava(python, "article_server.py", MessageFormat.ARRAY),
							fromJava(python, "pickle_server.py", MessageFormat.PICKLE));
				}
			}
		}
	}

	private static double[] fromPython(Interpreter python, TestServer server) {
		List<Object> arguments = List.of(server.port(), TestServer.AUTHKEY, COUNT);
		try (PythonProcess process = PythonProcess.start(python, "doubles.py", arguments, "")) {
			return JSON.readValue(process.output().get(0), double[].class);
		}
	}

	private static double fromJava(Interpreter python, String script, MessageFormat format) {
		double[] values = new Random(1).doubles(COUNT).toArray();
		ClientSettings.Calls calls = new ClientSettings.Calls(format, Duration.ofSeconds(30), null, 64 * 1024 * 1024);
		try (PythonServer server = PythonServer.start(python, script);
				RpcClientFactory factory = Clients.factory(calls, ClientSettings.Pool.DEFAULT, TestServer.AUTHKEY,
						List.of(), server.port())) {
			Functions functions = factory.create(Functions.class);
			double[] times = new double[WARM_UP + CALLS];
			for (int i = 0; i < times.length; i++) {
				long start = System.nanoTime();
				double[] result = functions.echo(values);
				times[i] = (System.nanoTime() - start) / 1e6;
				assertThat(result).isEqualTo(values);
			}
			return Arrays.stream(times, WARM_UP, times.length).sorted().toArray()[CALLS / 2];
		}
	}

	private static void print(Interpreter python, String caller, double... medians) {
		System.out.println(String.format(Locale.ROOT, "| %s | %s | %.1f | %.1f | %.0f |", python.version(), caller,
				medians[0], medians[1], medians[0] / medians[1]));
	}

	interface Functions {

		double[] echo(double[] values);

	}

}
