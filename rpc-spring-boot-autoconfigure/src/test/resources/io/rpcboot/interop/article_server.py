"""A server as the articles on this technique have it. Prints the port that it listens on."""
import json
import sys
from multiprocessing.connection import Listener
from threading import Thread


class RPCHandler:
    def __init__(self):
        self._functions = {}

    def register_function(self, function):
        self._functions[function.__name__] = function

    def handle_connection(self, connection):
        try:
            while True:
                name, args, kwargs = json.loads(connection.recv())
                connection.send(json.dumps(self._functions[name](*args, **kwargs)))
        except EOFError:
            pass


def echo(value):
    return value


if __name__ == '__main__':
    handler = RPCHandler()
    handler.register_function(echo)
    listener = Listener(('127.0.0.1', 0), authkey=sys.argv[1].encode('ascii'))
    print(listener.address[1])
    sys.stdout.flush()
    while True:
        thread = Thread(target=handler.handle_connection, args=(listener.accept(),))
        thread.daemon = True
        thread.start()
