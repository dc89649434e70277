"""A proxy on loopback before a server: every answer comes later by a delay, and what was asked is kept."""

import asyncio
import re
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
_LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its path, and its parameters wherever they stood."""

    path: str
    parameters: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Watch:
    """`waiting` is how many seconds at least one request was in flight."""

    url: str
    asked: list[Asked] = field(default_factory=list)
    waiting: float = 0.0
    _in_flight: int = 0
    _since: float = 0.0

    @contextmanager
    def in_flight(self, asked: Asked) -> Iterator[None]:
        self.asked.append(asked)
        self._in_flight += 1
        if self._in_flight == 1:
            self._since = time.perf_counter()
        try:
            yield
        finally:
            self._in_flight -= 1
            if not self._in_flight:
                self.waiting += time.perf_counter() - self._since


@contextmanager
def watched(url: str, delay: float = 0.0) -> Iterator[Watch]:
    """A proxy before the server of an address; `delay` is what it adds to each round trip, in seconds.

    Setting up a connection is not delayed, which favours whoever opens one for each request.
    """
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    watch = Watch("")
    upstream = urlsplit(url)
    proxy = _Proxy(watch, upstream.hostname or "", upstream.port or 80, delay)
    server = asyncio.run_coroutine_threadsafe(asyncio.start_server(proxy.serve, "127.0.0.1", 0), loop).result()
    watch.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield watch
    finally:
        asyncio.run_coroutine_threadsafe(_closed(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _closed(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


class _Proxy:
    def __init__(self, watch: Watch, host: str, port: int, delay: float) -> None:
        self._watch = watch
        self._host = host
        self._port = port
        self._delay = delay

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, and one to the server for it, until either side has enough."""
        there, to_there = await asyncio.open_connection(self._host, self._port, limit=_LARGEST)
        try:
            while True:
                request = await _message(reader)
                with self._watch.in_flight(_asked(request)):
                    to_there.write(request)
                    answer, _ = await asyncio.gather(_message(there), asyncio.sleep(self._delay))
                    writer.write(answer)
                    await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            to_there.close()
            writer.close()


async def _message(reader: asyncio.StreamReader) -> bytes:
    """A whole request or answer of HTTP/1.1, as it came."""
    head = await reader.readuntil(b"\r\n\r\n")
    if _CHUNKED.search(head):
        return head + b"".join([part async for part in _chunks(reader)])
    length = _LENGTH.search(head)
    return head + await reader.readexactly(int(length[1]) if length else 0)


async def _chunks(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """What follows the head, to the empty chunk at its end."""
    size = b""
    while size != b"0\r\n":
        size = await reader.readuntil(b"\r\n")
        yield size + await reader.readexactly(int(size, 16) + 2)


def _asked(request: bytes) -> Asked:
    head, _, body = request.partition(b"\r\n\r\n")
    target = urlsplit(head.split(b" ", 2)[1].decode())
    return Asked(target.path, tuple(parse_qsl(target.query) + parse_qsl(body.decode())))
