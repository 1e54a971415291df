"""Tests the lives of rpcboot.py's proxies, servers and processes over a transport.

    rpcboot_life.py tcp|unix|tls
"""
import os
import signal
import subprocess
import sys
import threading
import time

import rpcboot
from rpcboot_fixtures import AUTHKEY, ServerTestCase, TransportTestCase, add, in_threads, main, named, serving, until

TRANSPORT = sys.argv.pop(1)


class LifeTests(ServerTestCase):
    transport = TRANSPORT

    def test_a_late_reply_answers_no_other_call(self):
        release = threading.Event()
        self.serve({'late': release.wait, 'add': add})
        proxy = self.connect(timeout=20)
        with self.assertRaises(TimeoutError):
            proxy(timeout=0.1).late(10)
        release.set()
        self.assertEqual([proxy.add(2, n) for n in range(20)], list(range(2, 22)))

    def test_a_server_that_was_restarted_is_called_at_once(self):
        proxy = self.serve([add])
        in_threads(4, lambda number: proxy.add(2, number))
        for _ in range(3):
            self.server.close()
            self.address = self.server.address
            self.start([add])
            self.assertEqual(proxy.add(2, 3), 5)

    def test_a_call_that_the_server_cut_off_is_not_repeated(self):
        calls = []

        def cut():
            calls.append(1)
            self.server.close()

        proxy = self.serve([cut])
        address = named(self.server.address)
        self.assert_failure(EOFError('cut() at %s was cut off: the connection was closed' % address), proxy.cut)
        self.assertEqual(calls, [1])
        kind = FileNotFoundError if self.transport == 'unix' else ConnectionRefusedError
        with self.assertRaisesRegex(kind, r'^\[Errno \d+\] cut\(\) at %s failed: [CN]o' % address):
            proxy.cut()
        self.assertEqual(calls, [1])

    def test_no_more_calls_than_allowed_run_at_a_time(self):
        pairs, lock, running, most = threading.Barrier(2), threading.Lock(), set(), []

        def work(number):
            with lock:
                running.add(number)
                most.append(len(running))
            pairs.wait(10)
            time.sleep(0.02)  # others would begin now
            with lock:
                running.remove(number)
            return number

        proxy = self.serve([work], max_calls=2)
        self.assertEqual(in_threads(8, proxy.work), list(range(8)))
        self.assertEqual(max(most), 2)

    def test_many_clients_at_once_find_room_to_connect(self):
        self.serve([add])
        self.assertEqual(in_threads(60, lambda number: self.connect(timeout=10).add(2, number)), list(range(2, 62)))


class ProcessesTests(TransportTestCase):
    transport = TRANSPORT

    def serving(self, processes=1):
        process, self.address = self.stack.enter_context(serving(processes, self.address, self.transport == 'tls'))
        return process

    def connect(self):
        return rpcboot.connect(self.address, AUTHKEY, timeout=10, **self.client_options)

    def pids(self, count):
        """The processes that answer, once they are so many."""
        pids = set()

        def seen():
            try:
                with self.connect() as proxy:
                    pids.add(proxy.pid())
            except (EOFError, ConnectionResetError):
                pass  # one that was killed could still accept
            return len(pids) >= count

        until(seen)
        return pids

    def assert_nobody_listens(self):
        def refused():
            try:
                self.connect().close()
            except OSError as error:
                return isinstance(error, (ConnectionRefusedError, FileNotFoundError))
            except EOFError:
                return False

        until(refused)

    def assert_ended(self, process):
        self.assertEqual(process.wait(10), 0)
        self.assert_nobody_listens()
        self.assertFalse(isinstance(self.address, str) and os.path.exists(self.address))

    def test_they_share_the_address_and_end_on_sigterm(self):
        process = self.serving(processes=4)
        self.assertNotIn(process.pid, self.pids(4))
        process.terminate()
        self.assert_ended(process)

    def test_one_that_is_killed_is_replaced(self):
        self.serving(processes=4)
        before = self.pids(4)
        killed = before.pop()
        os.kill(killed, signal.SIGKILL)
        until(lambda: self.pids(1) - before - {killed})

    def test_a_call_whose_process_is_killed_fails_and_the_next_one_is_answered(self):
        self.serving(processes=2)
        with self.connect() as proxy:
            with self.assertRaises((EOFError, ConnectionResetError)):
                proxy.die()
            self.assertEqual(proxy.add(2, 3), 5)

    def test_they_end_with_the_process_that_forked_them(self):
        process = self.serving(processes=2)
        self.pids(2)
        process.kill()
        self.assert_nobody_listens()

    def test_a_signal_counts_where_an_exception_would_be_lost(self):
        program = """if True:
            import os, signal, rpcboot
            os.register_at_fork(after_in_parent=lambda: os.kill(os.getpid(), signal.SIGTERM))
            rpcboot.serve({}, ('127.0.0.1', 0), b'peekaboo', processes=2)"""
        self.assertEqual(subprocess.run([sys.executable, '-c', program], timeout=10).returncode, 0)

    def test_one_process_ends_on_sigint(self):
        process = self.serving()
        process.send_signal(signal.SIGINT)
        self.assert_ended(process)


if __name__ == '__main__':
    main()
