# SPDX-License-Identifier: Apache-2.0
"""Remote calls between Python and Spring Boot: one file to copy, for CPython 3.8 and later. ::

    with rpcboot.connect(('127.0.0.1', 17000), authkey=b'peekaboo', timeout=30) as orders:
        orders.price('cup', quantity=2)
        orders.stock.count('cup')          # or orders['stock.count']('cup'): any name can be given so
        orders(timeout=2).price('cup')     # with another limit

    rpcboot.serve([price, quote], ('127.0.0.1', 18000), authkey=b'peekaboo', processes=8)

Arguments and results are what JSON can hold; a failure is a built-in exception, raised where the call was made. At the
other end can also be a Client or a Listener of multiprocessing.connection. An address is a host and a port, or the path
of a Unix domain socket. The authkey keeps strangers out; what follows is neither encrypted nor signed, unless both ends
are given an ``ssl.SSLContext``. Calls in JSON-RPC 2.0 are answered, too, and made with ``json_rpc=True``. What a server
describes by ``rpc.discover``, as this one does, is shown by ``dir(orders)`` and ``help(orders.price)``.
"""
from __future__ import annotations

import builtins
import contextlib
import errno
import inspect
import io
import json
import logging
import math
import multiprocessing
import os
import pickle
import signal
import socket
import stat
import threading
import time
import traceback
from collections.abc import Iterable, Iterator, Mapping
from multiprocessing.connection import answer_challenge, deliver_challenge, wait
from multiprocessing.pool import rebuild_exc  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any, Tuple, Union

if TYPE_CHECKING:
    from ssl import SSLContext  # which not every Python has

__version__ = '0.1.0'
__all__ = ['Proxy', 'Server', 'connect', 'serve']
Address = Union[Tuple[str, int], str]
logger = logging.getLogger('rpcboot')
_EXCEPTIONS = {name: kind for name, kind in vars(builtins).items()
               if isinstance(kind, type) and issubclass(kind, Exception)}
_ANY = inspect.signature(lambda *args, **kwargs: None)
_COLLECTING = inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD
_TYPES = {'string': str, 'integer': int, 'number': float, 'boolean': bool, 'array': list, 'object': dict}  # of schemas
_KINDS = {-32700: 'ValueError', -32600: 'ValueError', -32601: 'AttributeError', -32602: 'TypeError'}  # of JSON-RPC
# of JSON-RPC: the call was not executed, as the server has too much to do, or stops
_REFUSALS = {(-32003, 'BlockingIOError'): errno.EAGAIN, (-32005, 'ConnectionRefusedError'): errno.ECONNREFUSED}


def _name(address: Address) -> str:
    return address if isinstance(address, str) else '{}:{}'.format(*address)


def _is_end(error: BaseException) -> bool:
    return isinstance(error, EOFError) or type(error).__name__ in ('SSLEOFError', 'SSLZeroReturnError')


class _Channel:
    """Sends and receives frames until a deadline. The handshake of multiprocessing takes it for a connection."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        if sock.family in (socket.AF_INET, socket.AF_INET6):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._socket, self.deadline, self._received = sock, deadline, bytearray()
        self.json_rpc: bool | None = None  # whether the first call that came was one of JSON-RPC
        self.request_id = 0  # of the last request of JSON-RPC that was sent

    def connect(self, path: str) -> None:
        while True:
            self._arm()
            with contextlib.suppress(BlockingIOError):  # the server's queue is full
                return self._socket.connect(path)
            time.sleep(0.01)

    def secure(self, context: SSLContext, **options: Any) -> None:
        import ssl
        self._arm()
        try:
            self._socket = context.wrap_socket(self._socket, do_handshake_on_connect=False, **options)
            self._socket.do_handshake()
        except ssl.SSLError as error:
            if error.reason == 'WRONG_VERSION_NUMBER':
                raise ssl.SSLError(error.errno, f'the other end does not speak TLS: {error.strerror}') from None
            raise

    def send_bytes(self, payload: bytes) -> None:
        self._arm()
        self._socket.sendall(len(payload).to_bytes(4, 'big') + payload)

    def recv_bytes(self, maxlength: int = 0x7fffffff) -> bytes:
        size = int.from_bytes(self._read(4), 'big')
        if size > maxlength:
            raise ValueError('TLS, which is not spoken here' if size >> 16 == 0x1603 else
                             f'a message of {size} bytes, where {maxlength} are allowed')
        return self._read(size)

    def _read(self, size: int) -> bytes:
        while len(self._received) < size:  # holds what has come, not what a header announces
            self._arm()
            if not (chunk := self._socket.recv(65536)):
                raise EOFError('the connection was closed')
            self._received += chunk
        data = bytes(self._received[:size])
        del self._received[:size]
        return data

    def _arm(self) -> None:
        if (seconds := self.deadline - time.monotonic()) <= 0:
            raise socket.timeout('timed out')
        self._socket.settimeout(None if seconds == math.inf else seconds)

    def is_quiet(self) -> bool:
        """Whether the connection is open, and nothing has come that nobody asked for."""
        self._socket.settimeout(0)
        try:
            self._socket.recv(1)
        except OSError as error:
            return type(error).__name__ in ('BlockingIOError', 'SSLWantReadError') and not self._received
        return False

    def hang_up(self) -> None:
        with contextlib.suppress(OSError):  # it ends for all: the peer, a thread that reads, forked processes
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)  # that of TLS would have others go on in plain text

    def close(self) -> None:
        self.hang_up()
        self._socket.close()


class _Unpickler(pickle.Unpickler):
    """Knows the built-in exceptions and nothing else by name: no bytes can have anything imported or executed."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ('multiprocessing.pool', 'rebuild_exc'):  # it sets a traceback as an exception's cause
            return rebuild_exc
        if module in ('builtins', '__builtin__', 'exceptions') and name in _EXCEPTIONS:
            return _EXCEPTIONS[name]
        raise pickle.UnpicklingError(f'{module}.{name} is not accepted')


