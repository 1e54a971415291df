"""A REP server of the shape that the articles on this technique have, over ZeroMQ.

    zmq_server.py authkey [form] [option=value ...]

Prints the port that it listens on. The form is what it receives and sends: "json" (array), "pickle" or "json-rpc".
Options are those of its socket, such as plain_server=1, and of its authenticator, which asks for the password of the
user "orders", or for the key of a client: password=..., client_key=....
"""
import json
import os
import sys
import time

import zmq
from zmq.auth.thread import ThreadAuthenticator


def echo(value):
    return value


def add(x, y):
    return x + y


def label(text, *more, **attributes):
    return {'text': text, 'more': more, 'attributes': attributes}


def repeat(times):
    return "x" * times


def fail():
    raise ValueError('no such size')


def work(seconds):
    time.sleep(seconds)
    return os.getpid()


def die():
    os._exit(3)


FUNCTIONS = {function.__name__: function for function in (echo, add, label, repeat, fail, work, die)}


def serve_json(socket):
    name, args, kwargs = socket.recv_json()
    try:
        socket.send_json(FUNCTIONS[name](*args, **kwargs))
    except Exception as error:
        socket.send_pyobj(error)


def serve_pickle(socket):
    name, args, kwargs = socket.recv_pyobj()
    try:
        socket.send_pyobj(FUNCTIONS[name](*args, **kwargs))
    except Exception as error:
        socket.send_pyobj(error)


def serve_json_rpc(socket):
    request = json.loads(socket.recv_string())
    response = {'jsonrpc': '2.0', 'id': request.get('id')}
    params = request.get('params', [])
    try:
        function = FUNCTIONS[request['method']]
        response['result'] = function(**params) if isinstance(params, dict) else function(*params)
    except Exception as error:
        response['error'] = {'code': -32000, 'message': str(error), 'data': {'type': type(error).__name__}}
    socket.send_string(json.dumps(response) if 'id' in request else '')


def secure(context, socket, options):
    """Returns what has to live as long as the socket."""
    if 'password' in options or 'client_key' in options:
        authenticator = ThreadAuthenticator(context)
        authenticator.start()
        if 'password' in options:
            socket.plain_server = True
            authenticator.configure_plain(passwords={'orders': options['password']})
        else:
            socket.curve_server = True
            socket.curve_secretkey = options['secret_key'].encode()
            authenticator.configure_curve_callback(credentials_provider=Keys(options['client_key']))
        return authenticator


class Keys:
    def __init__(self, key):
        self.key = key.encode()

    def callback(self, domain, key):
        return key == self.key


def main(authkey, form='json', *options):
    context = zmq.Context()
    socket = context.socket(zmq.REP)
    authenticator = secure(context, socket, dict(option.split('=', 1) for option in options))
    print(socket.bind_to_random_port('tcp://127.0.0.1'))
    sys.stdout.flush()
    serve = globals()['serve_' + form.replace('-', '_')]
    while True:
        serve(socket)


if __name__ == '__main__':
    main(*sys.argv[1:])
