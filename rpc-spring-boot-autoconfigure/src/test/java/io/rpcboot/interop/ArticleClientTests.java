package io.rpcboot.interop;

import org.junit.jupiter.api.AutoClose;

/**
 * The client of the articles, which knows nothing of failures: every reply goes to
 * {@code json.loads}.
 */
class ArticleClientTests {

	@AutoClose
	private final TestServer server = TestServer.start();

	@WithEveryPython
	void itsCallsAreAnswered(Interpreter python) {
		replay(python, """
				>>> proxy.add(2, 3)
				5
				>>> proxy.add(2, y=3)
				5
				>>> proxy.add(y=3, x=2)
				5
				>>> proxy.price('cup')
				{"currency": "EUR", "sku": "cup", "total": 4.9}
				>>> proxy.price('cup', 10, currency='USD')
				{"currency": "USD", "sku": "cup", "total": 49.0}
				>>> proxy.now()
				null
				>>> proxy.echo(u'gr\\u00fcn \\U0001f600')
				"gr\\u00fcn \\ud83d\\ude00"
				>>> proxy.echo([1, 2.5, True, None, {'a': []}])
				[1, 2.5, true, null, {"a": []}]
				""");
	}

	@WithEveryPython
	void aFailureIsATypeErrorAtOnceAndTheConnectionGoesOn(Interpreter python) {
		String transcript = """
				>>> proxy.missing()
				TypeError: the JSON object must be str, bytes or bytearray, not AttributeError
				>>> proxy.add(1)
				TypeError: the JSON object must be str, bytes or bytearray, not TypeError
				>>> proxy.fail('IllegalArgumentException', 'no such size')
				TypeError: the JSON object must be str, bytes or bytearray, not ValueError
				>>> proxy.fail('TimeoutException', 'too late')
				TypeError: the JSON object must be str, bytes or bytearray, not TimeoutError
				>>> proxy.add(2, 3)
				5
				""";
		replay(python, transcript.replaceAll("(?<=TypeError: ).* (.*)", complaint(python)));
	}

	private static String complaint(Interpreter python) {
		if (python.isPython2()) {
			return "expected string or buffer";
		}
		return "the JSON object must be str, bytes or bytearray, not " + (python.isAtLeast(3, 7) ? "$1" : "'$1'");
	}

	private void replay(Interpreter python, String transcript) {
		Transcript.replay(python, "article_client.py", this.server, transcript);
	}

}
