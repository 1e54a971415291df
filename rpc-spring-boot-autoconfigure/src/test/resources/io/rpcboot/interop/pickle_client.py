"""What the transcripts of the tests with pickles can use: calls in every form that Python has for them."""
import datetime
import pickle
import sys
from multiprocessing.connection import Client

from pickled_values import PAIRS, ZONED, alike
from transcript import replay

address = ('127.0.0.1', int(sys.argv[1]))
connection = Client(address, authkey=sys.argv[2].encode('ascii'))
PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)


def sent(message):
    connection.send(message)
    return connection.recv()


def sent_pickled(message, protocol):
    connection.send(pickle.dumps(message, protocol))
    return pickle.loads(connection.recv())


def sent_bytes(message, protocol):
    connection.send_bytes(pickle.dumps(message, protocol))
    return pickle.loads(connection.recv_bytes())


FORMS = [('send', sent)]
for number in PROTOCOLS:
    FORMS.append(('send(dumps(%d))' % number, lambda message, number=number: sent_pickled(message, number)))
    FORMS.append(('send_bytes(dumps(%d))' % number, lambda message, number=number: sent_bytes(message, number)))


def call(name, *args, **kwargs):
    """Calls in every form, and gives what came of it, which has to be the same."""
    replies = [(form, send((name, args, kwargs))) for form, send in FORMS]
    first = replies[0][1]
    differing = [reply for reply in replies if not alike(reply[1], first)]
    assert not differing, differing
    if isinstance(first, Exception):
        raise first
    return first


def echoed(pairs):
    """The values that did not come back as they should, and in which form."""
    return [(form, repr(value)[:200], repr(reply)[:200])
            for value, expected in pairs
            for form, send in FORMS
            for reply in [send(('echo', (value,), {}))]
            if not alike(expected, reply)]


if __name__ == '__main__':
    replay(globals())
