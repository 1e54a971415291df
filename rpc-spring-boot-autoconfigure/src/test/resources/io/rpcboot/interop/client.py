"""What the transcripts of the tests can use: the client that the sample recommends, and bare connections."""
import json
import os
import pickle
import signal
import struct
import sys
import threading
from multiprocessing.connection import Client

from rpc import connect
from transcript import replay

address = ('127.0.0.1', int(sys.argv[1])) if sys.argv[1].isdigit() else sys.argv[1]
authkey = sys.argv[2].encode('ascii')

# the tests interrupt a call as the user's Ctrl-C would
signal.signal(signal.SIGTERM, signal.default_int_handler)


def received(reply):
    if isinstance(reply, Exception):
        raise reply
    return reply


def exchange(connection, message):
    connection.send(message)
    return received(connection.recv())


def exchange_bytes(connection, message):
    connection.send_bytes(message)
    return connection.recv_bytes()


def raised(function, *args):
    try:
        function(*args)
    except Exception as error:
        return error


def origin(error):
    """Where the error came from, as far as the server told."""
    return str(getattr(error, '__cause__', error))


def echoed(server, values):
    """The values that did not come back as they went, in value or in type."""
    differing = []
    for value in values:
        reply = server.echo(value)
        if reply != value or type(reply) is not type(value):
            differing.append(value)
    return differing


def crowd(clients, calls):
    """Calls from as many threads, each with its own connection, and counts the right replies."""
    right = [0] * clients

    def work(number):
        server = connect(address, authkey)
        for call in range(calls):
            right[number] += server.add(1000 * number, call) == 1000 * number + call

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(right)


def fates(connection, receptions):
    """What becomes of receiving as many times."""
    names = []
    for _ in range(receptions):
        try:
            connection.recv()
            names.append('received')
        except Exception as error:
            names.append(type(error).__name__)
    return names


def break_off(connection):
    """Closes the connection in the middle of a message."""
    os.write(connection.fileno(), struct.pack('!i', 1000) + b'half a mess')
    connection.close()


if __name__ == '__main__':
    replay(globals())
