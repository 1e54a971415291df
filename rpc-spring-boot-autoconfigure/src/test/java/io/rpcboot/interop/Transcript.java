package io.rpcboot.interop;

import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a Python program is to do and what is to come of it, in the form of an interactive
 * session:
 *
 * <pre>
 * &gt;&gt;&gt; server = connect(address, authkey)
 * &gt;&gt;&gt; server.add(2, 3)
 * 5
 * &gt;&gt;&gt; server.add(2)
 * TypeError: add() missing 1 required positional argument: 'y'
 * </pre>
 *
 * Values stand there as JSON, and each on one line.
 */
final class Transcript implements AutoCloseable {

	private static final String PROMPT = ">>> ";

	private static final JsonMapper JSON = new JsonMapper();

	private final Interpreter python;

	private final String expected;

	private final PythonProcess process;

	private Transcript(Interpreter python, String expected, PythonProcess process) {
		this.python = python;
		this.expected = expected;
		this.process = process;
	}

	/**
	 * Begins to replay a transcript.
	 * @param python the interpreter
	 * @param script the script that defines the names of the transcript
	 * @param server the server that the script connects to
	 * @param expected the transcript
	 * @return the running program
	 */
	static Transcript start(Interpreter python, String script, TestServer server, String expected) {
		return start(python, script, List.of(server.place(), TestServer.AUTHKEY), expected);
	}

	private static Transcript start(Interpreter python, String script, List<?> arguments, String expected) {
		String input = commands(expected).stream().collect(Collectors.joining("\n"));
		return new Transcript(python, expected, PythonProcess.start(python, script, arguments, input));
	}

	/**
	 * Replays a transcript and compares.
	 * @param python the interpreter
	 * @param script the script that defines the names of the transcript
	 * @param server the server that the script connects to
	 * @param expected the transcript
	 */
	static void replay(Interpreter python, String script, TestServer server, String expected) {
		try (Transcript transcript = start(python, script, server, expected)) {
			transcript.verify();
		}
	}

	/**
	 * Replays a transcript and compares.
	 * @param python the interpreter
	 * @param script the script that defines the names of the transcript
	 * @param arguments the arguments of the script
	 * @param expected the transcript
	 */
	static void replay(Interpreter python, String script, List<?> arguments, String expected) {
		try (Transcript transcript = start(python, script, arguments, expected)) {
			transcript.verify();
		}
	}

	private static List<String> commands(String transcript) {
		return transcript.lines()
			.filter((line) -> line.startsWith(PROMPT))
			.map((line) -> line.substring(PROMPT.length()))
			.toList();
	}

	/**
	 * Waits until the program has ended and compares.
	 */
	void verify() {
		Iterator<String> outcomes = this.process.output().iterator();
		StringBuilder actual = new StringBuilder();
		for (String command : commands(this.expected)) {
			actual.append(PROMPT).append(command).append('\n');
			String outcome = outcomes.hasNext() ? JSON.readValue(outcomes.next(), String.class) : "(nothing)";
			if (outcome != null) {
				actual.append(outcome).append('\n');
			}
		}
		assertThat(actual.toString()).as("CPython %s", this.python).isEqualTo(this.expected);
	}

	/**
	 * Waits until something has come of one of the commands, while the program goes on.
	 * @param outcome a part of it
	 */
	void await(String outcome) {
		this.process.await(Pattern.compile(Pattern.quote(outcome)));
	}

	/**
	 * Asks the program to end.
	 */
	void interrupt() {
		this.process.terminate();
	}

	/**
	 * Ends the program in the middle of whatever it does.
	 */
	@Override
	public void close() {
		this.process.close();
	}

}