def _unpickle(payload: bytes) -> Any:
    try:
        return _Unpickler(io.BytesIO(payload), encoding='utf-8').load()
    except Exception as error:  # there is hardly one that bytes cannot provoke
        raise ValueError(f'the message cannot be read: {error}') from error


def _pickle(start: bytes, text: str, end: bytes = b'.') -> bytes:
    data = text.encode('utf-8', 'replace')
    return start + len(data).to_bytes(4, 'little') + data + end


def _describe(error: BaseException, traced: bool, python2: bool = False) -> tuple[str, str, str]:
    """Returns the name of the nearest exception that the peer has, the text of the error, and its traceback."""
    trace = ''.join(traceback.format_exception(type(error), error, error.__traceback__)).rstrip() if traced else ''
    for kind in type(error).__mro__:
        with contextlib.suppress(Exception):  # it is no built-in one, or takes more than a text
            text = str(error.args[0] if isinstance(error, KeyError) and error.args else error)
            _EXCEPTIONS[kind.__name__](text)
            if not python2 or OSError not in kind.__mro__[1:]:  # it has none of the subclasses
                return kind.__name__, text, trace
    return 'RuntimeError', repr(error), trace  # sys.exit() must not end the caller


def _pickle_failure(error: BaseException, traced: bool, python2: bool) -> bytes:
    kind, text, trace = _describe(error, traced and not python2, python2)
    failure = _pickle(b'c__builtin__\n%s\nX' % kind.encode(), text, b'\x85R')
    if trace:
        failure = _pickle(b'cmultiprocessing.pool\nrebuild_exc\n%sX' % failure, f'\n"""\n{trace}\n"""', b'\x86R')
    return b'\x80\2' + failure + b'.'


def _describe_function(name: str, function: Any) -> dict[str, Any]:
    """Describes a function as OpenRPC does. How Python passes a parameter, it has no word for, stands in x-kind."""
    def schema(annotation: Any) -> dict[str, Any]:
        return next(({'type': name} for name, kind in _TYPES.items() if annotation in (kind, kind.__name__)), {})

    signature = _ANY
    with contextlib.suppress(ValueError):  # it is written in C, and nothing is known
        signature = inspect.signature(function)
    parameters = []
    for each in signature.parameters.values():
        required = each.default is each.empty and each.kind not in _COLLECTING
        content = {'name': each.name, 'required': required, 'x-kind': each.kind.name, 'schema': schema(each.annotation)}
        with contextlib.suppress(TypeError, ValueError):  # not every default can be written
            if each.default is not each.empty and json.dumps(each.default):
                content['schema'] = {'allOf': [content['schema']], 'default': each.default}
        parameters.append(content)
    return {'name': name, 'description': inspect.getdoc(function) or '', 'params': parameters,
            'result': {'name': 'result', 'schema': schema(signature.return_annotation)}}


