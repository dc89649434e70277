"""What a change does to the promises, for a terminal or a log."""

from collections.abc import Iterator

from slo_gate.core.change_report import ChangeReport
from slo_gate.core.printable import printable
from slo_gate.core.promise_change import Aspect, PromiseChange
from slo_gate.core.verdict import Verdict
from slo_gate.outputs.change_wording import ChangeWording, base_name
from slo_gate.outputs.ending import finish
from slo_gate.outputs.excerpt import finding_lines
from slo_gate.outputs.languages import speaking
from slo_gate.outputs.paint import BOLD, DIM, Paint, paint_for
from slo_gate.outputs.promise_changes import mark
from slo_gate.outputs.style import Style
from slo_gate.outputs.wording import as_is

NAME = "text"
_INDENT = "  "
_MOST_LINES = 20


def render(report: ChangeReport, style: Style) -> str:
    return finish(_blocks(report, style), style)


def _blocks(report: ChangeReport, style: Style) -> Iterator[str]:
    paint, words = paint_for(style.colour), ChangeWording(*speaking(report.language))
    if report.findings and not report.changes:
        yield from ("\n".join(finding_lines(finding, style)) for finding in report.findings)
    for change in report.changes:
        yield "\n".join(_change(change, words, paint))
    for note in report.notes:
        yield f"{words.say('note')}: {as_is(note)}"
    compared = words.say("changes.compared", base=as_is(base_name(report.base)))
    outcome = words.say(f"outcome.{report.outcome}").upper()
    conclusion = words.say("conclusion.bare", outcome=outcome, code=report.exit_code)
    yield f"{words.headline(report.changes)}, {compared}.\n{paint(conclusion, report.outcome)}"


def _change(change: PromiseChange, words: ChangeWording, paint: Paint) -> Iterator[str]:
    """What changed, both texts of a query, and what both versions make of today."""
    yield _heading(change, words, paint)
    for aspect in change.aspects:
        yield f"{_INDENT}{words.sentence(aspect)}"
        yield from _texts(aspect, paint)
    yield from (f"{_INDENT}{sentence}" for sentence in words.backtests(change))


def _heading(change: PromiseChange, words: ChangeWording, paint: Paint) -> str:
    title = paint(as_is(change.title), BOLD)
    place = f"{change.location.file}:{change.location.line}"
    shown = paint(mark(change, words), Verdict.FAIL if change.weakens else BOLD)
    return f"{shown}  {title}  {paint(as_is(place), DIM)}"


def _texts(aspect: Aspect, paint: Paint) -> Iterator[str]:
    """Of a query, what was asked and what is, line by line."""
    if aspect.code != "query":
        return
    for sign, key, verdict in (("-", "before", Verdict.FAIL), ("+", "after", Verdict.PASS)):
        lines = str(aspect.evidence[key]).strip().splitlines()
        for line in lines[:_MOST_LINES]:
            yield paint(f"{_INDENT}{sign} {printable(line, 500)}", verdict)
        if len(lines) > _MOST_LINES:
            yield f"{_INDENT}{sign} …"
