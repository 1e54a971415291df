"""Measures calls to the server of the given port, and to one of Python's own beside it.

Writes a line for each of the two: the medians, in milliseconds, of the first call after the
handshake, of calls with a text of each of the given lengths, and of small calls.

    latency.py port authkey length...
"""
import json
import os
import subprocess
import sys
import time
from multiprocessing.connection import Client

FIRST_CALLS = 15
LARGE_CALLS = 15
SMALL_CALLS = 500

clock = getattr(time, 'perf_counter', time.time)


def echo(connection, text):
    connection.send(json.dumps(('echo', (text,), {})))
    assert json.loads(connection.recv()) == text


def milliseconds(connection, text):
    start = clock()
    echo(connection, text)
    return (clock() - start) * 1000


def median(values):
    return sorted(values)[len(values) // 2]


def first_call(address, authkey):
    connection = Client(address, authkey=authkey)
    try:
        return milliseconds(connection, 'x')
    finally:
        connection.close()


def measure(address, authkey, lengths):
    # the first ones only warm up
    firsts = [first_call(address, authkey) for _ in range(2 * FIRST_CALLS)][FIRST_CALLS:]
    connection = Client(address, authkey=authkey)
    for _ in range(SMALL_CALLS):
        echo(connection, 'x')
    larges = [median([milliseconds(connection, 'x' * length) for _ in range(LARGE_CALLS)]) for length in lengths]
    small = median([milliseconds(connection, 'x') for _ in range(SMALL_CALLS)])
    print(json.dumps([median(firsts)] + larges + [small]))


def main(port, authkey, lengths):
    measure(('127.0.0.1', port), authkey, lengths)
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'article_server.py')
    server = subprocess.Popen([sys.executable, script, authkey.decode('ascii')], stdout=subprocess.PIPE)
    try:
        measure(('127.0.0.1', int(server.stdout.readline())), authkey, lengths)
    finally:
        server.kill()
        server.wait()


if __name__ == '__main__':
    main(int(sys.argv[1]), sys.argv[2].encode('ascii'), [int(length) for length in sys.argv[3:]])
