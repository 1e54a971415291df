"""What the tests of rpcboot.py share."""
import contextlib
import os
import subprocess
import sys
import threading
import time
import unittest

AUTHKEY = b'peekaboo'
HERE = os.path.dirname(os.path.abspath(__file__))


@contextlib.contextmanager
def serving(processes=1):
    """Runs rpcboot_functions.py: gives the process and the address."""
    command = [sys.executable, os.path.join(HERE, 'rpcboot_functions.py'), AUTHKEY.decode(), str(processes)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, universal_newlines=True) as process:
        try:
            line = process.stderr.readline()
            assert line.startswith('serving at '), line
            yield process, ('127.0.0.1', int(line.split(':')[1]))
        finally:
            process.terminate()
            process.stderr.close()


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


def main():
    """Runs the tests of the program and reports on the standard output."""
    unittest.main(testRunner=unittest.TextTestRunner(sys.stdout, verbosity=2))
