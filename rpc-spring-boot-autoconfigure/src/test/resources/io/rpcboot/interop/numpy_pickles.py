"""Pickles arrays and scalars of numpy with every protocol of this Python, and as a connection sends them.

Each line is the JSON of [what is pickled, how it is to be shown, the pickle in hexadecimal]. What is
shown behind an exclamation mark is the end of the complaint.
"""
import json
import pickle
from binascii import hexlify
from multiprocessing.reduction import ForkingPickler

import numpy

JAVA = {'b1': 'boolean', 'i2': 'short', 'u2': 'int', 'i4': 'int', 'u4': 'long', 'i8': 'long', 'u8': 'long',
        'f4': 'float', 'f8': 'double'}
REFUSED = "!the type '%s' is not read: send array.tolist(), or scalar.item()"


def pickles(value):
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        yield pickle.dumps(value, protocol)
    yield bytes(ForkingPickler.dumps(value))


def show(label, value, shown):
    for pickled in pickles(value):
        print(json.dumps([label, shown, hexlify(pickled).decode('ascii')]))


def element(value):
    if isinstance(value, bool):
        return str(value)
    return str(value).replace('inf', 'Infinity').replace('nan', 'NaN')


def row(values, kind):
    return '%s[%s]' % (kind, ', '.join(map(element, values)))


def show_types():
    for name, kind in sorted(JAVA.items()):
        values = [0, 1, 2] if name[0] != 'b' else [True, False, True]
        for order in '<>':
            array = numpy.array(values, dtype=order + name)
            show(order + name, array, row(array.tolist(), kind))
        show('no ' + name, numpy.array([], dtype=name), kind + '[]')
        show('one ' + name, numpy.array(values[1], dtype='>' + name), element(array.tolist()[1]))
        show('scalar ' + name, array[1], element(array.tolist()[1]))
    for name in 'i1', 'u1':
        show(name, numpy.array([0, 1, 127], dtype=name), "b'00017f'")
    show('unsigned', numpy.array([255], dtype='u1'), "b'ff'")
    show('scalar u1', numpy.uint8(255), '255')
    show('scalar i1', numpy.int8(-1), '-1')
    show('largest', numpy.array([2 ** 63 - 1], dtype='u8'), 'long[9223372036854775807]')
    show('too large', numpy.array([2 ** 64 - 1], dtype='u8'), '!18446744073709551615 is out of range')


def show_shapes():
    matrix = numpy.arange(6.0).reshape(2, 3)
    show('matrix', matrix, 'double[][double[0.0, 1.0, 2.0], double[3.0, 4.0, 5.0]]')
    show('cube', numpy.arange(4, dtype='i4').reshape(2, 2, 1),
         'int[][][int[][int[0], int[1]], int[][int[2], int[3]]]')
    show('image', numpy.array([[1], [2]], dtype='u1'), "byte[][b'01', b'02']")
    show('empty rows', numpy.zeros((2, 0)), 'double[][double[], double[]]')
    show('no rows', numpy.zeros((0, 2, 3)), 'double[][][]')
    show('every second', numpy.arange(5.0)[::2], 'double[0.0, 2.0, 4.0]')
    show('floats', numpy.array([0.5, float('inf'), float('nan')]), 'double[0.5, Infinity, NaN]')
    show('read-only', numpy.frombuffer(b'abcd', dtype='>i2'), 'short[24930, 25444]')
    show('two of a type', [matrix[0], matrix[1]], '[double[0.0, 1.0, 2.0], double[3.0, 4.0, 5.0]]')
    show('the same twice', [matrix[0]] * 2, '[double[0.0, 1.0, 2.0], double[0.0, 1.0, 2.0]]')
    show('call', ('mean', (matrix[0],), {'scale': numpy.float64(2)}), "('mean', (double[0.0, 1.0, 2.0]), {'scale': 2.0})")


def show_refused():
    order = '!an array in Fortran order is not read: send numpy.ascontiguousarray(array), or array.tolist()'
    show('Fortran', numpy.asfortranarray([[1, 2], [3, 4]]), order)
    show('transposed', numpy.arange(6.0).reshape(2, 3).T, order)
    show('objects', numpy.array([None, 1], dtype=object), REFUSED % 'O8')
    show('texts', numpy.array(['ab']), REFUSED % 'U2')
    show('bytes', numpy.array([b'ab']), REFUSED % 'S2')
    show('dates', numpy.array(['2020-01-01'], dtype='M8[D]'), REFUSED % 'M8')
    show('complex', numpy.array([1j]), REFUSED % 'c16')
    show('records', numpy.array([(1, 2.0)], dtype=[('a', 'i4'), ('b', 'f8')]), REFUSED % 'V12')
    show('halves', numpy.array([1], dtype='f2'), REFUSED % 'f2')
    show('scalar half', numpy.float16(1), REFUSED % 'f2')
    show('type', numpy.dtype('f8'), '!numpy.dtype itself is not a value that is read')
    show('subclass', numpy.matrix([[1]]), '!numpy.matrix is not among the symbols that are read: send array.tolist()')


show_types()
show_shapes()
show_refused()
