"""Calls by grpcio, with JSON as the messages."""

import json

import grpc

import load


def connect():
    channel = grpc.insecure_channel('127.0.0.1:%d' % load.number('port'))
    add = channel.unary_unary('/functions/add', lambda values: json.dumps(values).encode(), json.loads)
    return lambda: load.expect(add([2, 3]), 5)


if __name__ == '__main__':
    load.run(connect)
