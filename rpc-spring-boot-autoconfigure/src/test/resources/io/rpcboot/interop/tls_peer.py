"""multiprocessing.connection over TLS: its own frames and its own handshake, over a socket of ssl.

    tls_peer.py serve authkey certificate key [authority of the clients]
    tls_peer.py call port authkey authority [certificate key]

The server prints the port that it listens on, and what came of each handshake of TLS. The client replays a transcript.
"""
import io
import json
import socket
import ssl
import sys
import threading
from multiprocessing.connection import Connection, answer_challenge, deliver_challenge

from transcript import replay


class TlsConnection(Connection):
    """A connection that writes to a socket of TLS and reads from it, not from a descriptor."""

    def __init__(self, secured):
        super().__init__(secured.fileno())
        self.secured = secured

    def _send(self, data, write=None):
        self.secured.sendall(data)

    def _recv(self, size, read=None):
        received = io.BytesIO()
        while received.tell() < size:
            chunk = self.secured.recv(size - received.tell())
            if not chunk:
                raise EOFError if received.tell() == 0 else OSError('got end of file during message')
            received.write(chunk)
        return received

    def _close(self):
        self.secured.close()


def connect(port, authkey, authority, certificate=None, key=None):
    context = ssl.create_default_context(cafile=authority)
    if certificate:
        context.load_cert_chain(certificate, key)
    secured = context.wrap_socket(socket.create_connection(('127.0.0.1', port)), server_hostname='localhost')
    connection = TlsConnection(secured)
    answer_challenge(connection, authkey)
    deliver_challenge(connection, authkey)
    return connection


def call(connection, name, *args):
    connection.send(json.dumps([name, args, {}]))
    reply = connection.recv()
    if isinstance(reply, Exception):
        raise reply
    return json.loads(reply)


def raised(function, *args):
    try:
        function(*args)
    except Exception as error:
        return error


def handle(raw, context, authkey):
    try:
        connection = TlsConnection(context.wrap_socket(raw, server_side=True))
    except OSError as failure:
        print(type(failure).__name__, flush=True)
        return
    print('secured', flush=True)
    try:
        deliver_challenge(connection, authkey)
        answer_challenge(connection, authkey)
        while True:
            name, args, kwargs = json.loads(connection.recv())
            connection.send(json.dumps({'echo': lambda value: value, 'add': lambda x, y: x + y}[name](*args, **kwargs)))
    except EOFError:
        connection.close()


def serve(authkey, certificate, key, authority=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    if authority:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(authority)
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    listener.listen(10)
    print(listener.getsockname()[1], flush=True)
    while True:
        threading.Thread(target=handle, args=(listener.accept()[0], context, authkey.encode()), daemon=True).start()


if __name__ == '__main__':
    if sys.argv[1] == 'serve':
        serve(*sys.argv[2:])
    else:
        port, authkey, credentials = int(sys.argv[2]), sys.argv[3].encode(), sys.argv[4:]
        replay(globals())
