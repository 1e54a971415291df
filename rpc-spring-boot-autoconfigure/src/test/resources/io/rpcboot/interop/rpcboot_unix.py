"""Tests the Unix domain sockets of rpcboot.py: the files of its servers, and the queues of others."""
import errno
import logging
import os
import socket
import stat
import threading
from multiprocessing.connection import Listener

import rpcboot
from rpcboot_fixtures import AUTHKEY, ServerTestCase, add, main, serving, until


class FileTests(ServerTestCase):
    transport = 'unix'

    def another(self):
        server = rpcboot.Server([add], self.address, AUTHKEY)
        self.addCleanup(server.close)
        return server

    def assert_in_use(self):
        with self.assertRaises(OSError) as caught:
            rpcboot.Server([add], self.address, AUTHKEY)
        self.assertEqual((caught.exception.errno, str(caught.exception)),
                         (errno.EADDRINUSE, '[Errno %d] Address already in use' % errno.EADDRINUSE))

    def test_only_its_owner_can_connect_whatever_the_umask(self):
        self.addCleanup(os.umask, os.umask(0))
        self.start([add])
        self.assertEqual(oct(os.lstat(self.address).st_mode), oct(stat.S_IFSOCK | 0o600))
        self.assertEqual(os.umask(0), 0)

    def test_it_is_removed_at_the_close(self):
        proxy = self.serve([add])
        self.assertEqual(proxy.add(2, 3), 5)
        self.server.close()
        self.assertFalse(os.path.exists(self.address))

    def test_one_whose_server_was_killed_is_replaced(self):
        for processes in 1, 2:
            with serving(processes, self.address) as (process, _):
                process.kill()
                process.wait(10)
                self.assertTrue(os.path.exists(self.address))
            until(self.nobody_listens)
            self.assertEqual(self.serve([add]).add(2, 3), 5)
            self.server.close()

    def nobody_listens(self):
        with socket.socket(socket.AF_UNIX) as client:
            return client.connect_ex(self.address) == errno.ECONNREFUSED

    def test_that_of_a_live_server_is_in_use_and_the_server_does_not_notice(self):
        proxy = self.serve([add])
        with self.assertRaises(AssertionError), self.assertLogs('rpcboot', logging.DEBUG):
            self.assert_in_use()
            self.assertEqual(proxy.add(2, 3), 5)
            self.assertEqual(self.connect().add(2, 3), 5)

    def test_that_of_a_server_that_does_not_accept_is_in_use(self):
        with socket.socket(socket.AF_UNIX) as busy:
            busy.bind(self.address)
            self.assert_in_use()
            busy.listen(0)
            self.assert_in_use()

    def test_what_is_no_socket_is_never_removed(self):
        target = self.address + '.txt'
        for make in (self.write, os.mkdir, lambda path: os.symlink(target, path),
                     lambda path: (self.write(target), os.symlink(target, path)), os.mkfifo):
            make(self.address)
            before = os.lstat(self.address)
            self.assert_in_use()
            self.assertEqual(os.lstat(self.address)[:3], before[:3])
            (os.rmdir if os.path.isdir(self.address) else os.remove)(self.address)
        with open(target) as file:
            self.assertEqual(file.read(), 'precious')

    def write(self, path):
        with open(path, 'w') as file:
            file.write('precious')

    def test_that_of_another_server_is_not_removed_at_the_close(self):
        first = self.another()
        os.remove(self.address)
        proxy = self.serve([add])
        first.close()
        self.assertEqual(proxy.add(2, 3), 5)
        self.assertEqual(self.connect().add(2, 3), 5)

    def test_a_second_close_removes_nothing(self):
        first = self.another()
        first.close()
        self.serve([add])
        first.close()
        self.assertEqual(self.connect().add(2, 3), 5)

    def test_a_forked_process_does_not_remove_it(self):
        self.start([add])
        child = os.fork()
        if child == 0:
            try:
                self.server.close()
            finally:
                os._exit(0)
        self.assertEqual(os.waitpid(child, 0)[1], 0)
        self.assertTrue(os.path.exists(self.address))
        self.server.close()
        self.assertFalse(os.path.exists(self.address))

    def test_a_path_that_cannot_be(self):
        with self.assertRaises(FileNotFoundError):
            rpcboot.Server([add], self.address + '/x', AUTHKEY)
        with self.assertRaisesRegex(OSError, '^AF_UNIX path too long$'):
            rpcboot.Server([add], 'x' * 200, AUTHKEY)


class PeerTests(ServerTestCase):
    transport = 'unix'

    def test_the_log_names_the_path(self):
        self.start([add])
        with self.assertLogs('rpcboot', logging.WARNING) as logs:
            with socket.socket(socket.AF_UNIX) as peer:
                peer.connect(self.address)
                peer.sendall(b'GET / HTTP/1.1\r\n\r\n')
                until(lambda: logs.output)
        problem = "ValueError('a message of 1195725856 bytes, where 256 are allowed')"
        self.assertEqual(logs.output, ['WARNING:rpcboot:a client of %s is disconnected: %s' % (self.address, problem)])

    def test_the_standard_library_at_either_end(self):
        self.start([add])
        client = self.client()
        client.send('["add", [2, 3], {}]')
        self.assertEqual(client.recv(), '5')
        self.server.close()
        with Listener(self.address, authkey=AUTHKEY) as listener:
            def answer():
                with listener.accept() as connection:
                    connection.send(connection.recv())

            threading.Thread(target=answer, daemon=True).start()
            self.assertEqual(self.connect().add(2, 3), ['add', [2, 3], {}])

    def test_nobody_there(self):
        with self.assertRaises(FileNotFoundError) as caught:
            rpcboot.connect(self.address, AUTHKEY)
        self.assertEqual(str(caught.exception), '[Errno %d] connecting at %s failed: No such file or directory'
                         % (errno.ENOENT, self.address))
        with socket.socket(socket.AF_UNIX) as dead:
            dead.bind(self.address)
        with self.assertRaises(ConnectionRefusedError) as caught:
            rpcboot.connect(self.address, AUTHKEY)
        self.assertEqual(str(caught.exception), '[Errno %d] connecting at %s failed: Connection refused'
                         % (errno.ECONNREFUSED, self.address))

    def test_a_full_queue_is_waited_for_until_the_timeout(self):
        with socket.socket(socket.AF_UNIX) as busy, socket.socket(socket.AF_UNIX) as first:
            busy.bind(self.address)
            busy.listen(0)
            first.connect(self.address)
            with self.assertRaises(TimeoutError) as caught:
                rpcboot.connect(self.address, None, timeout=0.2)
            self.assertEqual(str(caught.exception), 'connecting at %s took longer than 0.2 s' % self.address)
            accepted = []
            timer = threading.Timer(0.1, lambda: accepted.append(busy.accept()))
            timer.start()
            rpcboot.connect(self.address, None, timeout=10).close()
            timer.join()
            accepted[0][0].close()

    def test_the_descriptors_of_failures_are_closed(self):
        before = len(os.listdir('/proc/self/fd'))
        for _ in range(3):
            with self.assertRaises(FileNotFoundError):
                rpcboot.connect(self.address, AUTHKEY)
        self.start([add])
        for _ in range(3):
            with self.assertRaises(OSError):
                rpcboot.Server([add], self.address, AUTHKEY)
        self.assertEqual(len(os.listdir('/proc/self/fd')), before + 1)


if __name__ == '__main__':
    main()
