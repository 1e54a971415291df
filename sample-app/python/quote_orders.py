"""Reads orders from a CSV file and has the Java application quote them.

    python3 quote_orders.py [orders.csv]

Needs nothing but Python itself (2.7 or later) and the running application.
"""
from __future__ import print_function

import csv
import itertools
import os
import sys

from rpc import connect


def read_orders(path):
    """Yields one order for the lines of each order in the file."""
    with open(path) as file:
        for order_id, rows in itertools.groupby(csv.DictReader(file), key=lambda row: row['order']):
            rows = list(rows)
            yield {
                'id': order_id,
                'customer': rows[0]['customer'],
                'placed': rows[0]['placed'],
                'lines': [{'sku': row['sku'], 'quantity': int(row['quantity'])} for row in rows],
            }


def main(path):
    server = connect()
    print('2 + 3 =', server.add(2, 3))
    print('a dozen cups:', server.price('cup', 12, currency='USD'))
    quoted, refused, total = 0, 0, 0.0
    for order in read_orders(path):
        try:
            total += server['orders.quote'](order)['total']
            quoted += 1
        except (ValueError, LookupError) as error:
            print('order %s refused: %s: %s' % (order['id'], type(error).__name__, error))
            refused += 1
    print('%d orders quoted, %d refused, %.2f EUR in all' % (quoted, refused, total))


if __name__ == '__main__':
    here = os.path.dirname(os.path.abspath(__file__))
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(here, 'orders.csv'))