def _signature(method: dict[str, Any]) -> inspect.Signature:
    """Returns the signature of a function that is described as OpenRPC does."""
    def annotation(content: dict[str, Any]) -> Any:
        schema = content['schema']
        kind = [*schema.get('allOf', ()), *schema.get('anyOf', ()), schema][0].get('type')
        return _TYPES.get(kind, inspect.Parameter.empty) if isinstance(kind, str) else inspect.Parameter.empty

    parameters = []
    for each in method['params']:
        kind = getattr(inspect.Parameter, each.get('x-kind', 'POSITIONAL_OR_KEYWORD'))
        optional = not each.get('required') and kind not in _COLLECTING
        default = each['schema'].get('default') if optional else inspect.Parameter.empty
        parameters.append(inspect.Parameter(each['name'], kind, default=default, annotation=annotation(each)))
    return inspect.Signature(parameters, return_annotation=annotation(method['result']))


def _open_response(text: Any, request_id: int) -> Any:
    """Returns the result in a response of JSON-RPC, or the failure as an exception."""
    try:
        response = json.loads(text)
        error = response.get('error')
        if response['id'] != request_id and (error is None or response['id'] is not None):
            raise KeyError('id')
        if error is None:
            return response['result']
        data = {'type': _KINDS.get(error['code'], f'error {error["code"]}'), 'message': error['message']}
        data.update(error['data'] if isinstance(error.get('data'), dict) else {})
    except Exception:
        raise ValueError(f'no response of JSON-RPC 2.0 to request {request_id}: {str(text)[:200]!r}') from None
    if error['code'] == -32001:  # the server gave up when the caller was about to
        raise socket.timeout(data['message'])
    try:
        number = _REFUSALS.get((error['code'], data['type']))
        failure = OSError(number, data['message']) if number else _EXCEPTIONS[data['type']](data['message'])
    except (KeyError, TypeError):
        failure = RuntimeError('{type}: {message}'.format(**data))
    return rebuild_exc(failure, f'\n"""\n{data["traceback"]}\n"""') if 'traceback' in data else failure


