"""Pickles values with every protocol of this Python, and as a connection sends them.

Each line is the JSON of [what is pickled, how it is to be shown, the pickle in hexadecimal].
"""
from __future__ import print_function

import array
import collections
import datetime
import decimal
import fractions
import json
import pickle
import sys
import uuid
from binascii import hexlify

try:
    import builtins
    from _compat_pickle import REVERSE_NAME_MAPPING
    from multiprocessing.reduction import ForkingPickler
except ImportError:
    import __builtin__ as builtins
    REVERSE_NAME_MAPPING = {}
    ForkingPickler = None

DIGITS = uuid.UUID(int=0x12345678123456781234567812345678)


class CustomError(Exception):
    """Keeps an argument as an attribute too."""

    def __init__(self, code, message):
        super(CustomError, self).__init__(code, message)
        self.code = code


def pickles(value):
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        yield protocol, pickle.dumps(value, protocol)
    if ForkingPickler is not None:
        yield pickle.HIGHEST_PROTOCOL, bytes(ForkingPickler.dumps(value))


def show(label, value, expected):
    for protocol, pickled in pickles(value):
        shown = expected(protocol) if callable(expected) else expected
        print(json.dumps([label, shown, hexlify(pickled).decode("ascii")]))


def show_exception(name, args, shown):
    def expected(protocol):
        former = REVERSE_NAME_MAPPING.get(("builtins", name)) if protocol < 3 else None
        return (former[1] if former else name) + shown
    kind = getattr(builtins, name)
    # in Python 3 EnvironmentError and IOError are other names of OSError
    name = kind.__name__
    show(name, kind(*args), expected)


SPECIAL = {
    "UnicodeDecodeError": (("ascii", b"\xff", 0, 1, "bad"), "('ascii', b'ff', 0, 1, 'bad')"),
    "UnicodeEncodeError": (("ascii", u"\xff", 0, 1, "bad"), u"('ascii', '\xff', 0, 1, 'bad')"),
    "UnicodeTranslateError": ((u"\xff", 0, 1, "bad"), u"('\xff', 0, 1, 'bad')"),
    "BaseExceptionGroup": ((u"g", [KeyboardInterrupt(u"x")]), "('g', [KeyboardInterrupt('x')])"),
    "ExceptionGroup": ((u"g", [ValueError(u"x")]), "('g', [ValueError('x')])"),
}


if sys.version_info >= (3, 12):
    # it is pickled with its arguments once more
    SPECIAL["AttributeError"] = ((u"x",), "('x'){'args': ('x')}")


def show_exceptions():
    for name in sorted(vars(builtins)):
        kind = getattr(builtins, name)
        if isinstance(kind, type) and issubclass(kind, BaseException):
            args, shown = SPECIAL.get(name, ((u"x",), "('x')"))
            show_exception(name, args, shown)


def show_values():
    day = datetime.date(2024, 2, 29)
    moment = datetime.datetime(1900, 1, 2, 3, 4, 5, 6)
    show("date", day, "LocalDate(2024-02-29)")
    show("datetime", moment, "LocalDateTime(1900-01-02T03:04:05.000006)")
    show("time", datetime.time(23, 1, 2, 999999), "LocalTime(23:01:02.999999)")
    show("timedelta", datetime.timedelta(-1, 1, 2), "Duration(PT-23H-59M-58.999998S)")
    if sys.version_info > (3,):
        zone = datetime.timezone(-datetime.timedelta(hours=3, minutes=30), "somewhere")
        show("datetime with zone", moment.replace(tzinfo=zone), "OffsetDateTime(1900-01-02T03:04:05.000006-03:30)")
        show("time with zone", moment.timetz().replace(tzinfo=datetime.timezone.utc), "OffsetTime(03:04:05.000006Z)")
        show("fold", datetime.datetime(2024, 12, 31, 23, 59, fold=1), "LocalDateTime(2024-12-31T23:59)")
    show("Decimal", decimal.Decimal("-0.0015E-6"), "BigDecimal(-0.0000000015)")
    show("Decimal NaN", decimal.Decimal("NaN"), "NaN")
    show("Fraction", fractions.Fraction(-1, 3), "Fraction(-1/3)")
    show("UUID twice", [DIGITS, DIGITS], "[%s, %s]" % (("UUID(%s)" % DIGITS,) * 2))
    time_based = uuid.uuid1()
    show("UUID of the time", time_based, "UUID(%s)" % time_based)
    show("OrderedDict", collections.OrderedDict([(u"b", 1), (u"a", [])]), "{'b': 1, 'a': []}")
    show("set", set([2 ** 70]), "set(1180591620717411303424n)")
    show("frozensets", frozenset([frozenset([u"a"])]), "frozenset(frozenset('a'))")
    show("complex", complex(1.5, -2), "Complex(1.5, -2.0)")
    show("keys", {(1, u"a"): None}, "{(1, 'a'): None}")
    show("text", [u"\xff\u20ac\n\\u0041", u"x" * 300], u"['\xff\u20ac\n\\u0041', '%s']" % (u"x" * 300))
    noted = KeyError(u"k")
    noted.__notes__ = [u"a note"]
    show("attributes", noted, "KeyError('k'){'__notes__': ['a note']}")
    show("custom", CustomError(5, u"x"), "__main__.CustomError(5, 'x'){'code': 5}")


def show_arrays():
    ints = {"b": "byte", "B": "byte", "h": "short", "H": "int", "i": "int", "I": "long", "l": "long", "L": "long"}
    if sys.version_info > (3,):
        ints.update(q="long", Q="long")
    for code, kind in sorted(ints.items()):
        bits = 8 * array.array(code).itemsize
        low, high = (-2 ** (bits - 1), 2 ** (bits - 1) - 1) if code.islower() else (0, min(2 ** bits, 2 ** 63) - 1)
        values = [low, 0, 1, high]
        shown = "b'%s'" % hexlify(bytes(bytearray(value % 256 for value in values))).decode("ascii") if bits == 8 else kind + str(values)
        show("array " + code, array.array(code, values), shown.replace("L", ""))
    for code, kind in (("f", "float"), ("d", "double")):
        values = [0.5, -2.0, float("inf"), float("-inf"), float("nan")]
        show("array " + code, array.array(code, values), kind + "[0.5, -2.0, Infinity, -Infinity, NaN]")
        show("array " + code + " twice", [array.array(code)] * 2, "[%s[], %s[]]" % (kind, kind))
        show("array " + code + " of many", array.array(code, range(3000)),
             kind + str([float(number) for number in range(3000)]))


show_exceptions()
show_values()
show_arrays()
