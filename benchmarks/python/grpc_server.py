"""Serves by grpcio, with JSON as the messages."""

import json
import sys
from concurrent import futures

import grpc


def read(message):
    return json.loads(message)


def write(value):
    return json.dumps(value).encode()


if __name__ == '__main__':
    server = grpc.server(futures.ThreadPoolExecutor(16))
    server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler('functions', {
        'add': grpc.unary_unary_rpc_method_handler(lambda values, context: values[0] + values[1], read, write)})])
    port = server.add_insecure_port('127.0.0.1:0')
    server.start()
    print('PORT %d' % port, flush=True)
    sys.stdin.read()
