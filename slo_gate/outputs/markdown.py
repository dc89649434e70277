"""The gate's report in Markdown: the body of the comment on a pull request, and the step summary."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from slo_gate.core.report import GateReport
from slo_gate.outputs.markdown_view import Amounts, View, view
from slo_gate.outputs.style import Style

NAME = "markdown"
COMMENT_LIMIT = 60_000
"""Characters. GitHub takes 65,536, however it counts; the marker of the comment needs some of the rest."""
SUMMARY_LIMIT = 1_000_000
"""Bytes. The runner drops a step summary above 1 MiB."""
_COMMENT_ROWS = 7


def render(report: GateReport, style: Style) -> str:
    """The step summary: every objective, as far as a step summary may reach."""
    everything = Amounts(len(report.objectives), len(report.findings), len(report.objectives))
    return _fitting(report, style, everything, lambda text: len(text.encode()) <= SUMMARY_LIMIT)


def render_comment(report: GateReport, style: Style, limit: int = COMMENT_LIMIT) -> str:
    """The comment: the seven worst objectives, the rest counted, in at most `limit` characters."""
    amounts = Amounts(_COMMENT_ROWS, len(report.findings), _COMMENT_ROWS)
    return _fitting(report, style, amounts, lambda text: len(text) <= limit)


def _fitting(report: GateReport, style: Style, amounts: Amounts, fits: Callable[[str], bool]) -> str:
    """The richest rendering that fits. What comes last goes first, in whole entries; heading and footer always stay."""
    text = ""
    for smaller in _shrinking(amounts):
        text = _render(view(report, style.links, smaller))
        if fits(text):
            break
    return text


def _shrinking(amounts: Amounts) -> Iterator[Amounts]:
    yield amounts
    for kind in ("details", "findings", "rows"):
        while getattr(amounts, kind):
            amounts = replace(amounts, **{kind: getattr(amounts, kind) // 2})
            yield amounts


def _render(context: View) -> str:
    return _template()(context)


@cache
def _template() -> Callable[[View], str]:
    from slo_gate.outputs.template import load  # noqa: PLC0415 - jinja2 is slow to import, and few runs need it

    return load("report.md.j2")
