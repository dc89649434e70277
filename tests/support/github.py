"""A GitHub on this machine: it keeps comments and a repository, and holds each exchange to GitHub's own description."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.support.github_asking import Handler
from tests.support.github_description import PATHS, Answered, Asked, Description
from tests.support.github_routes import ROUTES
from tests.support.github_state import REPOSITORY, REPOSITORY_ID, TOKEN, Answer, Exchange, GitHub, error

_VERSION, _ACCEPT = "2022-11-28", "application/vnd.github+json"
_LIMITS = {"Limit": "1000", "Remaining": "900", "Reset": "1795492800", "Used": "100", "Resource": "core"}
_PATTERNS = {path: re.compile(re.sub(r"\{\w+\}", "([^/]+)", path)) for path in PATHS}


@contextmanager
def running_github(prefix: str = "") -> Iterator[GitHub]:
    """A server for the time of the block; `prefix` is `/api/v3` for a server of one's own. See GitHub.violations."""
    server = _Server(prefix)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.github
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, prefix: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.prefix = prefix
        self.github = GitHub(f"http://127.0.0.1:{self.server_port}{prefix}")
        self._description = Description(self.github.url)
        self._lock = threading.Lock()

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answered:
        answered = self._answered(self._asked(method, target, headers, body), headers)
        sent = json.loads(body) if body else None
        self.github.exchanges.append(Exchange(method, target, headers, sent, answered.status))
        return answered

    def _asked(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Asked:
        """Links to further pages name the repository by its number, which the description does not know."""
        target = target.replace(f"/repositories/{REPOSITORY_ID}/", f"/repos/{REPOSITORY}/", 1)
        path = target.partition("?")[0].removeprefix(self.prefix)
        pattern = next((name for name, pattern in _PATTERNS.items() if pattern.fullmatch(path)), "")
        return Asked(method, pattern, target, body, headers.get("content-type", ""))

    def _answered(self, asked: Asked, headers: dict[str, str]) -> Answered:
        route = ROUTES.get((asked.method, asked.pattern))
        if route is None:
            self.github.violations.append(f"{asked.method} {asked.target} is not described")
            return _on_the_wire(error(404, "Not Found"))
        problems = [*self._description.request_problems(asked), *_bad_manners(headers)]
        if problems:
            self.github.violations += problems
            return _on_the_wire(error(400, "the request is not as described"))
        allowed = headers.get("authorization") == f"Bearer {TOKEN}"
        answered = _on_the_wire(self._taken(asked, route if allowed else _unknown))
        if self._description.describes(asked, answered.status):
            self.github.violations += self._description.response_problems(asked, answered)
        return answered

    def _taken(self, asked: Asked, handle: Handler) -> Answer:
        """What was planned happens between the deeds, so that it may ask for things itself."""
        numbers = [int(part) for part in asked.target.partition("?")[0].split("/") if part.isdigit()]
        planned = self.github.interfere(asked, "before")
        if planned:
            return planned
        with self._lock:
            answer = handle(self.github, asked, numbers)
        return self.github.interfere(asked, "after") or answer


def _unknown(_github: GitHub, _asked: Asked, _numbers: list[int]) -> Answer:
    return error(401, "Bad credentials")


def _bad_manners(headers: dict[str, str]) -> Iterator[str]:
    if headers.get("x-github-api-version") != _VERSION:
        yield f"the request states no API version {_VERSION}"
    if headers.get("accept") != _ACCEPT:
        yield f"the request does not accept {_ACCEPT}"
    if not headers.get("user-agent", "").startswith("slo-gate/"):
        yield "the request does not say who asks"


def _on_the_wire(answer: Answer) -> Answered:
    body = (
        answer.body
        if isinstance(answer.body, bytes)
        else b""
        if answer.body is None
        else json.dumps(answer.body).encode()
    )
    limits = {f"X-RateLimit-{name}": value for name, value in _LIMITS.items()}
    return Answered(
        answer.status, body, {"Content-Type": "application/json; charset=utf-8"} | limits | dict(answer.headers)
    )


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are sent apart: the body would wait 40 ms for the client's nod

    def _answer(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        answered = self.server.answer(self.command, self.path, headers, body)
        self.send_response(answered.status)
        for name, value in answered.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answered.body)))
        self.end_headers()
        self.wfile.write(answered.body)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _answer  # noqa: N815 - http.server names them

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server names it
        """The exchanges are the log."""
