"""A client of two servers, one of which may be restarted meanwhile: it goes on with the other one."""
import errno
import json
import sys
from multiprocessing.connection import Client

ports = [int(port) for port in sys.argv[1:]]


def connect():
    ports.append(ports.pop(0))
    return Client(('127.0.0.1', ports[0]), authkey=b'peekaboo')


def exchange(connection, call):
    connection.send(json.dumps(call))
    reply = connection.recv()
    if isinstance(reply, Exception):
        raise reply
    return json.loads(reply)


connection = None
number = 0
while True:
    try:
        if connection is None:
            connection = connect()
        result = exchange(connection, ['next', [number], {}])
    except EOFError:  # it may have been executed, which does no harm
        connection = None
    except EnvironmentError as error:  # a refusal by a server that stops, or that is not there; a reset
        if error.errno not in (errno.ECONNREFUSED, errno.ECONNRESET, errno.EPIPE):
            raise
        connection = None
    else:
        if result < 0:
            break
        assert result == number + 1, (number, result)
        number += 1
        if number == 20:
            print('running')
            sys.stdout.flush()

print('%d calls' % number)
