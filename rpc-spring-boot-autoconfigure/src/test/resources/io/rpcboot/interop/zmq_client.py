"""What the transcripts of the tests over ZeroMQ can use: sockets of pyzmq.

    zmq_client.py port unused
"""
import json
import pickle
import sys
import threading

import zmq

from transcript import replay

WAIT = 20000

endpoint = 'tcp://127.0.0.1:' + sys.argv[1]
context = zmq.Context()


def connect(kind=zmq.REQ, **options):
    socket = context.socket(kind)
    socket.linger = 0
    socket.rcvtimeo = WAIT
    for name, value in options.items():
        setattr(socket, name, value)
    socket.connect(endpoint)
    return socket


def received(reply):
    """What a reply of the format array says: JSON text, or a pickled exception."""
    if reply[:1] != b'\x80':
        return json.loads(reply)
    value = pickle.loads(reply)
    if isinstance(value, Exception):
        raise value
    return value


def call(socket, name, *args, **kwargs):
    socket.send_json([name, args, kwargs])
    return received(socket.recv())


def exchange(socket, text):
    socket.send_string(text)
    return received(socket.recv())


def call_pickled(socket, name, *args, **kwargs):
    socket.send_pyobj((name, args, kwargs))
    reply = socket.recv_pyobj()
    if isinstance(reply, Exception):
        raise reply
    return reply


def request(number, name, *params):
    return {'jsonrpc': '2.0', 'method': name, 'params': params, 'id': number}


def call_json_rpc(socket, name, *params):
    socket.send_json(request(1, name, *params))
    reply = socket.recv_json()
    return reply['result'] if 'result' in reply else reply['error']['message']


def texts(parts):
    return [part.decode() for part in parts]


def crowd(clients, calls):
    """Calls from as many threads, each with a socket of its own, and counts the right replies."""
    right = [0] * clients

    def work(number):
        socket = connect()
        for count in range(calls):
            right[number] += call(socket, 'add', 1000 * number, count) == 1000 * number + count

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(right)


def silence(socket, message, wait=500):
    """Sends what nobody answers."""
    socket.rcvtimeo = wait
    socket.send_string(message)
    try:
        return socket.recv_string()
    except zmq.Again:
        return 'nothing'


def send_unread(socket, messages, size):
    """Sends calls and reads no reply, as long as the socket takes them."""
    sent = 0
    try:
        while sent < messages:
            socket.send_json(['echo', ['x' * size], {}], zmq.DONTWAIT)
            sent += 1
    except zmq.Again:
        pass
    return sent


if __name__ == '__main__':
    replay(globals())
