package io.rpcboot.interop;

import org.junit.jupiter.api.AutoClose;

/**
 * A client of JSON-RPC with nothing but the standard library, in each envelope.
 */
class JsonRpcClientTests {

	private static final String CLIENT = "jsonrpc_client.py";

	@AutoClose
	private final TestServer server = TestServer.start();

	@WithEveryPython
	void callsAreAnsweredInTheirEnvelope(Interpreter python) {
		Transcript.replay(python, CLIENT, this.server, """
				>>> servers = [JsonRpc(envelope) for envelope in envelopes]
				>>> [server.add(2, 3) for server in servers]
				[5, 5, 5]
				>>> [server.add(y=2, x=3) for server in servers]
				[5, 5, 5]
				>>> [server.now() for server in servers]
				[null, null, null]
				>>> value = {u'gr\\u00fcn': [None, True, -1.5, 10**30, u'\\U0001f600\\n"']}
				>>> [server.echo(value) == value for server in servers]
				[true, true, true]
				>>> [len(server.echo('x' * 100000)) for server in servers]
				[100000, 100000, 100000]
				>>> [server.price('cup', 2)['total'] for server in servers]
				[9.8, 9.8, 9.8]
				>>> [server.label(text='a', size=2, colour='red')['attributes'] for server in servers]
				[{"colour": "red"}, {"colour": "red"}, {"colour": "red"}]
				""");
	}

	@WithEveryPython
	void failuresTellTheTypeOfTheException(Interpreter python) {
		Transcript.replay(python, CLIENT, this.server, python.spelling("""
				>>> server = JsonRpc(Text())
				>>> server.missing()
				AttributeError: there is no function 'missing' here
				>>> server.add(2)
				TypeError: add() missing 1 required positional argument: 'y'
				>>> server.add(2, '3')
				TypeError: add() argument 'y': expected int, got '3'
				>>> server.unwritable()
				TypeError: unwritable() returned what JSON cannot hold at $.value: no value
				>>> server.fail('IllegalArgumentException', 'no such size')
				ValueError: no such size
				>>> server.fail('AccessDeniedException', '/etc/shadow')
				PermissionError: /etc/shadow
				>>> server.fail('IllegalStateException', 'broken')
				RuntimeError: java.lang.IllegalStateException: broken
				>>> server.call('hold', timeout=5, meta={'timeout': 50})
				TimeoutError: hold() took longer than its caller waits
				>>> server.exchange('{"jsonrpc": "2.0"')['error']['code'], server.exchange('[1]')[0]['error']['code']
				[-32700, -32600]
				>>> server.add(2, 3)
				5
				"""));
	}

	@WithEveryPython
	void repliesComeInAnyOrderAndNotificationsHaveNone(Interpreter python) {
		Transcript.replay(python, CLIENT, this.server, """
				>>> server = JsonRpc(Text())
				>>> sent = server.request('add', [1, 2])
				>>> sent = server.request('missing')
				>>> sent = server.request('hold', id='slow')
				>>> sent = server.request('add', [2, 3], id=None)
				>>> server.receive()
				{"id": null, "jsonrpc": "2.0", "result": 5}
				>>> sent = server.request('rpc.cancel', {'id': 'slow'})
				>>> reply = server.receive()
				>>> reply['id'], reply['error']['code'], reply['error']['message']
				["slow", -32002, "hold() was cancelled by its caller"]
				>>> server.add(2, 3)
				5
				""");
	}

	@WithEveryPython
	void aBatchIsAnsweredAsAWhole(Interpreter python) {
		Transcript.replay(python, CLIENT, this.server, """
				>>> add = {'method': 'add', 'params': [2, 3]}
				>>> requests = [dict(add, id=1), add, dict(add, id='b', method='missing'), dict(add, id=2.5)]
				>>> [JsonRpc(envelope).batch(*requests) == [(1, 5), ('b', -32601), (2.5, 5)] for envelope in envelopes]
				[true, true, true]
				""");
	}

	@WithEveryPython
	void aMessageThatIsTooLargeIsToldInJsonRpcAndTheConnectionGoesOn(Interpreter python) {
		try (TestServer limited = TestServer.startWithMessageLimit(1000)) {
			Transcript.replay(python, CLIENT, limited, """
					>>> server = JsonRpc(Text())
					>>> server.add(2, 3)
					5
					>>> reply = server.exchange('x' * 980)
					>>> reply['error']['data']['message'][:26]
					"the message is not JSON: U"
					>>> server.exchange('x' * 100000)['error']['code']
					-32600
					>>> server.add(2, 3)
					5
					""");
		}
	}

}
