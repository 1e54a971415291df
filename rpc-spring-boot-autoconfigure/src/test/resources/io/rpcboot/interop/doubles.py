"""Measures calls with many floats there and back, in the formats array and pickle.

    doubles.py port authkey count

Writes the medians in milliseconds, as a JSON array.
"""
import array
import json
import random
import sys
import time
from multiprocessing.connection import Client

WARM_UP = 2
CALLS = 3

clock = getattr(time, 'perf_counter', time.time)


def as_array(connection, values):
    connection.send(json.dumps(('scale', (values, 1), {})))
    return json.loads(connection.recv())


def as_pickle(connection, values):
    connection.send(('scale', (values, 1), {}))
    return connection.recv()


def measure(call, connection, values):
    times = []
    for _ in range(WARM_UP + CALLS):
        start = clock()
        result = call(connection, values)
        times.append((clock() - start) * 1000)
        assert result == values, result
    return sorted(times[WARM_UP:])[CALLS // 2]


def main(port, authkey, count):
    random.seed(1)
    values = [random.gauss(0, 1) for _ in range(count)]
    connection = Client(('127.0.0.1', port), authkey=authkey)
    print(json.dumps([measure(as_array, connection, values),
                      measure(as_pickle, connection, array.array('d', values))]))


if __name__ == '__main__':
    main(int(sys.argv[1]), sys.argv[2].encode('ascii'), int(sys.argv[3]))
