package io.rpcboot.interop;

/**
 * Clients that know the key, and clients that do not.
 */
class HandshakeTests {

	@WithEveryPython
	void whenTheKeyIsWrongTheClientRaisesAnAuthenticationError(Interpreter python) {
		try (TestServer server = TestServer.start()) {
			Transcript.replay(python, "client.py", server, """
					>>> connect(address, b'another')
					AuthenticationError: digest sent was rejected
					>>> connect(address, authkey).add(2, 3)
					5
					""");
		}
	}

	@WithEveryPython
	void whenTheClientHasNoKeyItsFirstReceptionFails(Interpreter python) {
		try (TestServer server = TestServer.start()) {
			Transcript.replay(python, "client.py", server, """
					>>> exchange(Client(address), json.dumps(['add', [2, 3], {}]))
					UnpicklingError: invalid load key, '#'.
					>>> connection = Client(address)
					>>> connection.send(json.dumps(['add', [2, 3], {}]))
					null
					>>> fates(connection, 3)
					["UnpicklingError", "UnpicklingError", "EOFError"]
					>>> connection = Client(address)
					>>> connection.send('x' * 10000)
					null
					>>> fates(connection, 3)[2] in ('EOFError', 'ConnectionResetError', 'IOError')
					true
					>>> connect(address, authkey).add(2, 3)
					5
					""");
		}
	}

	@WithEveryPython
	void whenMd5IsNotAllowedOnlyPython312AndLaterAuthenticates(Interpreter python) {
		try (TestServer server = TestServer.startWithoutMd5()) {
			Transcript.replay(python, "client.py", server, """
					>>> connect(address, authkey).add(2, 3)
					%s
					""".formatted(python.isAtLeast(3, 12) ? "5" : "AuthenticationError: digest sent was rejected"));
		}
	}

}
