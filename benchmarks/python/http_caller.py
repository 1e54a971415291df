"""Calls by http.client, over a connection that stays open."""

import http.client
import json

import load

HEADERS = {'Content-Type': 'application/json', 'Accept': 'application/json'}


def connect():
    connection = http.client.HTTPConnection('127.0.0.1', load.number('port'))

    def call(path, *args):
        connection.request('POST', path, json.dumps(args), HEADERS)
        return json.loads(connection.getresponse().read())

    return lambda: load.expect(call('/add', 2, 3), 5)


if __name__ == '__main__':
    load.run(connect)
