"""Serves pickled calls by multiprocessing.connection: arrays of numbers come and go as array.array."""

import listener

FUNCTIONS = {'doubles': lambda values: values}


def serve(connection):
    name, args, kwargs = connection.recv()
    connection.send(FUNCTIONS[name](*args, **kwargs))


if __name__ == '__main__':
    listener.run(serve)
