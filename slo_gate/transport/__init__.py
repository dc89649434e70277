"""The only HTTP door: bounded in time, size and attempts; no redirects, no .netrc, credentials for one origin alone."""

import json
import re
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import Random
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

import requests
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import HTTPError

from slo_gate.core.address import is_private
from slo_gate.core.errors import ConfigError
from slo_gate.transport.failure import LASTING, FailureKind, TransportFailure, kind_of
from slo_gate.transport.redaction import without

__all__ = ["ATTEMPT", "CONNECT", "MAX_RETRIES", "Client", "Deadline", "FailureKind", "Response", "Signer"]
__all__ += ["TransportFailure", "retry_after"]

MAX_BYTES = 32 * 1024 * 1024
MAX_RETRIES = 10
"""Of one client: a server that is down is not asked three times for each of many questions."""
_CHANCE = Random()  # noqa: S311 - no secret
"""Of its own: questions are asked in threads, and other code may count on the numbers that the module `random` gives it."""
ATTEMPT, CONNECT = 30.0, 5.0
"""Seconds that one attempt, and its connection, may take."""
_CHUNK = 64 * 1024
_PASSING = frozenset({408, 425, 429, 499, 500, 502, 503, 504})
_PAUSE, _LONGEST_PAUSE = 0.5, 8.0
_TURN = 0.5
"""Seconds: a signal that comes right before a wait begins is only heard when that wait ends."""


_SECRET_HEADERS = frozenset({"authorization", "x-amz-security-token"})


class Deadline:
    """Seconds on the monotonic clock, which pass from the first look at them, and not while they are held."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end: float | None = None

    @property
    def remaining(self) -> float:
        now = time.monotonic()
        if self._end is None:
            self._end = now + self._seconds
        return max(self._end - now, 0.0)

    def hold(self) -> None:
        """Until the next look."""
        self._seconds, self._end = self.remaining, None


class Response(NamedTuple):
    """Any answer, refusals and redirects included. Header names are case-insensitive."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Raises ValueError where the body is no JSON."""
        try:
            return json.loads(self.body)
        except RecursionError:
            raise ValueError("nested too deeply") from None


class _Attempt:
    def __init__(self) -> None:
        self.response: Response | None = None
        self.failure = FailureKind.TIMEOUT
        self.over = threading.Event()


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """None: even where it is told not to follow, requests prepares the request that would."""


Signer = Callable[[str, str, bytes], Mapping[str, str]]
"""Makes the headers that prove who asks, of a request's method, address and body."""


