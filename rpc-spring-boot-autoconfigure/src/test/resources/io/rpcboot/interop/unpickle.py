"""Loads pickles, and tells which of them are not what was expected.

Each line of the input is the JSON of [an expression, a pickle in hexadecimal]; each line of the
output tells an expression, and what was loaded instead of its value.
"""
from __future__ import print_function

import array
import datetime
import decimal
import fractions
import json
import pickle
import sys
import uuid
from binascii import unhexlify

from pickled_values import alike

for line in sys.stdin:
    expression, pickled = json.loads(line)
    try:
        value = pickle.loads(unhexlify(pickled))
    except Exception as error:
        print(expression, '->', repr(error))
    else:
        if not alike(eval(expression), value):
            print(expression, '->', repr(value))
