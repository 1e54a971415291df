"""Tests JSON-RPC 2.0 as rpcboot.py speaks it, at both ends."""
import errno
import json
import logging
import pickle
import threading
from multiprocessing.connection import Listener

import rpcboot
from rpcboot_fixtures import AUTHKEY, LOOPBACK, ServerTestCase, add, in_threads, main, named

FORM = ('a request has the form {"jsonrpc": "2.0", "method": a text, "params": an array or object, '
        '"id": a text or number}')


def request(method, params, **members):
    return dict({'jsonrpc': '2.0', 'method': method, 'params': params}, **members)


def result(value, key):
    return {'jsonrpc': '2.0', 'result': value, 'id': key}


def error(code, kind, message, key, **data):
    return {'jsonrpc': '2.0', 'error': {'code': code, 'message': message, 'data': dict(data, type=kind)}, 'id': key}


INVALID = error(-32600, 'ValueError', FORM, None)


class JsonRpcServerTests(ServerTestCase):
    def setUp(self):
        super().setUp()
        self.calls = []
        self.start({'add': add, 'note': self.calls.append, 'fail': self.fail_with, 'get': {'set': {1}}.get})
        self.peer = self.client()

    def fail_with(self, kind):
        raise {'ValueError': ValueError('no such size'), 'TypeError': TypeError('within'),
               'KeyError': KeyError('cup'), 'exit': SystemExit(3)}[kind]

    def ask(self, message):
        """Sends a text or what is to be one, and returns what the reply holds."""
        self.peer.send(message if isinstance(message, str) else json.dumps(message))
        reply = self.peer.recv()
        return json.loads(reply) if isinstance(reply, str) else reply

    def test_arguments_by_position_by_name_and_none(self):
        self.assertEqual(self.ask(request('add', [2, 3], id=1)), result(5, 1))
        self.assertEqual(self.ask(request('add', {'y': 3, 'x': 2}, id=2)), result(5, 2))
        self.assertEqual(self.ask({'jsonrpc': '2.0', 'method': 'get', 'params': ['x'], 'id': 3}), result(None, 3))
        self.assertEqual(self.ask({'jsonrpc': '2.0', 'method': 'add', 'id': 4}), error(
            -32602, 'TypeError', "add() missing 2 required positional arguments: 'x' and 'y'", 4))

    def test_ids_come_back_as_they_went(self):
        for key in (0, -1, 1.5, 10 ** 30, '', 'a1', '\ud800', None):
            self.assertEqual(self.ask(request('add', [2, 3], id=key)), result(5, key))

    def test_a_notification_is_called_and_not_answered(self):
        for notification in (request('note', ['a']), request('missing', []), request('add', [1]),
                             request('fail', ['ValueError']), request('fail', ['exit']), request('get', ['set'])):
            self.peer.send(json.dumps(notification))
        self.assertEqual(self.ask(request('add', [2, 3], id=1)), result(5, 1))
        self.assertEqual(self.calls, ['a'])

    def test_a_cancellation_that_comes_after_its_call_is_no_failure(self):
        logging.disable(logging.NOTSET)
        self.addCleanup(logging.disable, logging.WARNING)
        with self.assertLogs('rpcboot', logging.DEBUG) as logs:
            for cancellation in ('rpc.cancel', 'rpc.other'):
                self.peer.send(json.dumps(request(cancellation, {'id': 1})))
            self.ask(request('add', [2, 3], id=2))
        self.assertEqual([str(record.exc_info[1]) for record in logs.records], ["there is no function 'rpc.other' here"])

    def test_failures_have_the_codes_of_the_specification(self):
        for call, failure in (
            (request('missing', [], id=1), error(-32601, 'AttributeError', "there is no function 'missing' here", 1)),
            (request('add', [2, 3, 4], id=2),
             error(-32602, 'TypeError', 'add() takes 2 positional arguments but 3 were given', 2)),
            (request('add', {'z': 4}, id=3),
             error(-32602, 'TypeError', "add() got an unexpected keyword argument 'z'", 3)),
            (request('get', ['set'], id=4),
             error(-32603, 'TypeError',
                   'get() returned what JSON cannot hold: Object of type set is not JSON serializable', 4)),
            (request('fail', ['TypeError'], id=5), error(-32000, 'TypeError', 'within', 5)),
            (request('fail', ['ValueError'], id=6), error(-32000, 'ValueError', 'no such size', 6)),
            (request('fail', ['KeyError'], id=7), error(-32000, 'KeyError', 'cup', 7)),
            (request('fail', ['exit'], id=8), error(-32000, 'RuntimeError', 'SystemExit(3)', 8)),
        ):
            self.assertEqual(self.ask(call), failure)

    def test_a_traceback_goes_along_where_it_is_sent(self):
        self.server.close()
        self.start({'fail': self.fail_with}, send_tracebacks=True)
        self.peer = self.client()
        failure = self.ask(request('fail', ['ValueError'], id=1))
        self.assertRegex(failure['error']['data'].pop('traceback'),
                         r'(?s)^Traceback \(most recent call last\):\n.*in fail_with\n.*\nValueError: no such size$')
        self.assertEqual(failure, error(-32000, 'ValueError', 'no such size', 1))

    def test_a_batch_is_answered_by_a_batch(self):
        batch = [request('add', [2, 3], id='a'), request('note', ['b']), 1, request('missing', [], id='c'), {},
                 request('add', [1, 1], id=None)]
        self.assertEqual(self.ask(batch), [
            result(5, 'a'), INVALID, error(-32601, 'AttributeError', "there is no function 'missing' here", 'c'),
            INVALID, result(2, None)])
        self.assertEqual(self.calls, ['b'])

    def test_a_batch_of_notifications_is_not_answered(self):
        self.peer.send(json.dumps([request('note', ['a']), request('note', ['b'])]))
        self.assertEqual(self.ask([request('add', [2, 3], id=1)]), [result(5, 1)])
        self.assertEqual(self.calls, ['a', 'b'])

    def test_objects_that_are_no_requests(self):
        for members in ({}, {'id': 7}, {'jsonrpc': '2.0'}, {'method': 'add'}, request(1, []), request('add', 'x'),
                        request('add', None), dict(request('add', [2, 3]), jsonrpc='1.0'), {'a': 1, 'b': 2, 'c': 3}):
            self.assertEqual(self.ask(members), dict(INVALID, id=members.get('id')))
            self.assertEqual(self.ask([members]), [dict(INVALID, id=members.get('id'))])

    def test_text_that_is_not_json(self):
        for text in ('{"jsonrpc": "2.0", "method"', '{"jsonrpc": "2.0", "id": 1}}', '{' * 100000):
            failure = self.ask(text)
            message = failure['error']['message']
            self.assertRegex(message, '^the message is not JSON: .')
            self.assertEqual(failure, error(-32700, 'ValueError', message, None))

    def test_other_messages_are_failures_of_what_the_connection_began_with(self):
        others = ['', 'add', '5', '[]', '"x"', '[1, 2]', '[{"jsonrpc": "2.0"']
        self.peer.send(json.dumps(['add', [2, 3], {}]))
        self.assertEqual(self.peer.recv(), '5')
        for text in others:
            self.assertRegex(str(self.ask(text)), r'^the message is no call \[name, args, kwargs\]')
        self.assertEqual(self.ask(request('add', [2, 3], id=1)), result(5, 1))
        self.assertRegex(str(self.ask('[]')), r'^the message is no call \[name, args, kwargs\]')

        self.peer = self.client()
        for text in others + ['{', '{}']:
            self.ask(text)
        self.assertEqual(self.ask(request('add', [2, 3], id=1)), result(5, 1))
        codes = [self.ask(text)['error']['code'] for text in others[:5] + others[6:]]
        self.assertEqual(codes, [-32700, -32700, -32600, -32600, -32600, -32700])
        self.assertEqual(self.ask('[1, 2]'), [INVALID, INVALID])
        self.assertEqual(self.ask('["add", [2, 3], {}]'), [INVALID] * 3)

    def test_the_reply_has_the_envelope_of_the_request(self):
        call = json.dumps(request('add', [2, 3], id=1)).encode()
        reply = b'{"jsonrpc": "2.0", "result": 5, "id": 1}'
        self.peer.send_bytes(call)
        self.assertEqual(self.peer.recv_bytes(), reply)
        self.peer.send(call)
        self.assertEqual(self.peer.recv(), reply)
        self.peer.send(call.decode())
        self.assertEqual(self.peer.recv(), reply.decode())
        self.peer.send_bytes(b' \n[' + call + b']')
        self.assertEqual(self.peer.recv_bytes(), b'[' + reply + b']')
        self.peer.send_bytes(b'{')
        self.assertEqual(json.loads(self.peer.recv_bytes())['error']['code'], -32700)

    def test_meta_and_cancellations_are_passed_over(self):
        self.peer.send(json.dumps(request('rpc.cancel', {'id': 1})))
        call = request('add', [2, 3], id=1, meta={'timeout': 0, 'traceparent': '00-0-0-00'}, other=[])
        self.assertEqual(self.ask(call), result(5, 1))


