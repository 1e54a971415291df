"""Compares the server's complaints about arguments with those of the interpreter (Python 3)."""
from client import address, authkey
from rpc import connect
from transcript import replay


class local:
    """The server's functions, as Python declares them."""


def declare(function):
    setattr(local, function.__name__, staticmethod(function))


@declare
def now():
    pass


@declare
def add(x, y):
    pass


@declare
def volume(width, height, depth):
    pass


@declare
def price(sku, quantity=1, *, currency='EUR'):
    pass


@declare
def book(room, *, day, hour):
    pass


@declare
def label(text, *more, size=1, **attributes):
    pass


def complaint(function, args, kwargs):
    try:
        function(*args, **kwargs)
        return 'none'
    except TypeError as error:
        return str(error)


def python(*args, **kwargs):
    return complaint(getattr(local, args[0]), args[1:], kwargs)


def java(*args, **kwargs):
    return complaint(getattr(server, args[0]), args[1:], kwargs)


def both(*args, **kwargs):
    """The complaint of both, or both complaints where they differ."""
    complaints = [python(*args, **kwargs), java(*args, **kwargs)]
    return complaints[0] if complaints[0] == complaints[1] else complaints


if __name__ == '__main__':
    server = connect(address, authkey)
    replay(globals())
