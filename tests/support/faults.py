"""A server that answers as it is told to, over a real socket: right, wrong, slowly, in part, or not at all."""

import gzip
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

Deed = Callable[[socket.socket, threading.Event], None]
"""What is done with a connection once its request has been read; it must end soon after the event is set."""


class Request(NamedTuple):
    """`headers` have names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: str


Script = Callable[[Request], Deed]
"""What is done in answer to a request."""


@dataclass
class Faulty:
    """`url` is the server's address; `requests` are those that came, in order."""

    url: str
    requests: list[Request] = field(default_factory=list)


def reply(status: int, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Deed:
    """A whole answer, after which the connection is closed."""
    lines = {"Content-Length": str(len(body)), "Connection": "close"} | dict(headers or {})
    head = f"HTTP/1.1 {status} Whatever\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return lambda connection, _stop: connection.sendall(head.encode() + b"\r\n" + body)


def json_reply(document: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Deed:
    return reply(status, json.dumps(document).encode(), {"Content-Type": "application/json"} | dict(headers or {}))


def reset(connection: socket.socket, _stop: threading.Event) -> None:
    """Closed hard, in the middle."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")


def truncated(connection: socket.socket, _stop: threading.Event) -> None:
    """Half of what was announced."""
    connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"status":"success",')


def bomb(connection: socket.socket, _stop: threading.Event) -> None:
    """500 MB, sent as half a megabyte."""
    megabyte = gzip.compress(bytes(1_000_000))
    reply(200, megabyte * 500, {"Content-Encoding": "gzip"})(connection, _stop)


def dripping(head: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", each: bytes = b" ") -> Deed:
    """The head at once, then a little, ten times a second, for ever."""

    def drip(connection: socket.socket, stop: threading.Event) -> None:
        connection.sendall(head)
        while not stop.wait(0.1):
            connection.sendall(each)

    return drip


def silent(_connection: socket.socket, stop: threading.Event) -> None:
    stop.wait()


@contextmanager
def serving(*deeds: Deed, tls: ssl.SSLContext | None = None) -> Iterator[Faulty]:
    """Answers the first request with the first deed, and so on; the last one serves all that come later."""
    remaining, one_by_one = list(deeds), threading.Lock()

    def next_deed(_request: Request) -> Deed:
        with one_by_one:
            return remaining.pop(0) if len(remaining) > 1 else remaining[0]

    with answering(next_deed, tls) as faulty:
        yield faulty


@contextmanager
def answering(script: Script, tls: ssl.SSLContext | None = None) -> Iterator[Faulty]:
    """Answers each request with the deed that the script has for it."""
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        faulty = Faulty(f"http{'s' if tls else ''}://127.0.0.1:{listener.getsockname()[1]}")
        play = partial(_serve, script=script, faulty=faulty, stop=stop, tls=tls)
        thread = threading.Thread(target=_accept, args=(listener, play, stop), daemon=True)
        thread.start()
        try:
            yield faulty
        finally:
            stop.set()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def _accept(listener: socket.socket, play: Callable[[socket.socket], None], stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=play, args=(connection,), daemon=True).start()


def _serve(
    connection: socket.socket, script: Script, faulty: Faulty, stop: threading.Event, tls: ssl.SSLContext | None
) -> None:
    """A client that has gone away, or that TLS does not let in, ends it."""
    with connection, suppress(OSError, ValueError), _secured(connection, tls) if tls else connection as secured:
        request = _read(secured)
        faulty.requests.append(request)
        script(request)(secured, stop)


def _secured(connection: socket.socket, tls: ssl.SSLContext) -> socket.socket:
    """Who is refused is heard out: else the alert that says why is lost with what was not read."""
    secured = tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
    try:
        secured.do_handshake()
    except ssl.SSLError:
        with socket.socket(fileno=secured.detach()) as raw:
            raw.shutdown(socket.SHUT_WR)
            while raw.recv(4096):
                pass
        raise
    return secured


def _read(connection: socket.socket) -> Request:
    with connection.makefile("rb") as stream:
        method, target, _ = stream.readline().decode().split()
        headers = {}
        while line := stream.readline().decode().strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body = stream.read(int(headers.get("content-length", 0)))
    return Request(method, target, headers, body.decode())
