"""How an output is to look, and what an output is."""

from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol, TypeVar

from slo_gate.core.page import Page
from slo_gate.outputs.links import Links

Report = TypeVar("Report", contravariant=True)  # noqa: PLC0105 - the name of the thing, not of its variance


def _no_source(_file: str, _line: int) -> str | None:
    return None


class Style(NamedTuple):
    """`width` in columns. `source_line(file, line)` is the text of a line (from 1) without its end, None if unknown.

    Where not `unicode`, the stream can encode ASCII only. Without `links` nothing is linked. `rules` are the pages that an
    output may show, by the ids of the rules.
    """

    width: int = 80
    colour: bool = False
    unicode: bool = True
    source_line: Callable[[str, int], str | None] = _no_source
    links: Links | None = None
    rules: Mapping[str, Page] = {}


class Output(Protocol[Report]):
    """A module of this folder that makes text from a report."""

    NAME: str

    def render(self, report: Report, style: Style) -> str:
        """The whole text, ending with a newline."""
        ...
