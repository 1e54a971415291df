"""Serves with rpcboot.py what the tests of its client call, and tells on the standard error where.

    rpcboot_functions.py authkey processes [send_tracebacks] [tls] [path]
"""
import logging
import os
import signal
import sys
import threading
import time

import rpcboot

FAILURES = {'IllegalArgumentException': ValueError, 'TimeoutException': TimeoutError}


def add(x: int, y: 'int') -> int:
    return x + y


def echo(value):
    return value


def price(sku: str, quantity: int = 1, *, currency: str = 'EUR'):
    return {'sku': sku, 'total': quantity * 4.9, 'currency': currency}


def fail(kind, message):
    raise FAILURES[kind](message)


def hold():
    threading.Event().wait(30)


def rest(seconds):
    time.sleep(seconds)


def pid():
    return os.getpid()


def die():
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == '__main__':
    logging.basicConfig(level=logging.INFO, format='%(message)s')
    functions = [add, echo, price, fail, hold, rest, pid, die]
    paths = [argument for argument in sys.argv[3:] if '/' in argument]
    context = None
    if 'tls' in sys.argv:
        from rpcboot_fixtures import server_context
        context = server_context()
    rpcboot.serve(functions, paths[0] if paths else ('127.0.0.1', 0), sys.argv[1].encode(), int(sys.argv[2]),
                  send_tracebacks='send_tracebacks' in sys.argv, ssl=context)
