"""The runner's variables, taken only where they look as a runner sets them."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from slo_gate.core.address import is_private
from slo_gate.core.errors import UsageError
from slo_gate.core.printable import printable

REPOSITORY = r"[A-Za-z0-9][A-Za-z0-9_-]*/[A-Za-z0-9._-]+"
COMMIT = r"[0-9a-f]{40}([0-9a-f]{24})?"
LOGIN = r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\[bot\])?"
REF = r"[^\x00-\x20\x7f~^:?*\[\\\ud800-\udfff]{1,1024}"
_HINT = "the runner sets it; outside a workflow set it yourself"


def known(environ: Mapping[str, str], name: str, pattern: str) -> str:
    """The variable's value; empty where it is missing or does not look like what a runner sets."""
    value = environ.get(name, "")
    return value if re.fullmatch(pattern, value) else ""


def repository(environ: Mapping[str, str]) -> str:
    """`owner/name`. It becomes part of addresses, so it must be just that."""
    value = environ.get("GITHUB_REPOSITORY", "")
    if not value:
        raise UsageError("GITHUB_REPOSITORY is not set", _HINT)
    if not re.fullmatch(REPOSITORY, value) or value.endswith(("/.", "/..")):
        raise UsageError(f"GITHUB_REPOSITORY is {printable(value, 80)!r}", "it must be owner/name")
    return value


def address(environ: Mapping[str, str], name: str, default: str) -> str:
    """A server's address without a final slash. Secrets go there, so it is HTTPS, or this machine."""
    value = environ.get(name) or default
    if not _is_trusted(value):
        hint = "it must be an https:// address without user, query or fragment (http:// only for this machine)"
        raise UsageError(f"{name} cannot be used", hint)
    return value.rstrip("/")


def _is_trusted(value: str) -> bool:
    if not re.fullmatch(r"[\x21-\x7e]{1,2048}", value) or set(value) & set("\\?#@"):
        return False
    try:
        parts = urlsplit(value)
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return usable and is_private(parts.scheme, parts.hostname or "")
