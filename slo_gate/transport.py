"""The only HTTP door: bounded in time, size and attempts; no redirects, no .netrc, credentials for one origin alone."""

import json
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import HTTPError, NameResolutionError

from slo_gate.core.address import is_private
from slo_gate.core.errors import ConfigError

MAX_BYTES = 32 * 1024 * 1024
_CHUNK = 64 * 1024
_PASSING = frozenset({429, 502, 503, 504})
_PAUSE = 0.25


class FailureKind(StrEnum):
    """Why there was no answer at all. The value finishes the sentence "the server …"."""

    UNREACHABLE = "cannot be reached"
    UNKNOWN_NAME = "has a name that is not known"
    UNTRUSTED = "cannot be trusted: its certificate or its TLS is wrong"
    PROXY = "cannot be reached through the proxy that the environment names"
    TIMEOUT = "did not answer in time"
    BROKEN = "broke off its answer"
    TOO_LARGE = "sent more than is read"


class TransportFailure(Exception):  # noqa: N818 - it says what failed
    def __init__(self, kind: FailureKind) -> None:
        super().__init__(kind.value)
        self.kind = kind


class Deadline:
    """An instant on the monotonic clock."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def remaining(self) -> float:
        return max(self._end - time.monotonic(), 0.0)


@dataclass(frozen=True, slots=True)
class Response:
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


@dataclass(slots=True)
class _Attempt:
    response: Response | None = None
    failure: FailureKind = FailureKind.TIMEOUT
    over: threading.Event = field(default_factory=threading.Event)


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """None: even where it is told not to follow, requests prepares the request that would."""


class Client:
    """Talks to one origin. `secrets` are headers too. Raises ConfigError where a secret would go over plain HTTP to another machine."""

    def __init__(
        self,
        base_url: str,
        *,
        headers: Mapping[str, str] | None = None,
        secrets: Mapping[str, str] | None = None,
        timeout: float = 30.0,
        verify: str | bool = True,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self._headers = {**(headers or {}), **(secrets or {})}
        self._timeout = timeout
        self._verify = verify
        self._sleep = sleep
        parts = urlsplit(base_url)
        if secrets and not is_private(parts.scheme, parts.hostname or ""):
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
        deadline = deadline or Deadline(self._timeout)
        request: dict[str, Any] = {"data": form, "json": json, "params": params}
        request["headers"] = self._headers | dict(headers or {})
        for left in range(attempts - 1, -1, -1):
            attempt = self._bounded(method, path, request, deadline)
            pause = _pause(attempt, attempts - left)
            if not left or pause is None or pause >= deadline.remaining:
                break
            self._sleep(pause)
        if attempt.response is None:
            raise TransportFailure(attempt.failure)
        return attempt.response

    def _bounded(self, method: str, path: str, request: dict[str, Any], deadline: Deadline) -> _Attempt:
        """One attempt, left to itself where the time is over: a server may send a byte a second for ever."""
        attempt = _Attempt()
        seconds = min(self._timeout, deadline.remaining)
        thread = threading.Thread(target=self._try, args=(attempt, method, path, request, seconds), daemon=True)
        thread.start()
        return attempt if attempt.over.wait(seconds) else _Attempt()

    def _try(self, attempt: _Attempt, method: str, path: str, request: dict[str, Any], seconds: float) -> None:
        try:
            with self._session.request(
                method,
                self.base_url + path,
                **request,
                auth=_no_netrc,
                timeout=max(seconds, 0.001),
                allow_redirects=False,
                stream=True,
                verify=self._verify,
            ) as answer:
                attempt.response = Response(answer.status_code, CaseInsensitiveDict(answer.headers), _body(answer))
        except TransportFailure as error:
            attempt.failure = error.kind
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            attempt.failure = _kind(error)
        finally:
            attempt.over.set()


def _no_netrc(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Given as authentication, it keeps requests from looking for one in .netrc."""
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


def _kind(error: Exception) -> FailureKind:
    if isinstance(error, requests.exceptions.ProxyError):
        return FailureKind.PROXY
    if isinstance(error, requests.exceptions.SSLError):
        return FailureKind.UNTRUSTED
    if isinstance(error, requests.exceptions.Timeout):
        return FailureKind.TIMEOUT
    if isinstance(error, requests.exceptions.ConnectionError):
        reason = getattr(error.args[0], "reason", None) if error.args else None
        return FailureKind.UNKNOWN_NAME if isinstance(reason, NameResolutionError) else FailureKind.UNREACHABLE
    return FailureKind.BROKEN


def _pause(attempt: _Attempt, tried: int) -> float | None:
    """Seconds to wait before the next attempt; None where another would answer the same."""
    if attempt.response is None:
        lasting = {FailureKind.UNTRUSTED, FailureKind.PROXY, FailureKind.TOO_LARGE}
        return None if attempt.failure in lasting else _PAUSE * 2**tried
    if attempt.response.status not in _PASSING:
        return None
    asked = attempt.response.headers.get("Retry-After", "")
    return float(asked) if re.fullmatch(r"[0-9]{1,6}", asked) else _PAUSE * 2**tried
