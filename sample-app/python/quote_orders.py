"""Reads orders from a CSV file and has the Java application quote them.

    python3 quote_orders.py [--port 17000] [orders.csv]

Needs nothing but Python itself (2.7 or later) and the running application.
"""
from __future__ import print_function

import argparse
import csv
import itertools
import os
import sys

from rpc import connect


def read_orders(path):
    """Yields each order of the file: its lines stand one below the other there."""
    with open(path) as file:
        for order_id, rows in itertools.groupby(csv.DictReader(file), key=lambda row: row['order']):
            rows = list(rows)
            yield {
                'id': order_id,
                'customer': rows[0]['customer'],
                'placed': rows[0]['placed'],
                'lines': [{'sku': row['sku'], 'quantity': int(row['quantity'])} for row in rows],
            }


def quote_all(server, path):
    print('2 + 3 = %d' % server.add(2, 3))
    print('a dozen cups: %(total).2f %(currency)s' % server.price('cup', 12, currency='USD'))
    quoted, refused, total = 0, 0, 0.0
    for order in read_orders(path):
        try:
            total += server['orders.quote'](order)['total']
            quoted += 1
        except (ValueError, LookupError) as error:
            print('order %s refused: %s: %s' % (order['id'], type(error).__name__, error))
            refused += 1
    print('%d orders quoted, %d refused, %.2f EUR in all' % (quoted, refused, total))


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description='Has the Java application quote the orders of a CSV file.')
    parser.add_argument('--port', type=int, default=17000)
    parser.add_argument('orders', nargs='?', default=os.path.join(here, 'orders.csv'))
    arguments = parser.parse_args()
    try:
        server = connect(('127.0.0.1', arguments.port))
    except EnvironmentError as error:
        sys.exit('Nothing answers on port %d (%s): start the application first, ./mvnw spring-boot:run'
                 % (arguments.port, error))
    quote_all(server, arguments.orders)


if __name__ == '__main__':
    main()
