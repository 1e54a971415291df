"""Serves by rpcboot.py."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'rpc-spring-boot-autoconfigure',
                                'src', 'main', 'resources', 'io', 'rpcboot'))
import rpcboot


def add(x, y):
    return x + y


if __name__ == '__main__':
    with rpcboot.Server([add], ('127.0.0.1', 0), b'peekaboo') as server:
        print('PORT %d' % server.address[1], flush=True)
        sys.stdin.read()
