"""A finding as compilers show it: the line of the file, and carets under what is meant."""

import re
from collections.abc import Iterator

from slo_gate.core.finding import Finding
from slo_gate.core.printable import printable
from slo_gate.outputs.cells import cell_width, fit
from slo_gate.outputs.links import rule_url
from slo_gate.outputs.paint import BOLD, DIM, paint_for
from slo_gate.outputs.style import Style

_LONGEST = 10_000
_PASSWORD = re.compile(r"(?<=//)[^/\s@'\"]+(?=@)")
_LEAD = 24
"""How much of a long line stays before the place that is meant."""


def finding_lines(finding: Finding, style: Style) -> Iterator[str]:
    paint = paint_for(style.colour)
    line = style.source_line(finding.location.file, finding.location.line)
    margin = " " * len(str(finding.location.line))
    header = f"{finding.severity}[{printable(finding.rule)}]"
    yield f"{paint(header, finding.severity)}: {paint(printable(finding.message), BOLD)}"
    yield f"{margin}--> {printable(str(finding.location))}"
    if line is not None:
        excerpt, carets = _marked(_veiled(line), finding, max(style.width - len(margin) - 3, 20))
        yield f"{margin} |"
        yield f"{finding.location.line} | {excerpt}".rstrip()
        yield f"{margin} | {paint(carets, finding.severity)}"
    for help_line in finding.help.splitlines():
        yield f"{margin} = help: {printable(help_line)}"
    yield paint(f"{margin} = docs: {rule_url(finding.rule)}", DIM)


def _veiled(line: str) -> str:
    """Without the passwords of addresses, each character of which is a star."""
    return _PASSWORD.sub(lambda match: "*" * len(match[0]), line[:_LONGEST]) + line[_LONGEST:]


def _marked(line: str, finding: Finding, width: int) -> tuple[str, str]:
    """The line and its carets, both cut so that the place stays in view. Of a line of a megabyte, no more is looked at."""
    span = finding.location.span
    end = span.end_column if span.end_line == span.line else len(line) + 1
    at, view = span.column - 1, 2 * width + _LEAD
    end = min(max(end - 1, at), at + view)
    head, body = _shown(line[max(at - view, 0) : at]), _shown(line[at:end])
    if len(head) > _LEAD and (at > view or cell_width(head) + cell_width(body) > width):
        head = "…" + head[-_LEAD:]
    excerpt = fit(head + body + _shown(line[end : end + view]), width)
    room = max(width - cell_width(head), 1)
    return excerpt, " " * cell_width(head) + "^" * min(max(cell_width(body), 1), room)


def _shown(part: str) -> str:
    return printable(part, _LONGEST)
