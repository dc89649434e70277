"""Why a server gave no answer at all, told from what the libraries say."""

from enum import StrEnum
from socket import EAI_AGAIN, gaierror

import requests
from urllib3.exceptions import NameResolutionError


class FailureKind(StrEnum):
    """Why there was no answer at all. The value finishes the sentence "the server …"."""

    UNREACHABLE = "cannot be reached"
    UNKNOWN_NAME = "has a name that is not known"
    UNTRUSTED = "cannot be trusted: its certificate or its TLS is wrong"
    UNWELCOME = "ended the TLS handshake: it wants another certificate of ours, or another TLS"
    PROXY = "cannot be reached through the proxy that the environment names"
    TIMEOUT = "did not answer in time"
    BROKEN = "broke off its answer"
    TOO_LARGE = "sent more than is read"


LASTING = frozenset(
    {FailureKind.UNKNOWN_NAME, FailureKind.UNTRUSTED, FailureKind.UNWELCOME, FailureKind.PROXY, FailureKind.TOO_LARGE}
)


class TransportFailure(Exception):  # noqa: N818 - it says what failed
    def __init__(self, kind: FailureKind) -> None:
        super().__init__(kind.value)
        self.kind = kind


def kind_of(error: Exception) -> FailureKind:
    if isinstance(error, requests.exceptions.ProxyError):
        return FailureKind.PROXY
    if isinstance(error, requests.exceptions.SSLError):
        return _tls_kind(str(error))
    if isinstance(error, requests.exceptions.Timeout):
        return FailureKind.TIMEOUT
    if isinstance(error, requests.exceptions.ConnectionError):
        reason = getattr(error.args[0], "reason", None) if error.args else None
        return FailureKind.UNKNOWN_NAME if _is_unknown_name(reason) else FailureKind.UNREACHABLE
    return FailureKind.BROKEN


def _tls_kind(text: str) -> FailureKind:
    """An alert is what the other side says; one that has gone says nothing. OpenSSL's texts alone tell which it was."""
    if "EOF occurred" in text or "(EOF)" in text:  # the second is what Python 3.11.2 says
        return FailureKind.UNREACHABLE
    return FailureKind.UNWELCOME if "_ALERT_" in text else FailureKind.UNTRUSTED


def _is_unknown_name(reason: object) -> bool:
    """A name server that is not there for a moment is another matter."""
    if not isinstance(reason, NameResolutionError):
        return False
    cause = reason.__cause__
    return not (isinstance(cause, gaierror) and cause.errno == EAI_AGAIN)