class Proxy:
    """Has its attributes called at the other end. Threads and forked processes can share it.

    Calls at the same time have a connection each. One that ends without its reply (by a timeout, by Ctrl-C) takes its
    connection with it; nothing is sent twice. Names such as ``close`` or ``_hidden`` are reached by ``proxy['close']``.
    """

    def __init__(self, address: Address, authkey: bytes | None, timeout: float | None, json_rpc: bool,
                 ssl: SSLContext | None, idle: dict[int, list[_Channel]]) -> None:
        self._address, self._authkey, self._timeout = address, authkey, timeout
        self._json_rpc, self._ssl = json_rpc, ssl
        self._idle = idle  # by process: a forked one must not use its parent's

    def __call__(self, *, timeout: float | None) -> Proxy:
        """Returns a proxy on the same connections with another limit in seconds, None for none."""
        return Proxy(self._address, self._authkey, timeout, self._json_rpc, self._ssl, self._idle)

    def __getattr__(self, name: str) -> _Function:
        if name.startswith('_'):
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, name: str) -> _Function:
        return _Function(self, name)

    def __dir__(self) -> Iterable[str]:
        return {*super().__dir__(), *self._names('')}

    def _methods(self) -> dict[str, Any]:
        """Returns the descriptions of all functions by name, if the server has them."""
        with contextlib.suppress(Exception):  # whoever looks at an object expects none
            return {method['name']: method for method in self(timeout=5)['rpc.discover']()['methods']}
        return {}

    def _names(self, prefix: str) -> set[str]:
        return {name[len(prefix):].partition('.')[0] for name in self._methods() if name.startswith(prefix)}

    def __enter__(self) -> Proxy:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections. A later call would connect anew."""
        for channel in iter(self._take, None):
            channel.close()

    @contextlib.contextmanager
    def _lend(self, purpose: str) -> Iterator[_Channel]:
        """Lends a connection for an exchange. Unless that ends well, the connection is not used again."""
        deadline = math.inf if self._timeout is None else time.monotonic() + self._timeout
        channel: Any = self._take()
        try:
            if channel is None:
                if isinstance(self._address, str):
                    channel, host = _Channel(socket.socket(socket.AF_UNIX), deadline), None
                    channel.connect(self._address)
                else:
                    sock, host = socket.create_connection(self._address, self._timeout), self._address[0]
                    channel = _Channel(sock, deadline)
                if self._ssl is not None:
                    channel.secure(self._ssl, server_hostname=host)
                if self._authkey is not None:
                    answer_challenge(channel, self._authkey)
                    deliver_challenge(channel, self._authkey)
            channel.deadline = deadline
            yield channel
        except BaseException as failure:
            if channel is not None:
                channel.close()
            what = f'{purpose} at {_name(self._address)}'
            if isinstance(failure, socket.timeout) and not failure.errno and self._timeout is not None:
                raise TimeoutError(f'{what} took longer than {self._timeout:g} s') from None
            if _is_end(failure):
                raise EOFError(f'{what} was cut off: {failure}') from None
            if isinstance(failure, OSError) and failure.errno:
                failure.strerror = f'{what} failed: {failure.strerror}'
            raise
        self._idle.setdefault(os.getpid(), []).append(channel)

    def _take(self) -> _Channel | None:
        """Takes a connection that the server has not closed meanwhile."""
        with contextlib.suppress(IndexError):
            while not (channel := self._idle.setdefault(os.getpid(), []).pop()).is_quiet():  # threads pop one each
                channel.close()
            return channel
        return None


class _Function:  # its attributes are functions, too: their names go on behind a dot
    def __init__(self, proxy: Proxy, name: str) -> None:
        self._proxy, self._name, self.__name__ = proxy, name, name

    def __get__(self, *owner: object) -> _Function:  # has help() take it for a function
        return self

    def __dir__(self) -> Iterable[str]:
        return {*super().__dir__(), *self._proxy._names(self._name + '.')}

    @property
    def __doc__(self) -> str | None:  # type: ignore[override]
        method = self._proxy._methods().get(self._name, {})
        parameters = (each for each in method.get('params', ()) if each.get('description'))
        described = '\n'.join(f"{each['name']}: {each['description']}" for each in parameters)
        return '\n\n'.join(filter(None, [method.get('description'), described])) or None

    @property
    def __signature__(self) -> inspect.Signature:
        with contextlib.suppress(Exception):  # it is not described, or in words that are not Python's
            return _signature(self._proxy._methods()[self._name])
        return _ANY

    def __getattr__(self, name: str) -> _Function:
        if name.startswith('_'):
            raise AttributeError(name)
        return _Function(self._proxy, f'{self._name}.{name}')

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        json_rpc = self._proxy._json_rpc
        if json_rpc and args and kwargs:
            raise TypeError(f'{self._name}(): JSON-RPC takes arguments by position or by keyword: give all by keyword')
        with self._proxy._lend(f'{self._name}()') as channel:
            call: Any = [self._name, args, kwargs]
            if json_rpc:
                channel.request_id += 1
                call = {'jsonrpc': '2.0', 'method': self._name, 'params': kwargs or args, 'id': channel.request_id}
                if channel.deadline != math.inf:
                    call['meta'] = {'timeout': int((channel.deadline - time.monotonic()) * 1000)}
            # every Python reads it; a 2 as its memo's number tells that it is not from Python 2.7
            channel.send_bytes(_pickle(b'\x80\2X', json.dumps(call), b'q\2.'))
            reply = _unpickle(channel.recv_bytes())
            if not isinstance(reply, Exception):
                reply = _open_response(reply, channel.request_id) if json_rpc else json.loads(reply)
            if isinstance(reply, ConnectionRefusedError) and reply.errno:
                raise reply  # the server stops: the next call connects anew
        if isinstance(reply, Exception):
            raise reply
        return reply


def connect(address: Address, authkey: bytes | None, timeout: float | None = 30, *, json_rpc: bool = False,
            ssl: SSLContext | None = None) -> Proxy:
    """Connects to a server. The timeout in seconds holds for this and for each call as a whole.

    With ``json_rpc`` calls are requests of JSON-RPC 2.0, which tell the server how long they are waited for.
    """
    proxy = Proxy(address, authkey, timeout, json_rpc, ssl, {})
    with proxy._lend('connecting'):
        return proxy


def _listen(path: str) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX)
    try:
        # a socket of another type is told whether there is a server, which does not notice it
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as probe:
            if probe.connect_ex(path) == errno.ECONNREFUSED and stat.S_ISSOCK(os.lstat(path).st_mode):
                os.unlink(path)
        listener.bind(path)
        os.chmod(path, 0o600)  # before it listens nobody can connect
        listener.listen(128)
    except BaseException:
        listener.close()
        raise
    return listener


class Server:
    """Answers calls in the background: of a mapping of functions, of an iterable of them, or of an object's methods.

    At most ``max_calls`` run at a time in a process. Port 0 picks a free port, which ``address`` tells. With
    ``send_tracebacks`` a caller learns where in this program his call failed, file names and lines of code included.
    """

    handshake_seconds: float = 5

    def __init__(self, functions: Any, address: Address, authkey: bytes, max_calls: int | None = None,
                 send_tracebacks: bool = False, ssl: SSLContext | None = None) -> None:
        if not (isinstance(authkey, bytes) and authkey):
            raise ValueError('authkey has to be bytes, at least one')
        if not isinstance(functions, Iterable):
            functions = {name: each for name, each in inspect.getmembers(functions, inspect.ismethod) if name[0] != '_'}
        elif not isinstance(functions, Mapping):
            functions = {function.__name__: function for function in functions}
        self._functions, self._authkey, self._send_tracebacks, self._ssl = functions, authkey, send_tracebacks, ssl
        self._slots: Any = threading.Semaphore(max_calls) if max_calls else contextlib.nullcontext()
        self._channels: set[_Channel] = set()
        self._closed = False
        self.address, self._file = address, None
        if isinstance(address, str):
            self._listener = _listen(address)
            self._file = os.getpid(), os.lstat(address)[1:3]
        else:
            family = socket.AF_INET6 if ':' in address[0] else socket.AF_INET
            self._listener = socket.create_server(address, family=family, backlog=128)
            self.address = self._listener.getsockname()[:2]
        self._listener.settimeout(1)  # closing it ends accept() on Linux only

    def start(self) -> Server:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def close(self) -> None:
        """Stops listening and closes the connections; calls that run get no reply."""
        with contextlib.suppress(OSError):
            path: Any = self.address
            if self._file and not self._closed and self._file == (os.getpid(), os.lstat(path)[1:3]):
                os.unlink(path)  # while the socket is bound, no other file has these numbers
        self._closed = True
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts
        self._listener.close()
        for channel in list(self._channels):
            channel.hang_up()

    __enter__ = start

    def __exit__(self, *failure: object) -> None:
        self.close()

    def _accept(self) -> None:
        while not self._closed:
            try:
                sock, peer = self._listener.accept()
                channel = _Channel(sock, time.monotonic() + self.handshake_seconds)
                name = _name(peer[:2]) if peer else f'a client of {self.address}'
                threading.Thread(target=self._attend, args=(channel, name), daemon=True).start()
            except socket.timeout:
                continue
            except (OSError, RuntimeError) as error:  # too many files, too many threads
                if not self._closed:
                    logger.error('a connection could not be accepted: %s', error)
                    time.sleep(0.1)

    def _attend(self, channel: Any, peer: str) -> None:
        self._channels.add(channel)
        try:
            if self._ssl is not None:
                channel.secure(self._ssl, server_side=True)
            deliver_challenge(channel, self._authkey)
            answer_challenge(channel, self._authkey)
            while not self._closed:
                channel.deadline = math.inf
                reply = self._answer(channel.recv_bytes(), channel)
                channel.deadline = time.monotonic() + 60
                if reply:
                    channel.send_bytes(reply)
        except Exception as error:
            level = logging.DEBUG if _is_end(error) or isinstance(error, ConnectionError) else logging.WARNING
            logger.log(level, '%s is disconnected: %r', peer, error)
        finally:
            self._channels.discard(channel)
            channel.close()

    def _answer(self, message: bytes, channel: _Channel) -> bytes:
        """Answers a message in kind, and with nothing if it wants no answer."""
        text: Any = None
        try:
            text = _unpickle(message) if message[:1] == b'\x80' else message
            reply = self._reply(text, channel)
        except ValueError as error:
            reply = error
        if not isinstance(reply, str):
            return _pickle_failure(reply, self._send_tracebacks, message[:2] == b'\x80\2' and message[-3:] != b'q\2.')
        if text is message or not reply:
            return reply.encode()
        return _pickle(b'\x80\2X' if isinstance(text, str) else b'\x80\3B', reply)

    def _reply(self, text: Any, channel: _Channel) -> str | BaseException:
        call: Any
        try:
            call = json.loads(text)
        except Exception as error:
            if not channel.json_rpc and not (isinstance(text, (str, bytes)) and text[:1] in ('{', b'{')):
                return ValueError(f'the message is no call [name, args, kwargs]: {error}')
            call = ValueError(f'the message is not JSON: {error}')
        requests: list[Any] = call if isinstance(call, list) and call else [call]
        if channel.json_rpc or isinstance(requests[0], (dict, ValueError)):
            responses = ', '.join(filter(None, (self._respond(request, channel) for request in requests)))
            return f'[{responses}]' if responses and requests is call else responses
        if [type(part) for part in requests] != [str, list, dict]:
            return ValueError('the message is no call [name, args, kwargs]')
        channel.json_rpc = False
        return self._call(*requests)[0]

    def _respond(self, request: Any, channel: _Channel) -> str:
        """Returns the response to a request of JSON-RPC, which is empty for a notification."""
        members = request if isinstance(request, dict) else {}
        name, params, member = members.get('method'), members.get('params', []), 'result'
        result: str | BaseException
        if isinstance(request, ValueError):
            result, code = request, -32700
        elif members.get('jsonrpc') != '2.0' or not isinstance(name, str) or not isinstance(params, (list, dict)):
            form = '{"jsonrpc": "2.0", "method": a text, "params": an array or object, "id": a text or number}'
            result, code = ValueError(f'a request has the form {form}'), -32600
        else:
            channel.json_rpc = channel.json_rpc is not False
            if name == 'rpc.cancel' and 'id' not in members:
                return ''  # what it cancels has ended before this was read
            result, code = self._call(name, *((params, {}) if isinstance(params, list) else ([], params)))
            if 'id' not in members:
                return ''
        if not isinstance(result, str):
            kind, text, trace = _describe(result, self._send_tracebacks)
            data = {'type': kind, 'traceback': trace} if trace else {'type': kind}
            member, result = 'error', json.dumps({'code': code, 'message': text, 'data': data})
        return f'{{"jsonrpc": "2.0", "{member}": {result}, "id": {json.dumps(members.get("id"))}}}'

    def _call(self, name: str, args: Any, kwargs: Any) -> tuple[str | BaseException, int]:
        """Returns the result as JSON, or the exception and the code that JSON-RPC has for it."""
        code = -32601
        try:
            if name not in self._functions and name != 'rpc.discover':
                raise AttributeError(f'there is no function {name!r} here')
            code = -32602
            with self._slots:
                result = self._functions.get(name, self._discover)(*args, **kwargs)
            code = -32603
            return json.dumps(result), 0
        except BaseException as error:
            logger.info('a call failed', exc_info=True)
            if code == -32603:
                return TypeError(f'{name}() returned what JSON cannot hold: {error}'), code
            entered = not isinstance(error, TypeError) or getattr(error.__traceback__, 'tb_next', None) is not None
            return error, -32000 if code == -32602 and entered else code

    def _discover(self) -> dict[str, Any]:
        methods = [_describe_function(*each) for each in self._functions.items()]
        return {'openrpc': '1.3.2', 'info': {'title': 'rpcboot', 'version': __version__}, 'methods': methods}


def serve(functions: Any, address: Address, authkey: bytes, processes: int = 1, max_calls: int | None = None,
          send_tracebacks: bool = False, ssl: SSLContext | None = None) -> None:
    """Answers calls until Ctrl-C or SIGTERM: here, or in so many forked processes, which are replaced when they die."""
    server = Server(functions, address, authkey, max_calls, send_tracebacks, ssl)
    stop, bell = socket.socketpair()
    ignored = signal.SIG_IGN, None  # by whoever started this program, or handled outside of Python
    numbers = [number for number in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(number) not in ignored]
    # raises nothing: an exception would be lost where it comes up in a finalizer or a hook of fork()
    before = {number: signal.signal(number, lambda *_: bell.send(b'!')) for number in numbers}
    try:
        with contextlib.closing(server):
            if processes == 1:
                server.start()
            logger.info('serving at %s', _name(server.address))
            _supervise(server, processes if processes > 1 else 0, stop)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        stop.close()
        bell.close()


def _supervise(server: Server, processes: int, stop: socket.socket) -> None:
    def work() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C reaches all: the process that forked this one ends it
        server.start()
        multiprocessing.parent_process().join()  # type: ignore[union-attr]  # even if that was killed

    workers: list[Any] = []
    try:
        while True:
            while len(workers) < processes:
                workers.append(multiprocessing.get_context('fork').Process(target=work))
                workers[-1].start()
            ready = wait([stop, *(worker.sentinel for worker in workers)], 1)  # a signal just before would not end it
            if stop in ready:
                return
            if ready:
                workers = [worker for worker in workers if worker.is_alive()]
                logger.error('a worker process died: starting another')
                time.sleep(0.1)  # not more often than that, whatever it dies of
    finally:
        for worker in workers:
            worker.kill()
