"""A server whose only function fails, and that answers failures by sending the exception itself.

    failing_server.py authkey

Prints the port that it listens on.
"""
import json
import sys
from multiprocessing.connection import Listener
from threading import Thread


class CustomError(Exception):
    def __init__(self, size, unit):
        super(CustomError, self).__init__('%d %s is too much' % (size, unit))
        self.size = size

    def __reduce__(self):
        return CustomError, (12, 'cm'), {'size': self.size}


class PlainError(ValueError):
    pass


def noted(error, *notes):
    error.__notes__ = list(notes)
    return error


def fail(expression):
    raise eval(expression)


def traced(error):
    """What the standard library of Python 3 has for exceptions that go to another process."""
    from multiprocessing.pool import ExceptionWithTraceback
    return ExceptionWithTraceback(error, error.__traceback__)


def traced_by_an_executor(error):
    from concurrent.futures.process import _ExceptionWithTraceback
    return _ExceptionWithTraceback(error, error.__traceback__)


def handle_connection(connection):
    try:
        while True:
            name, args, kwargs = json.loads(connection.recv())
            send = globals().get(kwargs.pop('how', None), lambda error: error)
            try:
                connection.send(json.dumps(globals()[name](*args, **kwargs)))
            except Exception as error:
                connection.send(send(error))
    except EOFError:
        pass


if __name__ == '__main__':
    listener = Listener(('127.0.0.1', 0), authkey=sys.argv[1].encode('ascii'))
    print(listener.address[1])
    sys.stdout.flush()
    while True:
        thread = Thread(target=handle_connection, args=(listener.accept(),))
        thread.daemon = True
        thread.start()
