"""Serves by multiprocessing.connection, as a plain program does."""

import json

import listener

FUNCTIONS = {'add': lambda x, y: x + y, 'echo': lambda text: text, 'doubles': lambda values: values}


def serve(connection):
    name, args, kwargs = json.loads(connection.recv())
    try:
        connection.send(json.dumps(FUNCTIONS[name](*args, **kwargs)))
    except Exception as failure:
        connection.send(failure)


if __name__ == '__main__':
    listener.run(serve)
