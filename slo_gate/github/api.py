"""GitHub's REST API: its headers, its pages, its limits, and its refusals in our own words."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import parse_qsl, urlsplit

from slo_gate import __version__
from slo_gate.github.errors import ApiError, Failure
from slo_gate.transport import Client, Response, TransportFailure

PAGE_SIZE = 100
MAX_PAGES = 20
MAX_WAIT = 10.0
"""Seconds that GitHub may ask us to wait, once, before we do without the comment."""
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

    def call(self, method: str, path: str, body: Mapping[str, str] | None = None) -> object:
        """The parsed answer; None where it has no content."""
        response = self._send(method, path, body)
        return None if response.status == 204 else _parsed(response)

    def pages(self, path: str) -> Iterator[list[object]]:
        """The lists of a path, page after page. A link that leads elsewhere is not followed."""
        query: Mapping[str, str] | None = {"per_page": str(PAGE_SIZE)}
        for _ in range(MAX_PAGES):
            response = self._send("GET", path, query=query)
            page = _parsed(response)
            if not isinstance(page, list):
                raise ApiError(Failure.STRANGE)
            yield page
            following = _next_link(response.headers.get("Link", ""))
            if not following:
                return
            path, query = self._relative(following)
        raise ApiError(Failure.TOO_MANY)

    def _send(
        self, method: str, path: str, body: Mapping[str, str] | None = None, query: Mapping[str, str] | None = None
    ) -> Response:
        """One answer that is not a refusal, after one wait where GitHub asks for a short one."""
        response = self._attempt(method, path, body, query)
        wait = _wait_asked(response)
        if wait is not None and wait <= MAX_WAIT:
            self._sleep(wait)
            response = self._attempt(method, path, body, query)
        failure = _failure(response)
        if failure:
            raise ApiError(failure)
        return response

    def _attempt(
        self, method: str, path: str, body: Mapping[str, str] | None, query: Mapping[str, str] | None
    ) -> Response:
        """A creation is tried once only: after an unclear failure the caller looks before it tries again."""
        attempts = 1 if method == "POST" else 3
        try:
            return self._client.send(method, path, json=body, params=query, headers=_HEADERS, attempts=attempts)
        except TransportFailure:
            raise ApiError(Failure.UNREACHABLE) from None

    def _relative(self, link: str) -> tuple[str, Mapping[str, str]]:
        base = self._client.base_url
        if not link.startswith(f"{base}/"):
            raise ApiError(Failure.STRANGE)
        parts = urlsplit(link.removeprefix(base))
        return parts.path, dict(parse_qsl(parts.query))


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
    """Seconds; None where no wait was asked for, or a date was."""
    asked = response.headers.get("Retry-After", "")
    return float(asked) if response.status in {403, 429} and re.fullmatch(r"[0-9]{1,4}", asked) else None
