"""The address of a server, as a configuration writes it."""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from slo_gate.core import node
from slo_gate.core.address import TO_METADATA, is_metadata
from slo_gate.core.checking import WRONG_VALUE, Place, Schema, Violation, by_checking
from slo_gate.core.node import Node
from slo_gate.core.scalar_shapes import Text


class Url(NamedTuple):
    """An http(s) address without user, query or fragment, whose host can be a server of metrics."""

    text: Text = Text(pattern=r"^https?://[^@?#\s\\]+$", meaning="an http(s) address without user, query or fragment")

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        problem = ""
        if not self.text.takes(value):
            if not isinstance(value, node.Scalar) or not isinstance(value.value, str):
                yield from self.text.check(value, place)
                return
            problem = "is no such address"  # which is not quoted: it may hold a password
        elif isinstance(value, node.Scalar):
            problem = _problem(value.text)
        if problem:
            yield Violation(WRONG_VALUE, value.span, f"`{place}` {problem}", f"it must be {self.text.meaning}")

    def takes(self, value: Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        return self.text.schema()


def _problem(url: str) -> str:
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        return "is no address"
    if not host or port == 0:
        return "names no host" if not host else "has a port that cannot be"
    return TO_METADATA if is_metadata(host) else ""
