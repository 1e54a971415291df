"""Tests TLS in rpcboot.py: who is refused and what is said about it, deadlines, connections that are kept."""
import logging
import os
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading

import rpcboot
from rpcboot_fixtures import (AUTHKEY, LOOPBACK, ServerTestCase, add, client_context, in_threads, main, named,
                              server_context, until)


class TlsTestCase(ServerTestCase):
    transport = 'tls'

    def setUp(self):
        super().setUp()
        self.logs = self.stack.enter_context(self.assertLogs('rpcboot', logging.DEBUG))
        logging.getLogger('rpcboot').debug('begins')  # there has to be a line

    def logged(self, text):
        """Waits for a line of the log, and returns its level."""
        line = until(lambda: [line for line in self.logs.output if text in line])[0]
        return line.split(':')[0]

    def assert_refused(self, kind, text, **options):
        with self.assertRaises(kind) as caught:
            self.connect(**options)
        self.assertEqual(type(caught.exception), kind)
        self.assertRegex(str(caught.exception), '^connecting at %s %s' % (named(self.server.address), text))

    def assert_others_are_served(self):
        self.assertEqual(self.connect(timeout=10).add(2, 3), 5)


class TrustTests(TlsTestCase):
    def test_a_server_of_an_authority_that_is_not_trusted(self):
        self.start([add])
        self.assert_refused(ssl.SSLCertVerificationError, r'failed: \[SSL: CERTIFICATE_VERIFY_FAILED\] .* local issuer',
                            ssl=client_context(trusted='other'))
        self.assertEqual(self.logged("is disconnected: SSLError(1, '[SSL: TLSV1_ALERT_UNKNOWN_CA]"), 'WARNING')
        self.assert_others_are_served()

    def test_a_server_with_the_certificate_of_another(self):
        self.start([add], ssl=server_context('other'))
        self.assert_refused(ssl.SSLCertVerificationError, r"failed: .* certificate is not valid for '127\.0\.0\.1'")
        self.assertEqual(self.logged('BAD_CERTIFICATE'), 'WARNING')

    def test_a_server_whose_certificate_has_expired(self):
        self.start([add], ssl=server_context('expired'))
        self.assert_refused(ssl.SSLCertVerificationError, r'failed: .* certificate has expired')
        self.assertEqual(self.logged('CERTIFICATE_EXPIRED'), 'WARNING')

    def test_a_client_has_to_have_a_certificate_where_that_is_required(self):
        self.start([add], ssl=server_context(trusted='authority'))
        self.assert_refused(ssl.SSLError, r'failed: \[SSL: TLSV13_ALERT_CERTIFICATE_REQUIRED\] ')
        self.assertEqual(self.logged("SSLError(1, '[SSL: PEER_DID_NOT_RETURN_A_CERTIFICATE] "), 'WARNING')
        self.assertEqual(self.connect(ssl=client_context('client')).add(2, 3), 5)

    def test_the_name_of_a_server_is_checked(self):
        self.start([add])
        with rpcboot.connect(('localhost', self.server.address[1]), AUTHKEY, ssl=client_context()) as proxy:
            self.assertEqual(proxy.add(2, 3), 5)

    def test_a_wrong_key(self):
        self.start([add])
        with self.assertRaisesRegex(rpcboot.multiprocessing.AuthenticationError, '^digest sent was rejected$'):
            rpcboot.connect(self.server.address, b'another', ssl=client_context())
        self.assertEqual(self.logged("AuthenticationError('digest received was wrong')"), 'WARNING')

    def test_an_older_version(self):
        client, server = client_context(), server_context()
        client.maximum_version = ssl.TLSVersion.TLSv1_2
        self.start([add], ssl=server)
        proxy = self.connect(ssl=client)
        self.assertEqual([proxy.add(2, n) for n in range(3)], [2, 3, 4])
        self.assertEqual(server.session_stats()['accept_good'], 1)

    def test_over_a_unix_domain_socket(self):
        self.address = os.path.join(self.stack.enter_context(tempfile.TemporaryDirectory()), 'socket')
        self.start([add])
        context = client_context()
        with self.assertRaisesRegex(ValueError, '^check_hostname requires server_hostname$'):
            self.connect(ssl=context)
        context.check_hostname = False
        self.assertEqual(self.connect(ssl=context).add(2, 3), 5)


