"""The gate's report in Markdown: the body of the comment on a pull request, and the step summary."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from slo_gate.core.report import GateReport
from slo_gate.core.verdict import Outcome
from slo_gate.outputs.languages import speaking
from slo_gate.outputs.last_run import recalled, remembered
from slo_gate.outputs.markup import Markdown, cell, code_span, fence, link, prose
from slo_gate.outputs.mermaid import chart
from slo_gate.outputs.page import Page, shown_outcome
from slo_gate.outputs.page_view import Amounts, View, view
from slo_gate.outputs.pen import Pen
from slo_gate.outputs.style import Style

NAME = "markdown"
COMMENT_LIMIT = 60_000
"""Characters. GitHub takes 65,536, however it counts; the marker of the comment needs some of the rest."""
SUMMARY_LIMIT = 1_000_000
"""Bytes. The runner drops a step summary above 1 MiB."""
_COMMENT_ROWS, _COMMENT_CHANGES, _COMMENT_NOTES = 7, 10, 5
_SUMMARY_CHARTS, _COMMENT_CHARTS = 3, 1


def _strong(text: str) -> Markdown:
    return Markdown(f"**{text}**")


def _cell(text: str) -> Markdown:
    return cell(Markdown(text))


def _link(text: str, address: str | None) -> Markdown:
    return link(Markdown(text), address)


PEN = Pen(code_span, prose, Markdown, _strong, _link, _cell, fence, chart)


def render(report: GateReport, style: Style) -> str:
    """The step summary: every objective, as far as a step summary may reach."""
    page = _page(report, style, "")
    everything = Amounts.of_all(report, _SUMMARY_CHARTS)
    return _fitting(page, everything, lambda text: len(text.encode()) <= SUMMARY_LIMIT)


def render_comment(report: GateReport, style: Style, limit: int = COMMENT_LIMIT, previous: str = "") -> str:
    """The comment: the seven worst objectives, the rest counted, in at most `limit` characters.

    `previous` is the text of the comment that it replaces. A line that is not shown tells the next run of this one.
    """
    page = _page(report, style, previous)
    state = remembered(report, style.links.sha if style.links else "") + "\n"
    amounts = Amounts(
        rows=_COMMENT_ROWS,
        changes=_COMMENT_CHANGES,
        findings=len(report.findings),
        details=_COMMENT_ROWS,
        charts=_COMMENT_CHARTS,
        notes=_COMMENT_NOTES,
    )
    short = shown_outcome(report) == Outcome.PASS
    return state + _fitting(page, amounts, lambda text: len(text) <= limit - len(state), folded=short)


def _page(report: GateReport, style: Style, previous: str) -> Page:
    return Page(report, speaking(report.language, code_span, prose), PEN, style.links, recalled(previous))


def _fitting(page: Page, amounts: Amounts, fits: Callable[[str], bool], *, folded: bool = False) -> str:
    """The richest rendering that fits. What comes last goes first, in whole entries; heading and footer always stay."""
    text = ""
    for smaller in _shrinking(amounts):
        text = _render(view(page, smaller) | {"folded": folded})
        if fits(text):
            break
    return text


def _shrinking(amounts: Amounts) -> Iterator[Amounts]:
    yield amounts
    for kind in ("charts", "details", "findings", "notes", "changes", "rows"):
        while getattr(amounts, kind):
            amounts = replace(amounts, **{kind: getattr(amounts, kind) // 2})
            yield amounts


def _render(context: View) -> str:
    return _template()(context)


@cache
def _template() -> Callable[[View], str]:
    from slo_gate.outputs.template import load  # noqa: PLC0415 - jinja2 is slow to import, and few runs need it

    return load("report.md.j2")
