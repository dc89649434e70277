"""Amazon's signature, version 4: proof of a secret key that never leaves this machine.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, urlsplit

_ALGORITHM = "AWS4-HMAC-SHA256"
_USUAL_PORTS = {"http": 80, "https": 443}


class Keys(NamedTuple):
    """Who signs: an access key; `session` is the token that goes with a temporary one."""

    access: str
    secret: str
    session: str = ""


class Scope(NamedTuple):
    """What the signature is good for, besides its day."""

    region: str
    service: str


def signer(keys: Keys, scope: Scope) -> Callable[[str, str, bytes], Mapping[str, str]]:
    """Makes the headers of each request (method, address, body) at the time it is sent."""
    return lambda method, url, body: signed(method, url, body, (keys, scope, datetime.now(UTC)))


def signed(method: str, url: str, body: bytes, by: tuple[Keys, Scope, datetime]) -> dict[str, str]:
    """The headers to add to a request, as it is on the wire. The host is signed too, and sent by whoever sends."""
    keys, scope, at = by
    stamp = f"{at:%Y%m%dT%H%M%SZ}"
    headers = {"host": _host(url), "x-amz-date": stamp}
    if keys.session:
        headers["x-amz-security-token"] = keys.session
    names = ";".join(headers)
    within = f"{stamp[:8]}/{scope.region}/{scope.service}/aws4_request"
    what = _hash(_canonical(method, url, headers, body).encode())
    signature = _keyed(_key(keys.secret, within), f"{_ALGORITHM}\n{stamp}\n{within}\n{what}").hex()
    authorization = f"{_ALGORITHM} Credential={keys.access}/{within}, SignedHeaders={names}, Signature={signature}"
    return {"X-Amz-Date": stamp, "Authorization": authorization} | (
        {"X-Amz-Security-Token": keys.session} if keys.session else {}
    )


def _canonical(method: str, url: str, headers: Mapping[str, str], body: bytes) -> str:
    """The request in the one form that both sides hash; `headers` are in the order of their names, which are small."""
    parts = urlsplit(url)
    query = sorted((_strict(key), _strict(value)) for key, value in parse_qsl(parts.query, keep_blank_values=True))
    lines = [method, quote(parts.path or "/", safe="/-_.~"), "&".join(f"{key}={value}" for key, value in query)]
    lines += [f"{name}:{value}" for name, value in headers.items()]
    return "\n".join([*lines, "", ";".join(headers), _hash(body)])


def _host(url: str) -> str:
    """As the header has it: without the port that its scheme has anyway."""
    parts = urlsplit(url)
    usual = parts.port in {None, _USUAL_PORTS.get(parts.scheme)}
    return parts.netloc.rpartition(":")[0] if usual and parts.port else parts.netloc


def _strict(text: str) -> str:
    return quote(text, safe="-_.~")


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _keyed(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _key(secret: str, within: str) -> bytes:
    """A key for one day, region and service: one step for each part of `within`."""
    key = f"AWS4{secret}".encode()
    for part in within.split("/"):
        key = _keyed(key, part)
    return key
