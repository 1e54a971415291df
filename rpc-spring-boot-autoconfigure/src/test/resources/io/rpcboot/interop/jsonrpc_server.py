"""A server of JSON-RPC 2.0, in the standard library of any Python. Prints the port that it listens on.

    jsonrpc_server.py authkey

Each call has a thread of its own, so the replies come in the order in which the functions end. Knows nothing of what
others than the specification have added: neither of "meta", nor of "rpc.cancel".
"""
import json
import sys
import time
from multiprocessing.connection import Listener
from threading import Event, Lock, Thread

released = Event()


def echo(value):
    return value


def add(x, y):
    return x + y


def label(text, size=1, **attributes):
    return {'text': text, 'size': size, 'attributes': attributes}


def fail(message):
    raise ValueError(message)


def later(value, seconds):
    time.sleep(seconds)
    return value


def wait():
    return released.wait(20)


def release():
    released.set()


functions = dict((function.__name__, function) for function in (echo, add, label, fail, later, wait, release))


def execute(method, params):
    if method not in functions:
        return {'error': {'code': -32601, 'message': 'Method not found'}}
    try:
        if isinstance(params, dict):
            return {'result': functions[method](**params)}
        return {'result': functions[method](*params)}
    except TypeError as e:
        return {'error': {'code': -32602, 'message': 'Invalid params', 'data': str(e)}}
    except Exception as e:
        return {'error': {'code': 1, 'message': str(e)}}


def answer(connection, lock, request):
    response = {'jsonrpc': '2.0'}
    response.update(execute(request['method'], request.get('params', [])))
    if 'id' in request:
        response['id'] = request['id']
        with lock:
            connection.send(json.dumps(response))


def start(target, *args):
    thread = Thread(target=target, args=args)
    thread.daemon = True
    thread.start()


def serve(connection):
    lock = Lock()
    try:
        while True:
            start(answer, connection, lock, json.loads(connection.recv()))
    except EOFError:
        pass


def main(authkey):
    listener = Listener(('127.0.0.1', 0), authkey=authkey.encode('ascii'))
    print(listener.address[1])
    sys.stdout.flush()
    while True:
        start(serve, listener.accept())


if __name__ == '__main__':
    main(*sys.argv[1:])