class PlainTests(TlsTestCase):
    """One end speaks TLS, the other does not."""

    def peer(self, sent=b''):
        peer = socket.create_connection(self.server.address, timeout=10)
        self.addCleanup(peer.close)
        peer.sendall(sent)
        return peer

    def test_a_client_that_speaks_first(self):
        self.start([add])
        for sent, text in ((struct.pack('!i', 20) + b'[hello]' * 20, 'the other end does not speak TLS: '),
                           (b'GET / HTTP/1.1\r\n\r\n', '[SSL: HTTP_REQUEST] http request')):
            self.peer(sent)
            self.assertEqual(self.logged("SSLError(1, '" + text), 'WARNING')
        self.assert_others_are_served()

    def test_a_client_that_waits(self):
        self.start([add])
        self.server.handshake_seconds = 0.3
        with self.assertRaises(EOFError) as caught:
            rpcboot.connect(self.server.address, AUTHKEY)
        self.assertEqual(str(caught.exception), 'connecting at %s was cut off: the connection was closed'
                         % named(self.server.address))
        self.assertEqual(self.logged('The handshake operation timed out'), 'WARNING')

    def test_those_who_are_silent_block_nobody(self):
        self.start([add])
        for sent in b'', b'\x16', b'\x16\3\1\2\0\1\0\1\xfc\3\3':
            self.peer(sent)
            self.assert_others_are_served()

    def test_those_who_leave_at_once_are_no_concern(self):
        self.start([add])
        for sent in b'', b'\x16\3\1\2\0\1\0\1\xfc\3\3':
            peer = self.peer(sent)
            port = peer.getsockname()[1]
            peer.close()
            self.assertEqual(self.logged('127.0.0.1:%d is disconnected: ' % port), 'DEBUG')

    def test_a_server(self):
        self.start([add], ssl=None)
        self.assert_refused(ssl.SSLError, r'failed: the other end does not speak TLS: \[SSL: WRONG_VERSION_NUMBER\] ')
        self.assertEqual(self.logged("is disconnected: ValueError('TLS, which is not spoken here')"), 'WARNING')

    def test_a_server_that_leaves_and_one_that_is_silent(self):
        with socket.create_server(LOOPBACK) as listener:
            address = listener.getsockname()
            threading.Thread(target=lambda: listener.accept()[0].close(), daemon=True).start()
            with self.assertRaisesRegex((EOFError, ConnectionResetError), 'connecting at 127.0.0.1:%d ' % address[1]):
                rpcboot.connect(address, AUTHKEY, ssl=client_context())
            self.assert_failure(TimeoutError('connecting at 127.0.0.1:%d took longer than 0.2 s' % address[1]),
                                rpcboot.connect, address, AUTHKEY, timeout=0.2, ssl=client_context())


class ConnectionTests(TlsTestCase):
    def test_a_connection_is_kept_and_shared_by_nobody(self):
        context = server_context()
        proxy = self.serve([add], ssl=context)
        self.assertEqual([proxy.add(2, n) for n in range(20)], list(range(2, 22)))
        self.assertEqual(context.session_stats()['accept_good'], 1)
        self.assertEqual(in_threads(4, lambda number: proxy.add(2, number)), [2, 3, 4, 5])
        child = os.fork()
        if child == 0:
            right = False
            try:
                right = [proxy.add(3, n) for n in range(20)] == list(range(3, 23))
            finally:
                os._exit(0 if right else 1)
        self.assertEqual([proxy.add(2, n) for n in range(20)], list(range(2, 22)))
        self.assertEqual(os.waitpid(child, 0)[1], 0)
        self.assertEqual(proxy.add(2, 3), 5)

    def test_the_close_of_a_server_ends_calls(self):
        called, release = threading.Event(), threading.Event()
        proxy = self.serve({'wait': lambda: called.set() or release.wait(10)})
        closer = threading.Thread(target=lambda: called.wait(10) and self.server.close())
        closer.start()
        self.assert_failure(
            EOFError('wait() at %s was cut off: the connection was closed' % named(self.server.address)), proxy.wait)
        closer.join(10)
        release.set()

    def test_a_timeout_holds_for_a_peer_that_reads_slowly(self):
        read, done, context = [], threading.Event(), server_context()

        def accept():
            with context.wrap_socket(listener.accept()[0], server_side=True) as peer:
                while not done.wait(0.004):
                    read.append(len(peer.recv(16384)))

        with socket.create_server(LOOPBACK) as listener:
            reader = threading.Thread(target=accept)
            reader.start()
            try:
                proxy = rpcboot.connect(listener.getsockname(), None, timeout=10, ssl=client_context())
                with proxy, self.assertRaisesRegex(TimeoutError, r'^echo\(\) at .* took longer than 0\.5 s$'):
                    proxy(timeout=0.5).echo('x' * 20000000)
            finally:
                done.set()
                reader.join(10)
        self.assertLess(sum(read), 10000000)

    def test_large_texts_of_many_threads(self):
        proxy = self.serve({'echo': str})
        texts = ['%d' % number * 3000000 for number in range(4)]
        self.assertEqual(in_threads(4, lambda number: proxy.echo(texts[number])), texts)


class WithoutTlsTests(ServerTestCase):
    def test_a_python_without_the_module_can_do_everything_else(self):
        program = ('import sys; sys.modules["ssl"] = None; import rpcboot\n'
                   'with rpcboot.Server([pow], ("127.0.0.1", 0), b"k") as server:\n'
                   '    print(rpcboot.connect(server.address, b"k").pow(2, 3))')
        self.assertEqual(subprocess.check_output([sys.executable, '-c', program], timeout=20).split(), [b'8'])


if __name__ == '__main__':
    main()
