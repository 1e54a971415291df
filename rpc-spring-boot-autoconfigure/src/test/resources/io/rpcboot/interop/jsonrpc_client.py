"""What the transcripts of JSON-RPC can use: a client of the standard library alone, in each envelope."""
import json
import sys
from multiprocessing.connection import Client

from transcript import replay

try:
    import builtins
except ImportError:
    import __builtin__ as builtins

address = ('127.0.0.1', int(sys.argv[1]))
authkey = sys.argv[2].encode('ascii')


class Text(object):
    """Messages as connection.send() and connection.recv() carry text."""

    def send(self, connection, message):
        connection.send(message)

    def receive(self, connection):
        return connection.recv()


class Data(Text):
    """Messages as connection.send() and connection.recv() carry bytes: to Python 2.7 they are text."""

    def send(self, connection, message):
        connection.send(message.encode('utf-8'))

    def receive(self, connection):
        received = connection.recv()
        return received.decode('utf-8') if isinstance(received, bytes) else received


class Raw(object):
    """Messages as they are."""

    def send(self, connection, message):
        connection.send_bytes(message.encode('utf-8'))

    def receive(self, connection):
        return connection.recv_bytes().decode('utf-8')


envelopes = [Text(), Data(), Raw()]


class JsonRpc(object):
    """Calls functions by JSON-RPC, one at a time or many."""

    def __init__(self, envelope):
        self._connection = Client(address, authkey=authkey)
        self._envelope = envelope
        self._calls = 0

    def __getattr__(self, name):
        return lambda *args, **kwargs: self.call(name, args or kwargs)

    def call(self, method, params=(), **members):
        self._calls += 1
        self.request(method, params, id=self._calls, **members)
        return result(self.receive())

    def request(self, method, params=(), **members):
        """Sends a request, or a notification where there is no id."""
        self.send(dict(members, jsonrpc='2.0', method=method, params=params))

    def batch(self, *requests):
        self.send([dict(request, jsonrpc='2.0') for request in requests])
        return [(response['id'], response.get('result', response.get('error', {}).get('code')))
                for response in self.receive()]

    def send(self, message):
        self._envelope.send(self._connection, json.dumps(message))

    def receive(self):
        return json.loads(self._envelope.receive(self._connection))

    def exchange(self, text):
        self._envelope.send(self._connection, text)
        return self.receive()


def result(response):
    if 'error' not in response:
        return response['result']
    error = response['error']
    data = error['data']
    # the errors of the specification have its words, and ours in their data
    raise getattr(builtins, data['type'], OSError)(data.get('message', error['message']))


if __name__ == '__main__':
    replay(globals())
