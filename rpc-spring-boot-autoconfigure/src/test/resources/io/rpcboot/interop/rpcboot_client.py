"""Tests the client of rpcboot.py, in both formats, against the server of an address, or else against its own.

    rpcboot_client.py tcp|unix|tls [port or path [test...]]
"""
import contextlib
import inspect
import multiprocessing
import os
import pydoc
import signal
import sys
import threading
import unittest

import rpcboot
from rpcboot_fixtures import AUTHKEY, in_threads, main, named, serving, transport

TRANSPORT, PEER = sys.argv[1], sys.argv[2] if sys.argv[2:] else None
del sys.argv[1:3]  # what follows names tests


class ClientTests(unittest.TestCase):
    options = {}

    def setUp(self):
        self.proxy = self.connect(AUTHKEY)
        self.addCleanup(self.proxy.close)

    def connect(self, authkey):
        return rpcboot.connect(self.address, authkey, timeout=20, **dict(self.transport_options, **self.options))

    @classmethod
    def setUpClass(cls):
        cls.stack = contextlib.ExitStack()
        address, _, cls.transport_options = cls.stack.enter_context(transport(TRANSPORT))
        if PEER:
            cls.address = ('127.0.0.1', int(PEER)) if PEER.isdigit() else PEER
        else:
            _, cls.address = cls.stack.enter_context(serving(address=address, tls=TRANSPORT == 'tls'))

    @classmethod
    def tearDownClass(cls):
        cls.stack.close()

    def assert_next_calls_are_right(self):
        self.assertEqual([self.proxy.add(2, n) for n in range(3)], [2, 3, 4])

    def test_positional_and_keyword_arguments(self):
        self.assertEqual(self.proxy.add(2, 3), 5)
        self.assertEqual(self.proxy.add(y=3, x=2), 5)
        quote = {'sku': 'cup', 'total': 9.8, 'currency': 'USD'}
        self.assertEqual(self.proxy.price(sku='cup', quantity=2, currency='USD'), quote)

    def test_arguments_both_by_position_and_by_keyword(self):
        quote = {'sku': 'cup', 'total': 9.8, 'currency': 'USD'}
        self.assertEqual(self.proxy.price('cup', 2, currency='USD'), quote)

    def test_names_that_are_no_identifiers(self):
        self.assertEqual(self.proxy['add'](2, 3), 5)
        for function in (self.proxy.stock.count, self.proxy['stock.count'], self.proxy['stock'].count):
            with self.assertRaises(AttributeError) as caught:
                function()
            self.assertEqual(str(caught.exception), "there is no function 'stock.count' here")

    def test_functions_are_described(self):
        names = {name for name in dir(self.proxy) if not name.startswith('_')}
        self.assertGreater(names, {'add', 'price', 'close'})
        self.assertEqual(str(inspect.signature(self.proxy.add)), '(x: int, y: int) -> int')
        signature = "(sku: str, quantity: int = 1, *, currency: str = 'EUR')"
        self.assertEqual(str(inspect.signature(self.proxy.price)), signature)
        self.assertIn('price' + signature, pydoc.render_doc(self.proxy.price, renderer=pydoc.plaintext))
        self.assertEqual(str(inspect.signature(self.proxy.unknown)), '(*args, **kwargs)')
        self.assertIsNone(self.proxy.add.__doc__)

    def test_private_names_are_not_called_by_accident(self):
        self.assertFalse(hasattr(self.proxy, '_repr_html_'))
        self.assertFalse(hasattr(self.proxy.price, '__wrapped__'))

    def test_values_come_back_as_they_went(self):
        for value in (None, True, 0, -1.5, 10 ** 30, 'gr\u00fcn \U0001f600 \0', '\ud800', [], {'a': [{}]}):
            self.assertEqual(self.proxy.echo(value), value)

    def test_texts_of_every_size(self):
        for size in (0, 16380, 16385, 65535, 65536, 1000000):
            self.assertEqual(self.proxy.echo('x' * size), 'x' * size)

    def test_failures_are_raised(self):
        for failure, kind, arguments in (
            ('no such size', ValueError, ['IllegalArgumentException', 'no such size']),
            ('too late \u20ac', TimeoutError, ['TimeoutException', 'too late \u20ac']),
        ):
            with self.assertRaises(kind) as caught:
                self.proxy.fail(*arguments)
            self.assertEqual((type(caught.exception), str(caught.exception)), (kind, failure))
        with self.assertRaisesRegex(TypeError, r"^add\(\) missing 1 required positional argument: 'y'$"):
            self.proxy.add(1)
        self.assert_next_calls_are_right()

    def test_what_json_cannot_hold_is_not_sent(self):
        with self.assertRaises(TypeError):
            self.proxy.echo({1, 2})
        self.assert_next_calls_are_right()

    def test_a_timeout_tells_what_took_too_long(self):
        with self.assertRaises(TimeoutError) as caught:
            self.proxy(timeout=0.2).hold()
        self.assertEqual(str(caught.exception), 'hold() at %s took longer than 0.2 s' % named(self.address))
        self.assert_next_calls_are_right()

    def test_without_a_limit(self):
        self.assertEqual(self.proxy(timeout=None).add(2, 3), 5)

    def test_an_interrupted_call_leaves_no_reply_behind(self):
        for _ in range(3):
            timer = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT))
            with self.assertRaises(KeyboardInterrupt):
                timer.start()
                self.proxy.hold()
            self.assert_next_calls_are_right()

    def test_threads_get_their_own_replies(self):
        def work(number):
            return [self.proxy.add(1000 * number, call) for call in range(100)]

        expected = [[1000 * number + call for call in range(100)] for number in range(8)]
        self.assertEqual(in_threads(8, work), expected)

    def test_a_forked_process_gets_its_own_replies(self):
        child = os.fork()
        if child == 0:
            right = False
            try:
                right = [self.proxy.add(1000, n) for n in range(100)] == list(range(1000, 1100))
                self.proxy.close()
            finally:
                os._exit(0 if right else 1)
        self.assertEqual([self.proxy.add(0, n) for n in range(100)], list(range(100)))
        self.assertEqual(os.waitpid(child, 0)[1], 0)
        self.assert_next_calls_are_right()

    def test_processes_of_multiprocessing_get_their_own_replies(self):
        def work(number):
            results.put([self.proxy.add(1000 * number, n) for n in range(50)])

        fork = multiprocessing.get_context('fork')
        results = fork.SimpleQueue()
        workers = [fork.Process(target=work, args=(number,)) for number in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(20)
        expected = [[1000 * number + n for n in range(50)] for number in range(3)]
        self.assertEqual(sorted(results.get() for _ in workers), expected)
        self.assert_next_calls_are_right()

    def test_after_close_a_call_connects_anew(self):
        with self.proxy as proxy:
            proxy.add(2, 3)
        self.assert_next_calls_are_right()

    def test_a_wrong_key_is_refused(self):
        with self.assertRaisesRegex(multiprocessing.AuthenticationError, '^digest sent was rejected$'):
            self.connect(b'another')


class JsonRpcClientTests(ClientTests):
    options = {'json_rpc': True}

    def test_arguments_both_by_position_and_by_keyword(self):
        with self.assertRaises(TypeError) as caught:
            self.proxy.price('cup', quantity=2)
        self.assertEqual(str(caught.exception),
                         'price(): JSON-RPC takes arguments by position or by keyword: give all by keyword')


if __name__ == '__main__':
    main()
