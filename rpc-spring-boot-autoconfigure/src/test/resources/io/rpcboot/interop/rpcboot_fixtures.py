"""What the tests of rpcboot.py share."""
import contextlib
import os
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from multiprocessing.connection import Client

import rpcboot

AUTHKEY = b'peekaboo'
HERE = os.path.dirname(os.path.abspath(__file__))
LOOPBACK = ('127.0.0.1', 0)


def server_context(name='server', trusted=None):
    """TLS of a server that has a certificate, and requires one if it trusts somebody."""
    import ssl  # which a Python can lack
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(name), certificate(name, 'key'))
    if trusted:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(certificate(trusted))
    return context


def client_context(name=None, trusted='authority'):
    """TLS of a client that trusts somebody, with a certificate or without."""
    import ssl
    context = ssl.create_default_context(cafile=certificate(trusted))
    if name:
        context.load_cert_chain(certificate(name), certificate(name, 'key'))
    return context


def certificate(name, kind='crt'):
    return os.path.join(HERE, '..', 'tls', '%s.%s' % (name, kind))


@contextlib.contextmanager
def transport(name):
    """Gives an address to serve at, and the options of a server and of a client: of tcp, unix or tls."""
    with tempfile.TemporaryDirectory() as directory:
        if name == 'unix':
            yield os.path.join(directory, 'socket'), {}, {}
        elif name == 'tls':
            yield LOOPBACK, {'ssl': server_context()}, {'ssl': client_context()}
        else:
            yield LOOPBACK, {}, {}


@contextlib.contextmanager
def serving(processes=1, address=LOOPBACK, tls=False):
    """Runs rpcboot_functions.py: gives the process and the address."""
    command = [sys.executable, os.path.join(HERE, 'rpcboot_functions.py'), AUTHKEY.decode(), str(processes)]
    options = [address] * isinstance(address, str) + ['tls'] * tls
    with subprocess.Popen(command + options, stderr=subprocess.PIPE, universal_newlines=True) as process:
        try:
            line = process.stderr.readline()
            assert line.startswith('serving at '), line
            if not isinstance(address, str):
                address = ('127.0.0.1', int(line.split(':')[1]))
            yield process, address
        finally:
            process.terminate()
            process.stderr.close()


def named(address):
    """An address as messages have it."""
    return address if isinstance(address, str) else '%s:%d' % address


def until(condition, seconds=10):
    """Waits until a condition is met, and returns the truth that met it."""
    deadline = time.monotonic() + seconds
    while True:
        result = condition()
        if result:
            return result
        assert time.monotonic() < deadline, 'not within %s seconds' % seconds
        time.sleep(0.01)


def in_threads(count, work):
    """Calls work(0), work(1)... each in its thread, and returns the results in this order."""
    results = [None] * count

    def run(number):
        results[number] = work(number)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return results


class TransportTestCase(unittest.TestCase):
    transport = 'tcp'

    def setUp(self):
        self.stack = contextlib.ExitStack()
        self.addCleanup(self.stack.close)
        self.address, self.server_options, self.client_options = self.stack.enter_context(transport(self.transport))


class ServerTestCase(TransportTestCase):
    """Has a server in this process."""

    def start(self, functions, **options):
        """Starts a server."""
        self.server = rpcboot.Server(functions, self.address, AUTHKEY, **dict(self.server_options, **options)).start()
        self.addCleanup(self.server.close)
        return self.server

    def serve(self, functions, **options):
        """Starts a server and returns a proxy for it."""
        self.start(functions, **options)
        return self.connect(timeout=20)

    def connect(self, timeout=20, **options):
        proxy = rpcboot.connect(self.server.address, AUTHKEY, timeout, **dict(self.client_options, **options))
        self.addCleanup(proxy.close)
        return proxy

    def client(self, authkey=AUTHKEY):
        """The standard library's own client."""
        client = Client(self.server.address, authkey=authkey)
        self.addCleanup(client.close)
        return client

    def assert_failure(self, failure, function, *args, **kwargs):
        """Asserts the very type and text of what is raised."""
        with self.assertRaises(type(failure)) as caught:
            function(*args, **kwargs)
        self.assertEqual((type(caught.exception), str(caught.exception)), (type(failure), str(failure)))


def add(x, y):
    return x + y


def main():
    """Runs the tests of the program and reports on the standard output."""
    unittest.main(testRunner=unittest.TextTestRunner(sys.stdout, verbosity=2))
