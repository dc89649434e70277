"""GitHub's REST API: its headers, its pages, its limits, and its refusals in our own words."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote, urlsplit

from slo_gate import __version__
from slo_gate.github.answer import Answer
from slo_gate.github.errors import ApiError, Failure
from slo_gate.transport import Client, Deadline, Response, TransportFailure, retry_after

PAGE_SIZE = 100
MAX_PAGES = 20
SECONDS = 60.0
"""All that a run waits for GitHub, from its first request on. It also bounds every wait that GitHub asks for."""
BETWEEN_WRITES = 1.0
"""Seconds. GitHub takes those who write faster for abuse."""
Query = Mapping[str, str]
Body = Mapping[str, object]
_HEADERS = {
    "Accept": "application/vnd.github+json",
    "X-GitHub-Api-Version": "2022-11-28",
    "User-Agent": f"slo-gate/{__version__}",
}
_REFUSALS = {
    301: Failure.MOVED,
    302: Failure.MOVED,
    307: Failure.MOVED,
    308: Failure.MOVED,
    400: Failure.REJECTED,
    401: Failure.CREDENTIALS,
    403: Failure.FORBIDDEN,
    404: Failure.NOT_FOUND,
    410: Failure.GONE,
    422: Failure.REJECTED,
    429: Failure.THROTTLED,
}


class Api:
    """Every method raises ApiError. `sleep` is for tests to watch."""

    def __init__(self, client: Client, sleep: Callable[[float], None] = time.sleep) -> None:
        self._client = client
        self._sleep = sleep
        self._deadline: Deadline | None = None
        self._written = -BETWEEN_WRITES

    def call(self, method: str, path: str, body: Body | None = None) -> object:
        """The parsed answer; None where it has no content."""
        response = self._send(method, path, body)
        return None if response.status == 204 else _parsed(response)

    def read(self, path: str, query: Query | None = None) -> Answer:
        """The one object at a path."""
        return Answer.of(_parsed(self._send("GET", path, query=query)))

    def first(self, path: str, query: Query | None = None) -> list[object]:
        """The list at a path, as far as its first page goes."""
        return _list(self._send("GET", path, query={"per_page": str(PAGE_SIZE), **(query or {})}))

    def objects(self, path: str, query: Query | None = None) -> Iterator[Answer]:
        """The objects of a list, whatever page they are on."""
        return (Answer.of(one) for page in self.pages(path, query) for one in page)

    def pages(self, path: str, query: Query | None = None, limit: int = MAX_PAGES) -> Iterator[list[object]]:
        """The lists of a path, page after page, at most `limit`. A link that leads elsewhere is not followed."""
        query = {"per_page": str(PAGE_SIZE), **(query or {})}
        for _ in range(limit):
            response = self._send("GET", path, query=query)
            yield _list(response)
            following = _next_link(response.headers.get("Link", ""))
            if not following:
                return
            path, query = self._relative(following)
        raise ApiError(Failure.TOO_MANY)

    def _send(self, method: str, path: str, body: Body | None = None, query: Query | None = None) -> Response:
        """One answer that is not a refusal: after one wait where GitHub asks for it and there is time, and one move."""
        response = self._attempt(method, path, body, query)
        wait = _wait_asked(response)
        if wait is not None and wait < self._time().remaining:
            self._sleep(wait)
            self._written -= wait
            response = self._attempt(method, path, body, query)
        if self._moved_within(response, method):
            path, query = self._relative(response.headers["Location"])
            response = self._attempt(method, path, body, query)
        failure = _failure(response)
        if failure:
            raise ApiError(failure)
        return response

    def _attempt(self, method: str, path: str, body: Body | None, query: Query | None) -> Response:
        """A creation is tried once only: after an unclear failure the caller looks before it tries again."""
        attempts = 1 if method == "POST" else 3
        if method != "GET":
            self._pause()
        try:
            return self._client.send(
                method, path, json=body, params=query, headers=_HEADERS, attempts=attempts, deadline=self._time()
            )
        except TransportFailure:
            raise ApiError(Failure.UNREACHABLE) from None

    def _time(self) -> Deadline:
        self._deadline = self._deadline or Deadline(SECONDS)
        return self._deadline

    def _pause(self) -> None:
        pause = BETWEEN_WRITES - (time.monotonic() - self._written)
        if pause > 0:
            self._sleep(pause)
        self._written = time.monotonic()

    def _moved_within(self, response: Response, method: str) -> bool:
        """A repository that was renamed answers from its new place. What is no GET keeps its method with 307 and 308 alone."""
        lasting = {301, 302, 307, 308} if method == "GET" else {307, 308}
        return response.status in lasting and self._is_ours(response.headers.get("Location", ""))

    def _is_ours(self, link: str) -> bool:
        return link.startswith(f"{self._client.base_url}/")

    def _relative(self, link: str) -> tuple[str, Query]:
        if not self._is_ours(link):
            raise ApiError(Failure.STRANGE)
        parts = urlsplit(link.removeprefix(self._client.base_url))
        return parts.path, dict(parse_qsl(parts.query))


def segment(text: str) -> str:
    """A name as one segment of an address, slashes included. GitHub takes branches so."""
    return quote(text, safe="")


def _list(response: Response) -> list[object]:
    found = _parsed(response)
    if not isinstance(found, list):
        raise ApiError(Failure.STRANGE)
    return found


def _parsed(response: Response) -> object:
    try:
        return response.json()
    except ValueError:
        raise ApiError(Failure.STRANGE) from None


def _next_link(header: str) -> str:
    found = re.search(r'<([^<>]{1,2000})>; rel="next"', header)
    return found[1] if found else ""


def _failure(response: Response) -> Failure | None:
    if 200 <= response.status < 300:
        return None
    if response.status == 403:
        return _forbidden(response)
    return _REFUSALS.get(response.status, Failure.OUTAGE if response.status >= 500 else Failure.STRANGE)


def _forbidden(response: Response) -> Failure:
    """403 says four things; only its headers and its message tell which."""
    message = _message(response)
    if "Retry-After" in response.headers or response.headers.get("X-RateLimit-Remaining") == "0":
        return Failure.THROTTLED
    if "rate limit" in message:
        return Failure.THROTTLED
    return Failure.LOCKED if "locked" in message else Failure.FORBIDDEN


def _message(response: Response) -> str:
    try:
        answer = response.json()
    except ValueError:
        return ""
    return str(answer.get("message", "")).lower() if isinstance(answer, dict) else ""


def _wait_asked(response: Response) -> float | None:
    """Seconds that GitHub asks to wait, by either kind of limit; None where it names none."""
    if response.status not in {403, 429}:
        return None
    asked = retry_after(response)
    if asked is None and response.headers.get("X-RateLimit-Remaining") == "0":
        return _until_reset(response)
    return asked


def _until_reset(response: Response) -> float | None:
    reset = response.headers.get("X-RateLimit-Reset", "")
    return max(float(reset) - datetime.now(UTC).timestamp(), 1.0) if re.fullmatch(r"[0-9]{1,12}", reset) else None
