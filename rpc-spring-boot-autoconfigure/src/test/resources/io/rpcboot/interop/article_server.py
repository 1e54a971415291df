"""A server as the articles on this technique have it. Prints the port that it listens on, or the path.

    article_server.py authkey [port [form]]

An empty authkey is none. In the place of the port there can be the path of a Unix socket. The form tells what becomes
of a connection whose function raised: it is "kept" open by the variable of the accept loop, is "dropped" with its
thread, or ends with the program, which handles it "inline".
"""
import json
import os
import sys
import time
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


def add(x, y):
    return x + y


def label(text, *more, **attributes):
    return {'text': text, 'more': more, 'attributes': attributes}


def fail():
    raise ValueError('no such size')


def work(seconds):
    time.sleep(seconds)
    return os.getpid()


def serve_kept(listener, handler):
    while True:
        connection = listener.accept()
        thread = Thread(target=handler.handle_connection, args=(connection,))
        thread.daemon = True
        thread.start()


def serve_dropped(listener, handler):
    while True:
        thread = Thread(target=handler.handle_connection, args=(listener.accept(),))
        thread.daemon = True
        thread.start()


def serve_inline(listener, handler):
    while True:
        handler.handle_connection(listener.accept())


def main(authkey, port='0', form='kept'):
    handler = RPCHandler()
    for function in (echo, add, label, fail, work):
        handler.register_function(function)
    address = ('127.0.0.1', int(port)) if port.isdigit() else port
    listener = Listener(address, authkey=authkey.encode('ascii') or None)
    print(listener.address[1] if port.isdigit() else listener.address)
    sys.stdout.flush()
    globals()['serve_' + form](listener, handler)


if __name__ == '__main__':
    main(*sys.argv[1:])
