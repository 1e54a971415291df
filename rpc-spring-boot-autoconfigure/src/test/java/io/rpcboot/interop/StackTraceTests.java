package io.rpcboot.interop;

import org.junit.jupiter.api.AutoClose;

/**
 * Stack traces that cross because the server's configuration says so.
 */
class StackTraceTests {

	@AutoClose
	private final TestServer server = TestServer.startWithStackTraces();

	@WithEveryPython
	void python3ShowsThemAsTheCauseAndPython2BehindTheMessage(Interpreter python) {
		Transcript.replay(python, "client.py", this.server, """
				>>> failure = raised(connect(address, authkey).fail, 'IllegalArgumentException', 'no such size')
				>>> type(failure).__name__
				"ValueError"
				>>> str(failure).splitlines()[0]
				"no such size"
				>>> len(str(failure).splitlines()) == 1
				%s
				>>> 'java.lang.IllegalArgumentException: no such size' in origin(failure)
				true
				>>> '\\tat io.rpcboot.interop.TestFunctions.fail(TestFunctions.java:' in origin(failure)
				true
				""".formatted(python.isAtLeast(3, 0)));
	}

}
