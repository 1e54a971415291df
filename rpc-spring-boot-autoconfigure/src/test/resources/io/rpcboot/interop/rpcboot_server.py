"""Tests the server of rpcboot.py, with peers of every kind.

    rpcboot_server.py python...

The interpreters are those that the clients of the article run with.
"""
import inspect
import json
import logging
import multiprocessing
import os
import pickle
import pydoc
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from multiprocessing.connection import Listener

import rpcboot
from rpcboot_fixtures import AUTHKEY, HERE, LOOPBACK, ServerTestCase, add, main, until

PYTHONS, sys.argv[1:] = sys.argv[1:], []
SUM = json.dumps(['add', [2, 3], {}])


class Mkdir:
    """Makes a directory when it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (self.path,)


class FunctionsTests(ServerTestCase):
    def test_an_iterable_of_functions(self):
        self.assertEqual(self.serve([add]).add(2, y=3), 5)

    def test_a_mapping_whose_names_have_dots(self):
        proxy = self.serve({'numbers.add': add})
        self.assertEqual([proxy.numbers.add(2, 3), proxy['numbers.add'](2, 3)], [5, 5])

    def test_functions_are_described(self):
        def price(sku: str, *extras: int, currency: 'str' = 'EUR', mark=object()) -> float:
            """Prices an article."""

        shop = self.serve({'price': price, 'stock.count': lambda sku, /: 0, 'stock.largest': max})
        self.assertEqual({name for name in dir(shop) if name[0] != '_'}, {'close', 'price', 'stock'})
        self.assertEqual({name for name in dir(shop.stock) if name[0] != '_'}, {'count', 'largest'})
        self.assertEqual([str(inspect.signature(each)) for each in (shop.stock.count, shop.stock.largest, shop.rest)],
                         ['(sku, /)', '(*args, **kwargs)', '(*args, **kwargs)'])
        text = """
            price(sku: str, *extras: int, currency: str = 'EUR', mark=None) -> float
                Prices an article.
            """
        self.assertIn(inspect.cleandoc(text), pydoc.render_doc(shop.price, renderer=pydoc.plaintext))
        self.assertEqual(shop['rpc.discover']()['methods'][1], {
            'name': 'stock.count', 'description': '', 'result': {'name': 'result', 'schema': {}},
            'params': [{'name': 'sku', 'required': True, 'x-kind': 'POSITIONAL_ONLY', 'schema': {}}]})

    def test_descriptions_that_others_write(self):
        parameters = [{'name': 'sku', 'description': 'Its number', 'required': True, 'schema': {'type': 'string'}},
                      {'name': 'size', 'schema': {'anyOf': [{'type': 'integer'}, {'type': 'null'}], 'default': None}},
                      {'name': 'colour', 'schema': {'type': ['string', 'null']}}]
        method = {'name': 'price', 'params': parameters, 'result': {'name': 'result', 'schema': {'type': 'number'}}}
        document = {'openrpc': '1.3.2', 'methods': [method, {'name': 'mad', 'params': [{'name': 'a b'}]}]}
        shop = self.serve({'rpc.discover': lambda: document})
        self.assertEqual(str(inspect.signature(shop.price)), '(sku: str, size: int = None, colour=None) -> float')
        self.assertEqual(shop.price.__doc__, 'sku: Its number')
        method['description'] = 'Prices an article.'
        self.assertEqual(shop.price.__doc__, 'Prices an article.\n\nsku: Its number')
        self.assertEqual(str(inspect.signature(shop.mad)), '(*args, **kwargs)')
        document = []
        self.assertNotIn('price', dir(shop))

    def test_the_public_methods_of_an_object(self):
        class Account:
            def __init__(self):
                self.factory = Mkdir

            def balance(self):
                return 12

            def _internal(self):
                return 13

        proxy = self.serve(Account())
        self.assertEqual(proxy.balance(), 12)
        for name in ('_internal', '__init__', 'factory'):
            self.assert_failure(AttributeError('there is no function %r here' % name), proxy[name])

    def test_a_key_is_required(self):
        for authkey in (None, '', b'', 'text'):
            with self.assertRaisesRegex(ValueError, '^authkey has to be bytes, at least one$'):
                rpcboot.Server([add], LOOPBACK, authkey)


class FailureTests(ServerTestCase):
    def test_exceptions_arrive_as_the_nearest_built_in_ones(self):
        class OutOfStock(KeyError):
            pass

        class Vague(Exception):
            pass

        class Mute(ValueError):
            def __str__(self):
                raise RuntimeError('no')

        failures = [
            (ValueError('no such size'), ValueError('no such size')),
            (OutOfStock('cup'), KeyError('cup')),
            (KeyError(), KeyError('')),
            (Vague('who knows'), Exception('who knows')),
            (FileNotFoundError(2, 'No such file', 'x'), FileNotFoundError("[Errno 2] No such file: 'x'")),
            (UnicodeDecodeError('utf-8', b'\xff', 0, 1, 'why'),
             UnicodeError("'utf-8' codec can't decode byte 0xff in position 0: why")),
            (json.JSONDecodeError('bad', 'x', 0), ValueError('bad: line 1 column 1 (char 0)')),
            (StopIteration('end'), StopIteration('end')),
            (SystemExit(3), RuntimeError('SystemExit(3)')),
            (Mute(3), RuntimeError('Mute(3)')),
        ]

        def fail(number):
            raise failures[number][0]

        for proxy in self.serve([fail]), self.connect(json_rpc=True):
            for number, (_, expected) in enumerate(failures):
                self.assert_failure(expected, proxy.fail, number)

    def test_a_text_that_cannot_be_pickled_for_every_python_is_mended(self):
        def fail():
            raise ValueError('half \ud800 \u20ac')

        self.assert_failure(ValueError('half ? \u20ac'), self.serve([fail]).fail)
        self.assert_failure(ValueError('half \ud800 \u20ac'), self.connect(json_rpc=True).fail)

    def test_tracebacks_are_sent_where_they_are_asked_for(self):
        def fail():
            raise ValueError('no such size')

        failure = self.failure(self.serve([fail]).fail)
        self.assertIsNone(failure.__cause__)
        for proxy in self.serve([fail], send_tracebacks=True), self.connect(json_rpc=True):
            failure = self.failure(proxy.fail)
            self.assertEqual((type(failure), str(failure)), (ValueError, 'no such size'))
            self.assertRegex(str(failure.__cause__),
                             r'(?s)^\n"""\nTraceback .*in fail\n.*\nValueError: no such size\n"""$')
        client = self.client()
        client.send_bytes(pickle.dumps('["fail", [], {}]', 2))
        self.assertEqual(str(client.recv()), 'no such size')
        client.send(json.dumps(['fail', [], {}]))
        self.assertIn('in fail', str(client.recv().__cause__))

    def failure(self, function):
        with self.assertRaises(Exception) as failed:
            function()
        return failed.exception

    def test_calls_that_do_not_fit(self):
        for proxy in self.serve([add]), self.connect(json_rpc=True):
            self.assert_failure(AttributeError("there is no function 'missing' here"), proxy.missing)
            self.assert_failure(TypeError("add() missing 1 required positional argument: 'y'"), proxy.add, 2)
            self.assert_failure(TypeError("add() got an unexpected keyword argument 'z'"), proxy.add, x=2, y=3, z=4)

    def test_results_that_json_cannot_hold(self):
        loop = []
        loop.append(loop)
        results = {'set': {1}, 'loop': loop, 'keys': {(1, 2): 3}}
        for proxy in self.serve({'get': results.get}), self.connect(json_rpc=True):
            for name, problem in (
                ('set', 'Object of type set is not JSON serializable'),
                ('loop', 'Circular reference detected'),
                ('keys', 'keys must be str, int, float, bool or None, not tuple'),
            ):
                self.assert_failure(TypeError('get() returned what JSON cannot hold: ' + problem), proxy.get, name)

    def test_messages_that_are_no_calls(self):
        self.serve([add])
        client = self.client()
        for message in ('', 'add', '5', '[]', '["add", [2, 3]]', '["add", "23", {}]', '["add", [2, 3], []]',
                        '[["add"], [2, 3], {}]', '[' * 100000, b'\xff', None, 5, ValueError('x'), {'add': 1},
                        ('add', (2, 3), {})):
            client.send(message)
            failure = client.recv()
            self.assertIsInstance(failure, ValueError)
            self.assertRegex(str(failure), r'^the message is no call \[name, args, kwargs\]')
        for message in (b'', b'hello', b'\x80', b'\x80\4\x95', b'\x80\2X\xff\xff\xff\x7f.', b'(S\'add\'\n.'):
            client.send_bytes(message)
            self.assertIsInstance(client.recv(), ValueError)
        client.send(SUM)
        self.assertEqual(client.recv(), '5')


class EnvelopeTests(ServerTestCase):
    def test_text_is_answered_with_text_that_every_python_reads(self):
        self.serve({'echo': str})
        client = self.client()
        client.send(json.dumps(['echo', ['\u20ac'], {}]))
        self.assertEqual(client.recv_bytes(), b'\x80\2X\x08\0\0\0"\\u20ac".')

    def test_bytes_are_answered_with_bytes(self):
        self.serve([add])
        client = self.client()
        client.send(SUM.encode())
        self.assertEqual(client.recv_bytes(), b'\x80\3B\1\0\0\x005.')

    def test_a_bare_message_is_answered_with_a_bare_one(self):
        self.serve([add])
        client = self.client()
        client.send_bytes(SUM.encode())
        self.assertEqual(client.recv_bytes(), b'5')

    def test_python_2_gets_only_exceptions_that_it_has(self):
        def fail():
            raise TimeoutError('too late')

        self.serve([fail])
        client = self.client()
        message = '["fail", [], {}]'
        text = b'\x80\2X' + len(message).to_bytes(4, 'little') + message.encode()
        for call, kind in (
            (text + b'.', OSError),
            (text + b'q\1.', OSError),
            (text + b'q\2.', TimeoutError),
            (pickle.dumps(message, 3), TimeoutError),
            (pickle.dumps(message, 4), TimeoutError),
        ):
            client.send_bytes(call)
            failure = client.recv()
            self.assertEqual((type(failure), str(failure)), (kind, 'too late'))

    def test_clients_of_the_article(self):
        self.serve([add])
        lines = "proxy.add(2, 3)\nproxy.add(2, y=3)\nproxy.missing()\nproxy.add(2, 3)\n"
        for python in PYTHONS + [sys.executable]:
            command = [python, os.path.join(HERE, 'article_client.py'), str(self.server.address[1]), AUTHKEY.decode()]
            output = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, timeout=20).stdout
            outcomes = [json.loads(line) for line in output.splitlines()]
            self.assertEqual(outcomes[:2] + outcomes[3:], ['5', '5', '5'], python)
            self.assertRegex(outcomes[2], '^TypeError: (the JSON object must be|expected string)', python)


class BadPeerTests(ServerTestCase):
    def setUp(self):
        super().setUp()
        self.proxy = self.serve([add])

    def peer(self, sent):
        peer = socket.create_connection(self.server.address, timeout=10)
        self.addCleanup(peer.close)
        peer.sendall(sent)
        return peer

    def assert_disconnected(self, peer):
        """Asserts that the server ends the connection, whatever it says before."""
        try:
            while peer.recv(1000):
                pass
        except ConnectionResetError:
            pass

    def assert_others_are_served(self):
        self.assertEqual(self.proxy.add(2, 3), 5)
        self.assertEqual(self.connect(timeout=3).add(2, 3), 5)

    def test_those_who_break_the_protocol_are_disconnected_with_one_line_in_the_log(self):
        self.server.handshake_seconds = 60
        for sent in (b'GET / HTTP/1.1\r\n\r\n', b'\x16\3\1\2\0\1\0\1\xfc\3\3', b'\x7f\xff\xff\xff', b'\xff' * 12,
                     struct.pack('!i', 257), struct.pack('!i', 16) + b'x' * 16, struct.pack('!i', 0) + b'\0'):
            with self.assertLogs('rpcboot', logging.WARNING) as logs:
                peer = self.peer(sent)
                self.assert_disconnected(peer)
                until(lambda: logs.output)
            line = r'^WARNING:rpcboot:127\.0\.0\.1:%d is disconnected: ' % peer.getsockname()[1]
            self.assertEqual(len(logs.output), 1)
            self.assertRegex(logs.output[0], line)
            self.assert_others_are_served()

    def test_those_who_are_silent_or_stop_halfway_block_nobody(self):
        authenticated = self.client()
        for sent in (b'', b'\0', struct.pack('!i', 20) + b'half'):
            self.peer(sent)
            os.write(authenticated.fileno(), sent)
            self.assert_others_are_served()
        huge = self.client()
        os.write(huge.fileno(), struct.pack('!i', 0x7fffffff) + b'x')
        self.assert_others_are_served()

    def test_the_silent_are_disconnected_after_a_while(self):
        self.server.handshake_seconds = 0.1
        authenticated = self.client()
        with self.assertLogs('rpcboot', logging.WARNING) as logs:
            self.assert_disconnected(self.peer(b''))
            until(lambda: logs.output)
        self.assertRegex(logs.output[0], r"[tT]imeout(Error)?\('timed out'\)$")
        authenticated.send(SUM)
        self.assertEqual(authenticated.recv(), '5')

    def test_a_wrong_key(self):
        with self.assertLogs('rpcboot', logging.WARNING) as logs:
            with self.assertRaises(multiprocessing.AuthenticationError):
                self.client(authkey=b'another')
            until(lambda: logs.output)
        self.assertIn("AuthenticationError('digest received was wrong')", logs.output[0])
        self.assert_others_are_served()

    def test_no_key(self):
        client = self.client(authkey=None)
        with self.assertLogs('rpcboot', logging.WARNING) as logs:
            client.send(SUM)
            self.assertRegex(client.recv_bytes(), b'^#CHALLENGE#')
            self.assertEqual(client.recv_bytes(), b'#FAILURE#')
            until(lambda: logs.output)
        self.assertIn('AuthenticationError', logs.output[0])
        self.assert_others_are_served()

    def test_a_hostile_pickle_is_refused_unexecuted(self):
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, 'made')
            client = self.client()
            for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
                client.send_bytes(pickle.dumps(Mkdir(path), protocol))
                self.assertIsInstance(client.recv(), ValueError)
            code = b'V__import__("os").mkdir("%s")\n' % path.encode()
            for message in (b'c__builtin__\neval\n' + code + b'\x85R.',
                            b'cbuiltins\nexec\n' + code + b'\x85R.',
                            b'(' + code + b'i__builtin__\neval\n.',
                            b'(c__builtin__\neval\n' + code + b'o.',
                            b'\x8c\x08builtins\x8c\x13ValueError.__init__\x93.',
                            b'cbuiltins\nKeyboardInterrupt\n)R.',
                            b'c__builtin__\nobject\n)\x81.'):
                client.send_bytes(b'\x80\4' + message)
                self.assertRegex(str(client.recv()), r'^the message cannot be read: \w+\.[\w.]+ is not accepted$')
            self.assertFalse(os.path.exists(path))
        self.assert_others_are_served()


class ClientOfBadServerTests(ServerTestCase):
    def replying(self, reply):
        """Starts a server that gives the same reply to whatever is sent, and returns a proxy for it."""
        listener = Listener(LOOPBACK, authkey=AUTHKEY)
        self.addCleanup(listener.close)

        def accept():
            with listener.accept() as connection:
                connection.recv_bytes()
                connection.send_bytes(reply)

        threading.Thread(target=accept, daemon=True).start()
        proxy = rpcboot.connect(listener.address, AUTHKEY, timeout=20)
        self.addCleanup(proxy.close)
        return proxy

    def test_a_hostile_reply_is_refused_unexecuted(self):
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, 'made')
            with self.assertRaisesRegex(ValueError, r'^the message cannot be read: \w+\.mkdir is not accepted$'):
                self.replying(pickle.dumps(Mkdir(path))).add(2, 3)
            self.assertFalse(os.path.exists(path))

    def test_an_exception_that_would_end_the_program_is_refused(self):
        with self.assertRaisesRegex(ValueError, 'SystemExit is not accepted$'):
            self.replying(pickle.dumps(SystemExit(0))).add(2, 3)

    def test_a_reply_of_any_python(self):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            self.assertEqual(self.replying(pickle.dumps('5', protocol)).add(2, 3), 5)
            self.assert_failure(KeyError('k'), self.replying(pickle.dumps(KeyError('k'), protocol)).add)
        self.assertEqual(self.replying(pickle.dumps(b'5')).add(2, 3), 5)
        self.assertEqual(self.replying(b'\x80\2U\1' + b'5.').add(2, 3), 5)
        python2 = b"cexceptions\nValueError\n(S'gr\\xc3\\xbcn'\ntR."
        self.assert_failure(ValueError('gr\u00fcn'), self.replying(python2).add)

    def test_close_ends_a_connection_that_a_forked_process_holds_too(self):
        with socket.create_server(LOOPBACK) as listener:
            proxy = rpcboot.connect(listener.getsockname(), None)
            peer, _ = listener.accept()
            child = os.fork()
            if child == 0:
                signal.pause()
            self.addCleanup(os.waitpid, child, 0)
            self.addCleanup(os.kill, child, signal.SIGKILL)
            proxy.close()
            with peer:
                peer.settimeout(10)
                self.assertEqual(peer.recv(1), b'')

    def test_a_server_that_says_nothing_does_not_hold_up_connecting(self):
        with socket.create_server(LOOPBACK) as silent:
            address = silent.getsockname()
            self.assert_failure(TimeoutError('connecting at 127.0.0.1:%d took longer than 0.2 s' % address[1]),
                                rpcboot.connect, address, AUTHKEY, timeout=0.2)


if __name__ == '__main__':
    main()