class Client:
    """Talks to one origin. Raises ConfigError where a secret would go over plain HTTP to another machine.

    `secrets` are headers too, and `sign` makes some for each attempt. `verify` is a file of authorities, `certificate`
    the files of what is shown to a server that asks for one, and of its key. `params` go with each request.
    """

    def __init__(  # noqa: PLR0913 - what tells a client from others
        self,
        base_url: str,
        *,
        headers: Mapping[str, str] | None = None,
        secrets: Mapping[str, str] | None = None,
        sign: Signer | None = None,
        verify: str | bool = True,
        certificate: tuple[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self._headers = {**(headers or {}), **(secrets or {})}
        self._secret = _SECRET_HEADERS | {name.lower() for name in secrets or {}}
        self._sign = sign
        self._verify = verify
        self._certificate = certificate
        self._params = dict(params or {})
        self._sleep = sleep
        self._retries = MAX_RETRIES
        parts = urlsplit(base_url)
        if (secrets or sign) and not is_private(parts.scheme, parts.hostname or ""):
            raise ConfigError("a credential would be sent over plain HTTP", "use an https:// address")
        self._session = _Session()

    def send(  # noqa: PLR0913 - what an HTTP request consists of
        self,
        method: str,
        path: str,
        *,
        form: Mapping[str, str] | None = None,
        json: object = None,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        deadline: Deadline | None = None,
        attempts: int = 1,
    ) -> Response:
        """The answer to the last attempt. Raises TransportFailure where there was none."""
        deadline = deadline or Deadline(ATTEMPT)
        # A blank is %20: `+` is one to most who decode it, and itself to some who check a signature.
        query = urlencode(self._params | dict(params or {}), quote_via=quote, safe="")
        request: dict[str, Any] = {"data": form, "json": json, "params": query}
        request["headers"] = self._headers | dict(headers or {})
        attempt = self._bounded(method, path, request, deadline)
        for tried in range(1, attempts):
            pause = _pause(attempt, tried)
            if pause is None or pause >= deadline.remaining or not self._retries:
                break
            self._retries -= 1
            self._sleep(pause)
            attempt = self._bounded(method, path, request, deadline)
        if attempt.response is None:
            raise TransportFailure(attempt.failure)
        return attempt.response

    def _bounded(self, method: str, path: str, request: dict[str, Any], deadline: Deadline) -> _Attempt:
        """One attempt, left to itself where the time is over: a server may send a byte a second for ever."""
        attempt = _Attempt()
        seconds = min(ATTEMPT, deadline.remaining)
        thread = threading.Thread(target=self._try, args=(attempt, method, path, request, seconds), daemon=True)
        thread.start()
        over = Deadline(seconds)
        while not attempt.over.wait(min(over.remaining, _TURN)):
            if not over.remaining:
                return _Attempt()
        return attempt

    def _try(self, attempt: _Attempt, method: str, path: str, request: dict[str, Any], seconds: float) -> None:
        try:
            with self._session.request(
                method,
                self.base_url + path,
                **request,
                auth=self._authenticated,
                timeout=(min(CONNECT, max(seconds, 0.001)), max(seconds, 0.001)),
                allow_redirects=False,
                stream=True,
                verify=self._verify,
                cert=self._certificate,
            ) as answer:
                sent = [value for name, value in answer.request.headers.items() if name.lower() in self._secret]
                body = without(map(str, sent), _body(answer))
                attempt.response = Response(answer.status_code, CaseInsensitiveDict(answer.headers), body)
        except TransportFailure as error:
            attempt.failure = error.kind
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            attempt.failure = kind_of(error)
        finally:
            attempt.over.set()

    def _authenticated(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Given as authentication, it also keeps requests from looking for one in .netrc."""
        if self._sign:
            body = request.body or b""
            assert isinstance(body, str | bytes)
            assert request.method
            assert request.url
            content = body.encode() if isinstance(body, str) else body
            request.headers.update(self._sign(request.method, request.url, content))
        return request


def _body(answer: requests.Response) -> bytes:
    """At most MAX_BYTES after decompression."""
    chunks, size = [], 0
    while chunk := answer.raw.read1(_CHUNK, decode_content=True):
        size += len(chunk)
        if size > MAX_BYTES:
            raise TransportFailure(FailureKind.TOO_LARGE)
        chunks.append(chunk)
    expected = answer.headers.get("Content-Length", "")
    if expected.isdigit() and "Content-Encoding" not in answer.headers and size < int(expected):
        raise TransportFailure(FailureKind.BROKEN)
    return b"".join(chunks)


def retry_after(response: Response) -> float | None:
    """The seconds that the server asks to wait (RFC 9110, section 10.2.3: a number, or a date); None where it does not."""
    asked = response.headers.get("Retry-After", "")
    if re.fullmatch(r"[0-9]{1,9}", asked):
        return float(asked)
    until = _date(asked)
    if until is None:
        return None
    now = _date(response.headers.get("Date", "")) or datetime.now(UTC)
    return max((until - now).total_seconds(), 0.0)


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _pause(attempt: _Attempt, tried: int) -> float | None:
    """Seconds to wait before the next attempt: what the server asks for, or by chance, so that clients do not come back
    all at once. None where another attempt would have the same answer.
    """
    jittered = _CHANCE.uniform(0, min(_LONGEST_PAUSE, _PAUSE * 2**tried))
    if attempt.response is None:
        return None if attempt.failure in LASTING else jittered
    if attempt.response.status not in _PASSING:
        return None
    asked = retry_after(attempt.response)
    return jittered if asked is None else asked
