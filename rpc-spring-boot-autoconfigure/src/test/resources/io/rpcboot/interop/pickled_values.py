"""Values of every type that crosses as a pickle, and what comes back of each."""
import array
import collections
import datetime
import decimal
import fractions
import sys
import uuid

PYTHON_2 = sys.version_info < (3,)
INTS = (int, long) if PYTHON_2 else (int,)  # noqa: F821


def contents(numbers):
    return numbers.tostring() if PYTHON_2 else numbers.tobytes()


def alike(first, second):
    """Tells whether two values are equal, and of the same types all the way down."""
    if isinstance(first, INTS) and not isinstance(first, bool):
        return isinstance(second, INTS) and not isinstance(second, bool) and first == second
    if PYTHON_2 and isinstance(first, bytes) and isinstance(second, unicode):  # noqa: F821
        return first.decode('utf-8') == second
    if type(first) is not type(second):
        return False
    if isinstance(first, (list, tuple)):
        return len(first) == len(second) and all(map(alike, first, second))
    if isinstance(first, dict):
        return list(first) == list(second) and all(alike(first[key], second[key]) for key in first)
    if isinstance(first, array.array):
        # both have eight bytes here; older protocols are written so that 2.7, which has no q, can load them
        codes = first.typecode == second.typecode or (first.typecode, second.typecode) == ('q', 'l')
        return codes and contents(first) == contents(second)
    if isinstance(first, BaseException):
        return alike(first.args, second.args) and vars(first) == vars(second)
    if isinstance(first, (float, decimal.Decimal)):
        return repr(first) == repr(second)
    return first == second


MOMENT = datetime.datetime(2024, 2, 29, 23, 10, 5, 678901)

SAME = [
    None, True, False, 0, 1, -1, 255, 256, 65535, 65536, 2 ** 31, -2 ** 31, 2 ** 63 - 1, -2 ** 63, 2 ** 63, 10 ** 1000,
    0.5, -0.0, float('inf'), float('nan'), 1e308, 5e-324,
    u'', u'text', u'gr\xfcn \u20ac \U0001f600 \x00', u'x' * 70000, b'', b'\x00\x7f\x80\xff', b'\xff' * 70000,
    [], [1, [u'a', [None]]], (), (1,), (1, 2), (1, 2, 3), (1, (2, [3]), 4, 5),
    {}, {u'a': 1}, {1: u'a', None: 2, (1, u'b'): [3], 0.5: 4, True and 2: {}},
    set(), set([1, u'a', (2, 3)]), frozenset(), frozenset([1, frozenset([2])]),
    complex(1.5, -2), decimal.Decimal('1.50'), decimal.Decimal('-1E+3'), fractions.Fraction(-1, 3),
    MOMENT, MOMENT.date(), MOMENT.time(), datetime.date(1, 1, 1), datetime.date(9999, 12, 31),
    datetime.timedelta(-1, 86399, 999999), datetime.timedelta(999999999),
    uuid.UUID('12345678-1234-5678-1234-567812345678'),
    [u'same'] * 3, [[1]] * 3, [ValueError(u'x'), KeyError(5), ZeroDivisionError()],
    array.array('h', [-2 ** 15, 2 ** 15 - 1]), array.array('i', [-2 ** 31, 2 ** 31 - 1]),
    array.array('f', [0.5, float('-inf')]), array.array('d', [0.1, float('inf')]), array.array('d'),
    {u'rows': [array.array('d', [1]), array.array('d')]}, array.array('d', range(10000)),
]

# Java has one type where Python has several
CHANGED = [
    (bytearray(b'\x00\xff'), b'\x00\xff'),
    (collections.OrderedDict([(u'b', 1), (u'a', 2)]), {u'b': 1, u'a': 2}),
    (decimal.Decimal('Infinity'), float('inf')),
    (array.array('b', [-1, 1]), b'\xff\x01'), (array.array('B', [255, 1]), b'\xff\x01'),
    (array.array('H', [65535]), array.array('i', [65535])),
]

ZONED = []

if PYTHON_2:
    CHANGED += [
        ('native', u'native'), (array.array('I', [2 ** 32 - 1]), array.array('l', [2 ** 32 - 1])),
        (array.array('L', [1]), array.array('l', [1])), (array.array('l', [-1]), array.array('l', [-1])),
    ]
else:
    CHANGED += [
        (array.array('I', [2 ** 32 - 1]), array.array('q', [2 ** 32 - 1])),
        (array.array('l', [-1]), array.array('q', [-1])), (array.array('L', [1]), array.array('q', [1])),
        (array.array('q', [-2 ** 63]), array.array('q', [-2 ** 63])), (array.array('Q', [1]), array.array('q', [1])),
    ]
    ZONE = datetime.timezone(-datetime.timedelta(hours=3, minutes=30))
    ZONED = [MOMENT.replace(tzinfo=ZONE), MOMENT.replace(tzinfo=datetime.timezone.utc), MOMENT.time().replace(tzinfo=ZONE), ZONE]

PAIRS = [(value, value) for value in SAME] + CHANGED
