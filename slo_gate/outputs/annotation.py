"""Annotations: commands of the Actions runner that put a message at a line of a file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.printable import printable
from slo_gate.core.workflow_command import command
from slo_gate.outputs.links import rule_url

MOST_PER_LEVEL = 9
"""The runner shows ten annotations of each level and step, and drops the rest without a word."""
_LONGEST_MESSAGE = 4_000
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Annotation:
    """`lines` of message are shown below each other."""

    level: Severity
    title: str
    lines: tuple[str, ...]
    location: Location | None = None

    def __str__(self) -> str:
        message = "\n".join(printable(line, _LONGEST_MESSAGE) for line in self.lines if line)[:_LONGEST_MESSAGE]
        title = printable(self.title, _LONGEST_TITLE)
        return command(self.level, message, **_place(self.location), title=title)


def _place(location: Location | None) -> dict[str, str | int]:
    """The runner refuses columns on a span of several lines."""
    if location is None:
        return {}
    span = location.span
    place: dict[str, str | int] = {"file": printable(location.file), "line": span.line}
    if span.end_line == span.line:
        place |= {"endLine": span.line, "col": span.column, "endColumn": max(span.end_column, span.column)}
    return place


def from_finding(finding: Finding) -> Annotation:
    help_line = f"help: {finding.help}" if finding.help else ""
    return Annotation(
        finding.severity, finding.rule, (finding.message, help_line, rule_url(finding.rule)), finding.location
    )


def render(annotations: Iterable[Annotation]) -> str:
    """One command a line, worst level first; of each level the first nine, and how many more there are."""
    levels = list(Severity)
    ordered = sorted(annotations, key=lambda annotation: levels.index(annotation.level))
    by_level = groupby(ordered, key=lambda annotation: annotation.level)
    return "".join(f"{line}\n" for level, group in by_level for line in _limited(level, list(group)))


def _limited(level: Severity, annotations: list[Annotation]) -> Iterator[str]:
    yield from map(str, annotations[:MOST_PER_LEVEL])
    more = len(annotations) - MOST_PER_LEVEL
    if more > 0:
        yield command(level, f"{more} more: see the job summary", title=f"slo-gate: {more} more")
