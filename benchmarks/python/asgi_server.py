"""Serves over HTTP by uvicorn, with a small ASGI application."""

import json
import socket
import sys
import threading

import uvicorn

FUNCTIONS = {'/add': lambda values: values[0] + values[1], '/doubles': lambda values: values}


async def application(scope, receive, send):
    body = b''
    more = True
    while more:
        message = await receive()
        body += message.get('body', b'')
        more = message.get('more_body', False)
    reply = json.dumps(FUNCTIONS[scope['path']](json.loads(body))).encode()
    await send({'type': 'http.response.start', 'status': 200, 'headers': [
        (b'content-type', b'application/json'), (b'content-length', str(len(reply)).encode())]})
    await send({'type': 'http.response.body', 'body': reply})


if __name__ == '__main__':
    # asyncio sets TCP_NODELAY where the protocol is named, as it is when uvicorn opens the socket itself
    listener = socket.socket(proto=socket.IPPROTO_TCP)
    listener.bind(('127.0.0.1', 0))
    server = uvicorn.Server(uvicorn.Config(application, log_level='warning', access_log=False, lifespan='off'))
    server.install_signal_handlers = lambda: None
    listener.listen(64)  # so that whoever comes before uvicorn is ready waits for it
    threading.Thread(target=server.run, args=[[listener]], daemon=True).start()
    print('PORT %d' % listener.getsockname()[1], flush=True)
    sys.stdin.read()
