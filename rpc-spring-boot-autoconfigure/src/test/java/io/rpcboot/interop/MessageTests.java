package io.rpcboot.interop;

import org.junit.jupiter.api.AutoClose;

/**
 * What a client can put around its messages, and messages that are refused.
 */
class MessageTests {

	private static final String CLIENT = "client.py";

	@AutoClose
	private final TestServer server = TestServer.startWithMessageLimit(1000);

	@WithEveryPython
	void rawBytesAreAnsweredWithRawBytes(Interpreter python) {
		Transcript.replay(python, CLIENT, this.server,
				"""
						>>> connection = Client(address, authkey=authkey)
						>>> exchange_bytes(connection, b'["add", [2, 3], {}]') == b'5'
						true
						>>> exchange_bytes(connection, u'["echo", ["gr\\u00fcn"], {}]'.encode('utf-8')) == u'"gr\\u00fcn"'.encode('utf-8')
						true
						>>> received(pickle.loads(exchange_bytes(connection, b'["add", [2], {}]')))
						TypeError: add() missing 1 required positional argument: 'y'
						""");
	}

	@WithEveryPython
	void pickledBytesAreAnsweredWithPickledBytes(Interpreter python) {
		Transcript.replay(python, CLIENT, this.server, """
				>>> connection = Client(address, authkey=authkey)
				>>> exchange(connection, b'["add", [2, 3], {}]') == b'5'
				true
				>>> exchange(connection, b'["missing", [2], {}]')
				AttributeError: there is no function 'missing' here
				""");
	}

	@WithEveryPython
	void pickledCallsAreRefusedWithAnAdvice(Interpreter python) {
		Transcript.replay(python, CLIENT, this.server,
				python.spelling("""
						>>> connection = Client(address, authkey=authkey)
						>>> exchange(connection, ('add', (2, 3), {}))
						PermissionError: %1$s
						>>> received(pickle.loads(exchange(connection, pickle.dumps(('add', (2, 3), {})))))
						PermissionError: %1$s
						>>> received(pickle.loads(exchange(connection, pickle.dumps(('add', (2, 3), {}), 2))))
						PermissionError: %1$s
						>>> received(pickle.loads(exchange_bytes(connection, pickle.dumps(('add', (2, 3), {}), 2))))
						OSError: %1$s
						>>> exchange(connection, json.dumps(['add', [2, 3], {}])) == u'5'
						true
						""".formatted(
						"pickled calls are not accepted here: add pickle to rpc.server.formats, or send JSON text, "
								+ "connection.send(json.dumps([name, args, kwargs]))")));
	}

	@WithEveryPython
	void messagesThatAreNoCallsAreValueErrors(Interpreter python) {
		Transcript.replay(python, CLIENT, this.server, """
				>>> connection = Client(address, authkey=authkey)
				>>> exchange(connection, json.dumps('add'))
				ValueError: the message is not a call [name, args, kwargs]: it is not an array
				>>> exchange(connection, json.dumps(['add', {'x': 2}]))
				ValueError: the message is not a call [name, args, kwargs]: its second element is not an array
				>>> exchange(connection, json.dumps(['add', [2, 3]]))
				ValueError: the message is not a call [name, args, kwargs]: its third element is not an object
				>>> exchange(connection, '')
				ValueError: the message is not a call [name, args, kwargs]: it is not an array
				>>> exchange(connection, json.dumps(['add', [2, 3], {}])) == u'5'
				true
				""");
	}

	@WithEveryPython
	void messagesAboveTheLimitAreValueErrorsAndTheConnectionGoesOn(Interpreter python) {
		Transcript.replay(python, CLIENT, this.server, """
				>>> connection = Client(address, authkey=authkey)
				>>> exchange_bytes(connection, b'["add", [2, 3], {}]'.ljust(1000)) == b'5'
				true
				>>> received(pickle.loads(exchange_bytes(connection, b'["add", [2, 3], {}]'.ljust(1001))))
				ValueError: the message has 1001 bytes, more than the 1000 that rpc.server.max-message-size allows
				>>> received(pickle.loads(exchange_bytes(connection, b'x' * 10000000)))
				ValueError: the message has 10000000 bytes, more than the 1000 that rpc.server.max-message-size allows
				>>> server = connect(address, authkey)
				>>> type(raised(server.echo, 'x' * 1000)).__name__
				"ValueError"
				>>> server.add(2, 3)
				5
				""");
	}

}
