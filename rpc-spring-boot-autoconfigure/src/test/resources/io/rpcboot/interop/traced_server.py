"""A server whose function takes part in a trace: it is told the trace, and tells it to whom it calls.

    traced_server.py authkey port [pickle]

Calls the function count() of the server at the port. Prints the port that it listens on. With "pickle" both calls are
pickled.
"""
import json
import sys
from multiprocessing.connection import Client, Listener

KEY = sys.argv[1].encode()
PICKLED = sys.argv[3:] == ['pickle']


# a connection pickles what it sends: the call itself, or its text
def send(connection, value):
    connection.send(value if PICKLED else json.dumps(value))


def receive(connection):
    return connection.recv() if PICKLED else json.loads(connection.recv())


def count(sku, traceparent=None):
    with Client(('127.0.0.1', int(sys.argv[2])), authkey=KEY) as stock:
        send(stock, ('count', [sku], {'traceparent': traceparent}))
        return receive(stock)


with Listener(('127.0.0.1', 0), authkey=KEY) as listener:
    print(listener.address[1])
    sys.stdout.flush()
    with listener.accept() as connection:
        while True:
            name, args, kwargs = receive(connection)
            send(connection, count(*args, **kwargs))
