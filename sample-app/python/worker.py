"""The Python side of the sample: functions over the CSV of orders, which the Java application calls.

Started by the application. By hand, with rpcboot.py beside it or on the PYTHONPATH:

    python3 worker.py --address 127.0.0.1:18000 --server 127.0.0.1:17000
"""
import argparse
import collections
import os
import statistics

import rpcboot

from quote_orders import read_orders

HERE = os.path.dirname(os.path.abspath(__file__))
AUTHKEY = os.environ.get('RPC_AUTHKEY', 'peekaboo').encode()


class Orders:
    """What Python knows of the orders. Its public methods are the functions that Java can call."""

    def __init__(self, path, server):
        self._orders = list(read_orders(path))
        self._server = server

    def demand(self, sku):
        """How many of a product were ordered, by month."""
        months = collections.Counter()
        for order in self._orders:
            for line in order['lines']:
                if line['sku'] == sku:
                    months[order['placed'][:7]] += line['quantity']
        if not months:
            raise LookupError('nobody has ordered %r' % sku)
        return dict(sorted(months.items()))

    def forecast(self, sku, months=3, *, window=6):
        """The next months' demand: each month the mean of those before it."""
        history = list(self.demand(sku).values())
        for _ in range(months):
            history.append(round(statistics.mean(history[-window:]), 1))
        return history[-months:]

    def revenue(self):
        """What all orders are worth, as the Java application quotes them."""
        total = 0
        with rpcboot.connect(self._server, AUTHKEY) as shop:
            for order in self._orders:
                try:
                    total += shop.orders.quote(order)['total']
                except (ValueError, LookupError):
                    pass  # two orders of the file cannot be delivered
        return round(total, 2)


def address(text):
    """Reads an address as application.yml has it: host:port, or unix: and a path."""
    if text.startswith('unix:'):
        return text[len('unix:'):]
    host, _, port = text.rpartition(':')
    return host.strip('[]'), int(port)


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description='Serves the functions that the Java application calls.')
    parser.add_argument('--address', type=address, default='127.0.0.1:18000', help='where to listen')
    parser.add_argument('--server', type=address, default='127.0.0.1:17000', help='where the Java application listens')
    arguments = parser.parse_args()
    orders = Orders(os.path.join(HERE, 'orders.csv'), arguments.server)
    rpcboot.serve([orders.demand, orders.forecast, orders.revenue], arguments.address, AUTHKEY)
