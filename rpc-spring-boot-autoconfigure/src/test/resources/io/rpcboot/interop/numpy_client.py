"""What the transcripts of the tests with numpy can use."""
import array
import re
import sys
from multiprocessing.connection import Client

import numpy

from transcript import replay

address = ('127.0.0.1', int(sys.argv[1]))
connection = Client(address, authkey=sys.argv[2].encode('ascii'))


def call(name, *args, **kwargs):
    connection.send((name, args, kwargs))
    reply = connection.recv()
    if isinstance(reply, Exception):
        raise reply
    return reply


def wrapped(reply):
    """Wraps an array without a copy: what is changed in one is changed in the other."""
    values = numpy.asarray(reply)
    reply[0] += 1
    assert values[0] == reply[0]
    reply[0] -= 1
    return values


def echoed(values):
    """Those that did not come back as they went, in value or in type."""
    replies = [(value, wrapped(call('echo', value))) for value in values]
    return [(repr(value), repr(reply)) for value, reply in replies
            if value.dtype != reply.dtype or value.tolist() != reply.tolist()]


def refusal(name, *args):
    """What the server finds wrong with a pickle."""
    try:
        return call(name, *args)
    except ValueError as error:
        return re.sub(r'^the pickle is refused at byte \d+: ', '', str(error))


if __name__ == '__main__':
    replay(globals())
