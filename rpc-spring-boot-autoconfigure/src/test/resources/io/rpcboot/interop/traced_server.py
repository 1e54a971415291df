"""A server whose function takes part in a trace: it is told the trace, and tells it to whom it calls.

    traced_server.py authkey port

Calls the function count() of the server at the port. Prints the port that it listens on.
"""
import json
import sys
from multiprocessing.connection import Client, Listener

KEY = sys.argv[1].encode()


def count(sku, traceparent=None):
    with Client(('127.0.0.1', int(sys.argv[2])), authkey=KEY) as stock:
        stock.send(json.dumps(['count', [sku], {'traceparent': traceparent}]))
        return json.loads(stock.recv())


with Listener(('127.0.0.1', 0), authkey=KEY) as listener:
    print(listener.address[1])
    sys.stdout.flush()
    with listener.accept() as connection:
        while True:
            name, args, kwargs = json.loads(connection.recv())
            connection.send(json.dumps(count(*args, **kwargs)))
