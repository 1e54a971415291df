package io.rpcboot.interop;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.rpcboot.wire.Address;
import io.rpcboot.wire.TestTransport;
import io.rpcboot.wire.UnixAddress;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The file {@code rpcboot.py}, by test programs of its own.
 */
class PythonFileTests {

	private static final String CLIENT = "rpcboot_client.py";

	@Execution(ExecutionMode.CONCURRENT)
	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("transports")
	void itsClientCallsJava(Interpreter python, String name) {
		TestTransport transport = TestTransport.valueOf(name.toUpperCase(Locale.ROOT));
		Address address = transport.address();
		try (TestServer server = TestServer.start(address, transport.ofServer())) {
			Object place = (address instanceof UnixAddress unix) ? unix.path() : server.port();
			run(python, CLIENT, List.of(name, place));
		}
	}

	@Execution(ExecutionMode.CONCURRENT)
	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("transports")
	void itsClientCallsItsServer(Interpreter python, String transport) {
		run(python, CLIENT, List.of(transport));
	}

	@Execution(ExecutionMode.CONCURRENT)
	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("transports")
	void itsProxiesServersAndProcessesComeAndGo(Interpreter python, String transport) {
		run(python, "rpcboot_life.py", List.of(transport));
	}

	@Execution(ExecutionMode.CONCURRENT)
	@ParameterizedTest(name = "{0}")
	@MethodSource("io.rpcboot.interop.Interpreters#python38")
	void itsServerAnswersPeersOfEveryKind(Interpreter python) {
		List<Path> olderPythons = Interpreters.all()
			.stream()
			.filter((interpreter) -> !interpreter.isAtLeast(3, 8))
			.map(Interpreter::executable)
			.toList();
		run(python, "rpcboot_server.py", olderPythons);
	}

	@Execution(ExecutionMode.CONCURRENT)
	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("programs")
	void itsTransportsAndJsonRpc(Interpreter python, String program) {
		run(python, program, List.of());
	}

	// those other than TCP with the oldest and the newest
	static Stream<Arguments> transports() {
		List<Interpreter> pythons = Interpreters.python38();
		Stream<Interpreter> ends = Stream.of(pythons.get(0), pythons.get(pythons.size() - 1)).distinct();
		return Stream.concat(withEveryPython("tcp"),
				ends.flatMap((python) -> Stream.of(Arguments.of(python, "unix"), Arguments.of(python, "tls"))));
	}

	static Stream<Arguments> programs() {
		return withEveryPython("rpcboot_json_rpc.py", "rpcboot_unix.py", "rpcboot_tls.py");
	}

	private static Stream<Arguments> withEveryPython(String... values) {
		return Interpreters.python38()
			.stream()
			.flatMap((python) -> Stream.of(values).map((value) -> Arguments.of(python, value)));
	}

	// Runs tests of Python, whose last lines are "Ran 15 tests in 0.7s", "" and "OK".
	private static void run(Interpreter python, String program, List<?> arguments) {
		try (PythonProcess process = PythonProcess.start(python, program, arguments, "")) {
			List<String> output = process.output();
			assertThat(output).endsWith("", "OK");
			assertThat(output.get(output.size() - 3)).matches("Ran [1-9]\\d+ tests in .*");
		}
	}

}
