package io.rpcboot.interop;

import java.util.List;
import java.util.stream.Collectors;

import io.rpcboot.Executed;
import io.rpcboot.RpcFunction;
import io.rpcboot.RpcKeyword;
import io.rpcboot.RpcRemoteException;
import io.rpcboot.client.Clients;
import io.rpcboot.client.RpcClientFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Failures that a Python program answers with by {@code connection.send(exception)}, in
 * whatever way its version pickles them.
 */
class PickledFailureTests {

	private static final String PROMPT = ">>> raise ";

	@WithEveryPython
	void exceptionsOfPythonArriveWithTypeAndText(Interpreter python) {
		replay(python, """
				>>> raise ValueError('no such size')
				ValueError: no such size
				>>> raise ZeroDivisionError('division by zero')
				ZeroDivisionError: division by zero
				>>> raise NotImplementedError()
				NotImplementedError:\s
				>>> raise RuntimeError('first line\\nsecond line')
				RuntimeError: first line
				second line
				>>> raise RuntimeError(u'gr\\u00fcn \\u20ac \\U0001f600')
				RuntimeError: gr\u00fcn \u20ac \ud83d\ude00
				>>> raise ValueError('x', 1, None, True, 2.5)
				ValueError: ('x', 1, None, True, 2.5)
				>>> raise StopIteration(3)
				StopIteration: 3
				>>> raise KeyError('cup')
				KeyError: cup
				>>> raise KeyError(7)
				KeyError: 7
				""");
	}

	@WithEveryPython
	void exceptionsArriveWithTheirTracebackWhereTheProgramSendsIt(Interpreter python) {
		List<String> ways = python.isAtLeast(3, 0) ? List.of("traced", "traced_by_an_executor") : List.of();
		try (PythonServer server = PythonServer.start(python, "failing_server.py");
				RpcClientFactory factory = Clients.factory(server.port())) {
			Functions functions = factory.create(Functions.class);
			for (String way : ways) {
				for (String expression : List.of("ValueError('no such size')", "PlainError('no such size')")) {
					RpcRemoteException failure = catchThrowableOfType(RpcRemoteException.class,
							() -> functions.failTraced(expression, way));
					assertThat(failure.remoteMessage()).isEqualTo("no such size");
					assertThat(failure.traceback()).startsWith("Traceback (most recent call last):\n  File \"")
						.contains("in fail\n    raise eval(expression)\n")
						.endsWith("Error: no such size");
					assertThat(failure).hasRootCauseMessage(failure.traceback());
				}
			}
			assertThat(catchThrowableOfType(RpcRemoteException.class, () -> functions.fail("ValueError('x')")))
				.hasNoCause()
				.extracting(RpcRemoteException::traceback)
				.isNull();
		}
	}

	@WithEveryPython
	void exceptionsOfTheSystemArriveWithTheirNumbers(Interpreter python) {
		replay(python, """
				>>> raise OSError(5, 'Input/output error')
				OSError: [Errno 5] Input/output error
				>>> raise OSError(5, 'Input/output error', 'disk')
				OSError: [Errno 5] Input/output error: 'disk'
				>>> raise OSError('no disk')
				OSError: no disk
				""");
	}

	@WithEveryPython
	void exceptionsThatMakeASentenceOfTheirArgumentsArriveWithIt(Interpreter python) {
		String transcript = """
				>>> raise UnicodeDecodeError('utf-8', b'\\xff', 0, 1, 'invalid start byte')
				UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte
				>>> raise UnicodeDecodeError('utf-8', b'a\\xff\\xfe', 1, 3, 'invalid start byte')
				UnicodeDecodeError: 'utf-8' codec can't decode bytes in position 1-2: invalid start byte
				>>> raise UnicodeEncodeError('ascii', u'\\u20ac', 0, 1, 'ordinal not in range(128)')
				UnicodeEncodeError: 'ascii' codec can't encode character '\\u20ac' in position 0: ordinal not in range(128)
				>>> raise UnicodeEncodeError('ascii', u'a\\xe4\\u20ac', 1, 3, 'ordinal not in range(128)')
				UnicodeEncodeError: 'ascii' codec can't encode characters in position 1-2: ordinal not in range(128)
				""";
		replay(python, transcript);
	}

	@WithEveryPython
	void exceptionsWithAttributesArriveWithoutThem(Interpreter python) {
		replay(python, """
				>>> raise noted(ValueError('no such size'), 'in Europe', 'today')
				ValueError: no such size
				""");
	}

	@WithEveryPython
	void exceptionsOfTheProgramArriveUnderTheirQualifiedNames(Interpreter python) {
		replay(python, """
				>>> raise PlainError('no such size')
				__main__.PlainError: no such size
				>>> raise noted(PlainError('no such size'), 'today')
				__main__.PlainError: no such size
				>>> raise CustomError(12, 'cm')
				__main__.CustomError: (12, 'cm')
				""");
	}

	// Replays a transcript whose commands have a failure each.
	private static void replay(Interpreter python, String transcript) {
		try (PythonServer server = PythonServer.start(python, "failing_server.py");
				RpcClientFactory factory = Clients.factory(server.port())) {
			Functions functions = factory.create(Functions.class);
			String actual = transcript.lines()
				.filter((line) -> line.startsWith(PROMPT))
				.map((line) -> line + '\n' + outcome(functions, line.substring(PROMPT.length()), server) + '\n')
				.collect(Collectors.joining());
			assertThat(actual).as("CPython %s", python).isEqualTo(transcript);
		}
	}

	private static String outcome(Functions functions, String expression, PythonServer server) {
		RpcRemoteException failure = catchThrowableOfType(RpcRemoteException.class, () -> functions.fail(expression));
		String outcome = failure.type() + ": " + failure.remoteMessage();
		assertThat(failure).hasMessage("orders.fail() at 127.0.0.1:%d: %s", server.port(), outcome);
		assertThat(failure.executed()).isEqualTo(Executed.YES);
		return outcome;
	}

	interface Functions {

		void fail(String expression);

		@RpcFunction("fail")
		void failTraced(String expression, @RpcKeyword String how);

	}

}
