"""A server of pickled calls. Prints the port that it listens on.

    pickle_server.py authkey [bytes]

With "bytes" it pickles by itself, with any protocol, and receives and sends bytes.
"""
import array
import datetime
import pickle
import sys
from multiprocessing.connection import Listener
from threading import Thread

from pickled_values import PAIRS, ZONED, alike


class Thing(object):
    pass


def count():
    return len(PAIRS) + len(ZONED)


def value(index):
    return (PAIRS + [(zoned, zoned) for zoned in ZONED])[index][0]


def check(index, returned):
    """What is wrong with the value of the index after it has been in Java, if anything."""
    expected = (PAIRS + [(zoned, zoned) for zoned in ZONED])[index][1]
    return None if alike(expected, returned) else '%r came as %r' % (expected, returned)


def protocols():
    return pickle.HIGHEST_PROTOCOL + 1


def use(number):
    """Has the replies from this one on pickled with a protocol."""
    global protocol
    protocol = number


def scale(values, factor=1):
    assert isinstance(values, array.array), type(values)
    return array.array('d', [number * factor for number in values])


def price(sku, quantity, currency='EUR'):
    return {'sku': sku, 'total': quantity * 4.5, 'currency': currency}


def quantities(order):
    return [line['quantity'] for line in order['lines']]


def following(day):
    return day + datetime.timedelta(days=1)


def sizes(**options):
    return sorted((key, options[key]) for key in options)


def nothing():
    pass


def thing():
    return Thing()


def things():
    return [Thing()]


def fail(message):
    raise ValueError(message)


def echo(anything):
    return anything


def receive(connection):
    return pickle.loads(connection.recv_bytes()) if in_bytes else connection.recv()


def send(connection, reply):
    if in_bytes:
        connection.send_bytes(pickle.dumps(reply, protocol))
    else:
        connection.send(reply)


def handle_connection(connection):
    try:
        while True:
            name, args, kwargs = receive(connection)
            try:
                send(connection, globals()[name](*args, **kwargs))
            except Exception as error:
                send(connection, error)
    except EOFError:
        pass


protocol = 0
in_bytes = sys.argv[2:] == ['bytes']

if __name__ == '__main__':
    listener = Listener(('127.0.0.1', 0), authkey=sys.argv[1].encode('ascii'))
    print(listener.address[1])
    sys.stdout.flush()
    while True:
        thread = Thread(target=handle_connection, args=(listener.accept(),))
        thread.daemon = True
        thread.start()
