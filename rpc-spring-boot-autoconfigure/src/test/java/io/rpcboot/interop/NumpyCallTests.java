package io.rpcboot.interop;

import org.junit.jupiter.api.AutoClose;

/**
 * Calls with arrays of numpy, which are read as data, and results that numpy wraps
 * without a copy.
 */
class NumpyCallTests {

	@AutoClose
	private final TestServer server = TestServer.startWithPickle();

	@WithEveryNumpy
	void arraysCrossBothWays(Interpreter python) {
		replay(python, """
				>>> echoed([numpy.arange(5, dtype=name) for name in ('i2', 'i4', 'i8', 'f4', 'f8')])
				[]
				>>> wrapped(call('scale', numpy.arange(3.0), numpy.float64(0.5))).tolist()
				[0.0, 0.5, 1.0]
				>>> call('scale', numpy.arange(3), 2).tolist()
				[0.0, 2.0, 4.0]
				>>> call('mean', numpy.array([1.0, 3.0]))
				2.0
				>>> call('add', numpy.int64(2), numpy.int32(3))
				5
				>>> [row.tolist() for row in call('transpose', numpy.arange(6.0).reshape(2, 3))]
				[[0.0, 3.0], [1.0, 4.0], [2.0, 5.0]]
				>>> numpy.array(call('echo', numpy.array([[1, 2], [3, 4]]))).tolist()
				[[1, 2], [3, 4]]
				>>> numpy.frombuffer(call('echo', numpy.arange(3, dtype='u1')), 'u1').tolist()
				[0, 1, 2]
				>>> call('echo', numpy.array([True, False]))
				[true, false]
				>>> call('echo', numpy.array(2.5))
				2.5
				""");
	}

	@WithEveryNumpy
	void whatIsNotReadIsRefusedWithAnAdvice(Interpreter python) {
		replay(python,
				"""
						>>> refusal('echo', numpy.array([None, 1], dtype=object))
						"numpy.dtype: the type 'O8' is not read: send array.tolist(), or scalar.item()"
						>>> refusal('echo', numpy.arange(6).reshape(2, 3).T)
						"numpy.ndarray: an array in Fortran order is not read: send numpy.ascontiguousarray(array), or array.tolist()"
						>>> refusal('echo', numpy.array([2 ** 64 - 1], dtype='u8'))
						"numpy.ndarray: 18446744073709551615 is out of range"
						>>> refusal('echo', array.array('u', u'ab'))
						"array._array_reconstructor: the type code 'u' is not read: send array.tolist()"
						>>> call('add', numpy.float64(2), 3)
						TypeError: add() argument 'x': expected int, got 2.0
						>>> call('scale', numpy.array([True]), 2)
						TypeError: scale() argument 'values' at $[0]: expected float, got True
						>>> call('add', 2, 3)
						5
						""");
	}

	private void replay(Interpreter python, String transcript) {
		Transcript.replay(python, "numpy_client.py", this.server, transcript);
	}

}
