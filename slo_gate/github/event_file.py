"""Reads the event of this run from where the runner left it."""

from collections.abc import Mapping
from pathlib import Path

from slo_gate.github.event import Event, parse
from slo_gate.github.payload import MAX_BYTES


def read(environ: Mapping[str, str]) -> Event:
    """The event of this run. Raises UsageError as `event.parse` does."""
    return parse(environ, _payload(environ.get("GITHUB_EVENT_PATH", "")))


def _payload(path: str) -> bytes | None:
    """At most one byte more than is allowed: enough to be refused."""
    try:
        with Path(path).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        return None
