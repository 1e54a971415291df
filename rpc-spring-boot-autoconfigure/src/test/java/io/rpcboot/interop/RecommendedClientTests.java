package io.rpcboot.interop;

import org.junit.jupiter.api.AutoClose;

/**
 * The client of the sample: it raises a reply that is an exception, and decodes any
 * other.
 */
class RecommendedClientTests {

	private static final String CLIENT = "client.py";

	@AutoClose
	private final TestServer server = TestServer.start();

	@WithEveryPython
	void valuesOfEveryKindCrossBothWays(Interpreter python) {
		Transcript.replay(python, CLIENT, this.server, """
				>>> server = connect(address, authkey)
				>>> echoed(server, [None, True, False, [], {}, u'', [[[]]], {u'a': {u'b': [None, {}]}}])
				[]
				>>> echoed(server, [0, 1, -1, 2**31 - 1, -2**31])
				[]
				>>> [server.echo(n) == n for n in (2**31, 2**53 + 1, -2**63, 2**63, 2**64, 10**4299)]
				[true, true, true, true, true, true]
				>>> echoed(server, [0.0, 0.1, 1.0, -2.5, 1e22, 1e-7, 5e-324, 1.7976931348623157e308])
				[]
				>>> str(server.echo(-0.0))
				"-0.0"
				>>> server.echo([float('nan'), float('inf'), float('-inf')])
				[NaN, Infinity, -Infinity]
				>>> server.mean([])
				NaN
				>>> server.mean([1.5, 2, float('inf')])
				Infinity
				>>> server.square(10**30)
				1000000000000000000000000000000000000000000000000000000000000
				>>> server.now()
				null
				>>> server.greet()
				"Hello, whoever you are"
				>>> server.greet(name='Ada')
				"Hello, Ada"
				>>> server.sum(), server.sum(1), server.sum(1, 2, 3)
				[0, 1, 6]
				>>> server.label('a', 'b', 'c', size=2, colour='red')
				{"attributes": {"colour": "red"}, "more": ["b", "c"], "size": 2, "text": "a"}
				>>> server.price('cup', currency='USD')
				{"currency": "USD", "sku": "cup", "total": 4.9}
				>>> server.book('attic', hour=9, day='2024-02-29')
				"attic on 2024-02-29 at 9"
				""");
	}

	@WithEveryPython
	void textsOfEverySizeAndCharacterCrossBothWays(Interpreter python) {
		Transcript.replay(python, CLIENT, this.server,
				"""
						>>> server = connect(address, authkey)
						>>> sizes = [0, 1, 255, 256, 16000, 16384, 16385, 65535, 65536, 100000]
						>>> [n for n in sizes if server.echo('x' * n) != 'x' * n]
						[]
						>>> [n for n in sizes if server.echo(u'\\u20ac' * n) != u'\\u20ac' * n]
						[]
						>>> server.echo(u'gr\\u00fcn \\u4f60\\u597d')
						"gr\\u00fcn \\u4f60\\u597d"
						>>> server.echo(u'\\U0001f600')
						"\\ud83d\\ude00"
						>>> server.echo(u'a\\0b')
						"a\\u0000b"
						>>> server.echo(u'"\\\\/\\b\\f\\n\\r\\t\\u2028\\ufeff')
						"\\"\\\\/\\b\\f\\n\\r\\t\\u2028\\ufeff"
						>>> server.echo({u'\\u00e9': 1, u'\\U0001f600': 2})
						{"\\u00e9": 1, "\\ud83d\\ude00": 2}
						>>> server.echo([u'\\ud800', u'\\udc00', u'\\udc00\\ud800', u'a\\ud800b'])
						["\\ud800", "\\udc00", "\\udc00\\ud800", "a\\ud800b"]
						>>> connection = Client(address, authkey=authkey)
						>>> json.loads(exchange(connection, json.dumps(['echo', [u'gr\\u00fcn \\U0001f600'], {}], ensure_ascii=False)))
						"gr\\u00fcn \\ud83d\\ude00"
						>>> exchange(connection, json.dumps(['echo', [u'\\ud800'], {}], ensure_ascii=False))
						ValueError: the message has half a surrogate pair at byte 11: json.dumps() escapes it where ensure_ascii is on
						>>> json.loads(exchange(connection, json.dumps(['add', [2, 3], {}])))
						5
						""");
	}

	@WithEveryPython
	void failuresAreRaisedAsPythonsOwnExceptions(Interpreter python) {
		Transcript.replay(python, CLIENT, this.server, python.spelling("""
				>>> server = connect(address, authkey)
				>>> server.missing()
				AttributeError: there is no function 'missing' here
				>>> server.fail('IllegalArgumentException', 'no such size')
				ValueError: no such size
				>>> server.fail('ArithmeticException', '/ by zero')
				ArithmeticError: / by zero
				>>> server.fail('IndexOutOfBoundsException', 'Index 3')
				IndexError: Index 3
				>>> server.fail('NoSuchElementException', "no product 'cup'")
				LookupError: no product 'cup'
				>>> server.fail('UnsupportedOperationException', 'not yet')
				NotImplementedError: not yet
				>>> server.fail('TimeoutException', 'too late')
				TimeoutError: too late
				>>> server.fail('AccessDeniedException', '/etc/shadow')
				PermissionError: /etc/shadow
				>>> server.fail('SecurityException', 'not you')
				PermissionError: not you
				>>> server.fail('IllegalStateException', 'broken')
				RuntimeError: java.lang.IllegalStateException: broken
				>>> server.fail('IllegalArgumentException')
				ValueError
				>>> server.fail('IllegalArgumentException', u'gr\\u00fc\\u00dfe \\U0001f600\\0')
				ValueError: gr\u00fc\u00dfe \ud83d\ude00\0
				>>> server.fail('IllegalArgumentException', u'half \\ud800')
				ValueError: half \ufffd
				>>> len(str(raised(server.fail, 'IllegalArgumentException', 'x' * 70000)))
				70000
				>>> server.add(2, 3)
				5
				"""));
	}

	@WithEveryPython
	void argumentsThatDoNotFitAreTypeErrors(Interpreter python) {
		Transcript.replay(python, CLIENT, this.server, """
				>>> server = connect(address, authkey)
				>>> server.add(1)
				TypeError: add() missing 1 required positional argument: 'y'
				>>> server.add(1, 2, 3)
				TypeError: add() takes 2 positional arguments but 3 were given
				>>> server.add(1, 2, x=3)
				TypeError: add() got multiple values for argument 'x'
				>>> server.add(1, colour='red')
				TypeError: add() got an unexpected keyword argument 'colour'
				>>> server.add(1, 'b')
				TypeError: add() argument 'y': expected int, got 'b'
				>>> server.add(1, 2.0)
				TypeError: add() argument 'y': expected int, got 2.0
				>>> server.add(1, True)
				TypeError: add() argument 'y': expected int, got True
				>>> server.add(1, None)
				TypeError: add() argument 'y': expected int, got None
				>>> server.add(1, 2**31)
				TypeError: add() argument 'y': 2147483648 is out of range for int
				>>> server.sum(1, '2')
				TypeError: sum() argument 'numbers[1]': expected int, got '2'
				>>> server.mean([1, {}])
				TypeError: mean() argument 'values' at $[1]: expected float, got dict
				>>> server.price('cup', currency='XYZ')
				TypeError: price() argument 'currency': expected one of 'EUR', 'USD', got 'XYZ'
				>>> server.unwritable()
				TypeError: unwritable() returned what JSON cannot hold at $.value: no value
				>>> server.add(2, 3)
				5
				""");
	}

}
