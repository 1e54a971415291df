"""Calls by multiprocessing.connection, as a plain program does."""

import json
from multiprocessing.connection import Client

import load


def connect():
    connection = Client(('127.0.0.1', load.number('port')), authkey=b'peekaboo')

    def call(name, *args, **kwargs):
        connection.send(json.dumps([name, args, kwargs]))
        reply = connection.recv()
        if isinstance(reply, Exception):
            raise reply
        return json.loads(reply)

    size = load.number('bytes')
    if size:
        # the request has about as many bytes
        text = 'x' * (size - 30)
        return lambda: load.expect(call('echo', text), text)
    return lambda: load.expect(call('add', 2, 3), 5)


if __name__ == '__main__':
    load.run(connect)