class JsonRpcClientTests(ServerTestCase):
    def setUp(self):
        super().setUp()
        self.messages, self.ended = [], threading.Semaphore(0)

    def replying(self, *replies):
        """Starts a server that gives these replies, with %d for the id, and returns a proxy for it."""
        listener = Listener(LOOPBACK, authkey=AUTHKEY)
        self.addCleanup(listener.close)
        replies = list(replies)

        def accept():
            while replies:
                with listener.accept() as connection:
                    try:
                        while True:
                            self.messages.append(json.loads(connection.recv()))
                            reply = replies.pop(0)
                            if isinstance(reply, str):
                                connection.send(reply.replace('%d', str(self.messages[-1]['id'])))
                            else:
                                connection.send_bytes(reply)
                    except EOFError:
                        self.ended.release()

        threading.Thread(target=accept, daemon=True).start()
        proxy = rpcboot.connect(listener.address, AUTHKEY, timeout=20, json_rpc=True)
        self.addCleanup(proxy.close)
        self.peer = named(listener.address)
        return proxy

    def test_a_call_is_a_request_that_tells_how_long_it_is_waited_for(self):
        proxy = self.replying(*['{"jsonrpc": "2.0", "result": [5], "id": %d}'] * 4)
        self.assertEqual([proxy.stock.add(2, 3), proxy.add(x=2), proxy(timeout=7).add(), proxy(timeout=None).add()],
                         [[5]] * 4)
        limits = [message.pop('meta', None) for message in self.messages]
        self.assertEqual(self.messages, [request('stock.add', [2, 3], id=1), request('add', {'x': 2}, id=2),
                                         request('add', [], id=3), request('add', [], id=4)])
        for limit, seconds in zip(limits, (20, 20, 7)):
            self.assertEqual(list(limit), ['timeout'])
            self.assertIsInstance(limit['timeout'], int)
            self.assertLessEqual(limit['timeout'], seconds * 1000)
            self.assertGreater(limit['timeout'], seconds * 500)
        self.assertIsNone(limits[3])

    def test_arguments_both_by_position_and_by_keyword_are_not_sent(self):
        proxy = self.replying('{"jsonrpc": "2.0", "result": null, "id": %d}')
        self.assert_failure(TypeError('add(): JSON-RPC takes arguments by position or by keyword: give all by keyword'),
                            proxy.add, 2, y=3)
        self.assertIsNone(proxy.add(x=2, y=3))
        self.assertEqual(len(self.messages), 1)

    def test_errors_are_raised(self):
        replies, failures = zip(
            ({'code': -32000, 'message': 'm', 'data': {'type': 'ValueError'}}, ValueError('m')),
            ({'code': -32000, 'message': 'm', 'data': {'type': 'KeyError'}}, KeyError('m')),
            ({'code': -32601, 'message': 'Method not found', 'data': {'type': 'AttributeError', 'message': 'm'}},
             AttributeError('m')),
            ({'code': -32000, 'message': 'm', 'data': {'type': 'TimeoutError'}}, TimeoutError('m')),
            ({'code': -32000, 'message': 'm', 'data': {'type': 'OutOfStock'}}, RuntimeError('OutOfStock: m')),
            ({'code': -32000, 'message': 'm', 'data': {'type': 'eval'}}, RuntimeError('eval: m')),
            ({'code': -32000, 'message': 'm', 'data': {'type': 'SystemExit'}}, RuntimeError('SystemExit: m')),
            ({'code': -32000, 'message': 'm', 'data': {'type': 'UnicodeDecodeError'}},
             RuntimeError('UnicodeDecodeError: m')),
            ({'code': -32000, 'message': 'm', 'data': {'type': ['x']}}, RuntimeError("['x']: m")),
            ({'code': -32003, 'message': 'm', 'data': {'type': 'BlockingIOError'}}, BlockingIOError(errno.EAGAIN, 'm')),
            ({'code': -32000, 'message': 'm', 'data': {'type': 'BlockingIOError'}}, BlockingIOError('m')),
            ({'code': -32700, 'message': 'm'}, ValueError('m')),
            ({'code': -32600, 'message': 'm', 'data': None}, ValueError('m')),
            ({'code': -32601, 'message': 'm', 'data': 'x'}, AttributeError('m')),
            ({'code': -32602, 'message': 'm', 'data': {}}, TypeError('m')),
            ({'code': -32603, 'message': 'm', 'data': [1]}, RuntimeError('error -32603: m')),
            ({'code': 7, 'message': 'm'}, RuntimeError('error 7: m')),
        )
        texts = ['{"jsonrpc": "2.0", "error": %s, "id": %%d}' % json.dumps(reply) for reply in replies]
        texts += ['{"jsonrpc": "2.0", "error": %s, "id": null}' % json.dumps(replies[0]),
                  '{"jsonrpc": "2.0", "result": null, "error": %s, "id": %%d}' % json.dumps(replies[0])]
        proxy = self.replying(*texts)
        for failure in failures + (ValueError('m'),) * 2:
            self.assert_failure(failure, proxy.add)
        self.assertFalse(self.ended.acquire(blocking=False))

    def test_a_server_that_stops_is_connected_to_anew(self):
        refusal = {'code': -32005, 'message': 'm', 'data': {'type': 'ConnectionRefusedError'}}
        proxy = self.replying('{"jsonrpc": "2.0", "error": %s, "id": %%d}' % json.dumps(refusal),
                              '{"jsonrpc": "2.0", "result": 5, "id": %d}')
        failure = 'add() at %s failed: m' % named(proxy._address)
        self.assert_failure(ConnectionRefusedError(errno.ECONNREFUSED, failure), proxy.add)
        self.assertTrue(self.ended.acquire(timeout=10))
        self.assertEqual(proxy.add(), 5)

    def test_a_traceback_is_the_cause(self):
        data = {'type': 'ValueError', 'traceback': 'Traceback (most recent call last):\nValueError: m'}
        reply = '{"error": %s, "id": %%d}' % json.dumps({'code': -32000, 'message': 'm', 'data': data})
        with self.assertRaisesRegex(ValueError, '^m$') as raised:
            self.replying(reply).add()
        self.assertEqual(str(raised.exception.__cause__), '\n"""\n%s\n"""' % data['traceback'])

    def test_a_reply_that_is_no_response_ends_the_connection(self):
        for reply in (
            '{"jsonrpc": "2.0", "result": 5, "id": 0}', '{"jsonrpc": "2.0", "result": 5, "id": null}',
            '{"jsonrpc": "2.0", "error": {"code": 1, "message": "m"}, "id": "1"}', '{"jsonrpc": "2.0", "result": 5}',
            '{"jsonrpc": "2.0", "id": 1}', '{"jsonrpc": "2.0", "error": 5, "id": 1}', '[]', '5', 'null', 'x', '',
        ):
            proxy = self.replying(reply, '{"jsonrpc": "2.0", "result": 5, "id": %d}')
            self.assert_failure(ValueError('no response of JSON-RPC 2.0 to request 1: %r' % reply), proxy.add)
            self.assertTrue(self.ended.acquire(timeout=10))
            self.assertEqual(proxy.add(), 5)
        proxy = self.replying(pickle.dumps(5))
        self.assert_failure(ValueError("no response of JSON-RPC 2.0 to request 1: '5'"), proxy.add)

    def test_a_server_that_gives_up_when_the_caller_is_about_to(self):
        proxy = self.replying('{"jsonrpc": "2.0", "error": {"code": -32001, "message": "late"}, "id": %d}')
        address = named(proxy._address)
        self.assert_failure(TimeoutError('add() at %s took longer than 20 s' % address), proxy.add)

    def test_a_server_that_answers_with_a_pickled_exception(self):
        proxy = self.replying(pickle.dumps(ValueError('what is this?')))
        self.assert_failure(ValueError('what is this?'), proxy.add)

    def test_both_formats_at_one_server(self):
        self.start([add])
        proxies = [self.connect(json_rpc=number % 2 == 0) for number in range(8)]
        sums = in_threads(8, lambda number: [proxies[number].add(number, n) for n in range(50)])
        self.assertEqual(sums, [[number + n for n in range(50)] for number in range(8)])


if __name__ == '__main__':
    logging.disable(logging.WARNING)
    main()
