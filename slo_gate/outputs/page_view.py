"""The context of the templates: everything in it is already safe for its kind of page."""

from collections.abc import Iterator
from dataclasses import dataclass

from slo_gate.core.report import GateReport
from slo_gate.outputs import page_parts
from slo_gate.outputs.page import Page, actions, footer, heading, paragraphs, shown_outcome
from slo_gate.outputs.page_table import table

View = dict[str, object]


@dataclass(frozen=True, slots=True)
class Amounts:
    """How many of each kind of entry are shown: whole entries, never parts of one."""

    rows: int
    changes: int
    findings: int
    details: int
    charts: int
    notes: int

    @classmethod
    def of_all(cls, report: GateReport, charts: int) -> "Amounts":
        objectives = len(report.objectives)
        return cls(objectives, len(report.changes), len(report.findings), objectives, charts, len(report.notes))


def view(page: Page, amounts: Amounts) -> View:
    report = page.report
    return {
        "heading": heading(page),
        "outcome": str(shown_outcome(report)),
        "language": str(report.language),
        "paragraphs": [*paragraphs(page), *map(page.pen.retell, report.notes[: amounts.notes])],
        "table": table(page, report.objectives[: amounts.rows]),
        "rest": list(_rest(page, amounts)),
        "changes": [page_parts.change(one, page) for one in report.changes[: amounts.changes]],
        "actions": list(actions(page)),
        "findings": [page_parts.finding(one, page) for one in report.findings[: amounts.findings]],
        "details": [
            page_parts.detail(one, page, drawn=index < amounts.charts)
            for index, one in enumerate(report.objectives[: amounts.details])
        ],
        "titles": page_parts.titles(page),
        "footer": list(footer(page)),
    }


def _rest(page: Page, amounts: Amounts) -> Iterator[str]:
    """What is left out, counted."""
    report, say = page.report, page.say
    hidden = report.objectives[amounts.rows :]
    if hidden:
        yield page.pen.said(f"{page_parts.more(page, hidden)} ({page.words.say('left_out.rows')})")
    if len(report.notes) > amounts.notes:
        yield say("left_out.notes", n=len(report.notes) - amounts.notes)
    if len(report.changes) > amounts.changes:
        yield say("left_out.changes", n=len(report.changes) - amounts.changes)
    if len(report.findings) > amounts.findings:
        yield say("left_out.findings", n=len(report.findings) - amounts.findings)
    undetailed = min(len(report.objectives), amounts.rows) - amounts.details
    if undetailed > 0:
        yield say("left_out.details", n=undetailed)
