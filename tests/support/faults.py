"""A server that answers as it is told to, over a real socket: right, wrong, slowly, in part, or not at all."""

import json
import socket
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

Deed = Callable[[socket.socket, threading.Event], None]
"""What is done with a connection once its request has been read; it must end soon after the event is set."""


class Request(NamedTuple):
    """`headers` have names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: str


Choose = Callable[[Request], Deed]


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
    packer, megabyte = zlib.compressobj(wbits=31), bytes(1_000_000)
    body = b"".join(packer.compress(megabyte) for _ in range(500)) + packer.flush()
    reply(200, body, {"Content-Encoding": "gzip"})(connection, _stop)


def dripping(head: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", each: bytes = b" ") -> Deed:
    """The head at once, then a little, ten times a second, for ever."""

    def drip(connection: socket.socket, stop: threading.Event) -> None:
        connection.sendall(head)
        while not stop.wait(0.1):
            connection.sendall(each)

    return drip


def silent(_connection: socket.socket, stop: threading.Event) -> None:
    stop.wait()


def serving(*deeds: Deed) -> AbstractContextManager[Faulty]:
    """Answers the first request with the first deed, and so on; the last one serves all that come later."""
    remaining = list(deeds)
    return answering(lambda _request: remaining.pop(0) if len(remaining) > 1 else remaining[0])


@contextmanager
def answering(choose: Choose) -> Iterator[Faulty]:
    """Answers each request with the deed that is chosen for it."""
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        faulty = Faulty(f"http://127.0.0.1:{listener.getsockname()[1]}")
        threads = [threading.Thread(target=_accept, args=(listener, choose, faulty, stop), daemon=True)]
        threads[0].start()
        try:
            yield faulty
        finally:
            stop.set()
            listener.shutdown(socket.SHUT_RDWR)
            threads[0].join()


def _accept(listener: socket.socket, choose: Choose, faulty: Faulty, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_serve, args=(connection, choose, faulty, stop), daemon=True).start()


def _serve(connection: socket.socket, choose: Choose, faulty: Faulty, stop: threading.Event) -> None:
    """A client that has gone away ends a deed."""
    with connection:
        try:
            request = _read(connection)
            faulty.requests.append(request)
            choose(request)(connection, stop)
        except OSError:
            return


def _read(connection: socket.socket) -> Request:
    with connection.makefile("rb") as stream:
        method, target, _ = stream.readline().decode().split()
        headers = {}
        while line := stream.readline().decode().strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body = stream.read(int(headers.get("content-length", 0)))
    return Request(method, target, headers, body.decode())
