package io.rpcboot.interop;

import org.junit.jupiter.api.AutoClose;

/**
 * Pickled calls of unmodified Python programs, in every protocol and every form of
 * sending that each version has.
 */
class PickledCallTests {

	private static final String CLIENT = "pickle_client.py";

	@AutoClose
	private final TestServer server = TestServer.startWithPickle();

	@WithEveryPython
	void everyTypeCrossesBothWays(Interpreter python) {
		replay(python, """
				>>> echoed(PAIRS)
				[]
				>>> [value for value in ZONED if not alike(sent(('echo', (value,), {})), value)]
				[]
				""");
	}

	@WithEveryPython
	void callsBindAsThoseInJsonDo(Interpreter python) {
		replay(python, """
				>>> call('add', 2, 3)
				5
				>>> call('add', 2, y=3)
				5
				>>> call('now')
				null
				>>> call('price', 'cup', currency='USD')
				{"currency": "USD", "sku": "cup", "total": 4.9}
				>>> call('book', u'blue', day=datetime.date(2026, 2, 28), hour=9)
				"blue on 2026-02-28 at 9"
				>>> call('label', 'x', 'y', size=2, colour='red')
				{"attributes": {"colour": "red"}, "more": ["y"], "size": 2, "text": "x"}
				""");
	}

	@WithEveryPython
	void failuresAreRaisedByTheCaller(Interpreter python) {
		replay(python, """
				>>> call('add', 2)
				TypeError: add() missing 1 required positional argument: 'y'
				>>> call('add', 2, 2.5)
				TypeError: add() argument 'y': expected int, got 2.5
				>>> call('fail', 'IllegalArgumentException', u'gr\\xfcn')
				ValueError: gr\u00fcn
				>>> call('missing')
				AttributeError: there is no function 'missing' here
				>>> call('unwritable')
				TypeError: unwritable() returned what a pickle cannot hold at $.value: no value
				>>> call('echo', 1)
				1
				""");
	}

	private void replay(Interpreter python, String transcript) {
		Transcript.replay(python, CLIENT, this.server, transcript);
	}

}
