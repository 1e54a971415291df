"""What the plain servers have in common: a thread for each connection."""

import sys
import threading
from multiprocessing.connection import Listener


def run(serve):
    listener = Listener(('127.0.0.1', 0), backlog=64, authkey=b'peekaboo')
    threading.Thread(target=_accept, args=[listener, serve], daemon=True).start()
    print('PORT %d' % listener.address[1], flush=True)
    sys.stdin.read()


def _accept(listener, serve):
    while True:
        threading.Thread(target=_serve, args=[listener.accept(), serve], daemon=True).start()


def _serve(connection, serve):
    try:
        while True:
            serve(connection)
    except EOFError:
        pass
