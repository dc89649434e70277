"""What a change does to the promises, for a terminal or a log."""

from collections.abc import Iterator

from slo_gate.core.change_report import ChangeReport
from slo_gate.core.printable import printable
from slo_gate.core.promise_change import Aspect, PromiseChange
from slo_gate.core.report import PolicyOrigin
from slo_gate.core.verdict import Verdict
from slo_gate.outputs.change_wording import ChangeWording
from slo_gate.outputs.ending import finish
from slo_gate.outputs.excerpt import finding_lines
from slo_gate.outputs.paint import BOLD, DIM, Paint, paint_for
from slo_gate.outputs.style import Style
from slo_gate.outputs.wording import as_is

NAME = "text"
_WORDS = ChangeWording()
_INDENT = "  "
_MOST_LINES = 20


def render(report: ChangeReport, style: Style) -> str:
    return finish(_blocks(report, style), style)


def _blocks(report: ChangeReport, style: Style) -> Iterator[str]:
    paint = paint_for(style.colour)
    if report.findings and not report.changes:
        yield from ("\n".join(finding_lines(finding, style)) for finding in report.findings)
    for change in report.changes:
        yield "\n".join(change_lines(change, paint))
    for note in report.notes:
        yield f"note: {as_is(note)}"
    compared = _WORDS.say("changes.compared", base=as_is(base_name(report.base)))
    headline = f"{_WORDS.headline(report.changes)}, {compared}"
    yield f"{headline}.\n{paint(f'{report.outcome.upper()}: exit {report.exit_code}', report.outcome)}"


def base_name(base: PolicyOrigin) -> str:
    """`main (0123456789ab)`, as far as either is known; foreign text."""
    short = (base.sha or "")[:12]
    if not base.ref or base.ref == base.sha:
        return short
    return f"{base.ref} ({short})" if short else base.ref


def change_lines(change: PromiseChange, paint: Paint) -> Iterator[str]:
    """What changed, both texts of a query, and what both versions make of today."""
    yield _heading(change, paint)
    for aspect in change.aspects:
        yield f"{_INDENT}{_WORDS.sentence(aspect)}"
        yield from _texts(aspect, paint)
    yield from _backtests(change)


def _backtests(change: PromiseChange) -> Iterator[str]:
    for version, today in (("before", change.before), ("after", change.after)):
        if today:
            yield f"{_INDENT}{_WORDS.backtest(today, version)}"


def _heading(change: PromiseChange, paint: Paint) -> str:
    way = "weakened" if change.weakens and change.way == "changed" else str(change.way)
    title = paint(as_is(change.title), BOLD)
    place = f"{change.location.file}:{change.location.line}"
    shown = paint(_WORDS.say(f"way.{way}"), Verdict.FAIL if change.weakens else BOLD)
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
