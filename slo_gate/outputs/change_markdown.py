"""What a change does to the promises, in Markdown."""

from collections.abc import Iterator

from slo_gate.core.change_report import ChangeReport
from slo_gate.core.promise_change import PromiseChange
from slo_gate.outputs.change_text import base_name
from slo_gate.outputs.change_wording import ChangeWording
from slo_gate.outputs.markup import code_span, fence, prose
from slo_gate.outputs.numbers import plain
from slo_gate.outputs.style import Style

NAME = "markdown"
_WORDS = ChangeWording(quote=code_span, retell=prose)
_SYMBOLS = {True: "⚠️", False: "✏️"}


def render(report: ChangeReport, _style: Style) -> str:
    return plain("\n\n".join(_blocks(report))) + "\n"


def _blocks(report: ChangeReport) -> Iterator[str]:
    compared = _WORDS.say("changes.compared", base=code_span(base_name(report.base)))
    yield f"### {_WORDS.headline(report.changes)}, {compared}"
    if report.findings and not report.changes:
        yield "\n".join(f"- {code_span(str(one.location))} {prose(one.message)}" for one in report.findings)
    for change in report.changes:
        yield "\n".join(_change(change))
        yield from _queries(change)
    for note in report.notes:
        yield prose(note)


def _change(change: PromiseChange) -> Iterator[str]:
    place = code_span(f"{change.location.file}:{change.location.line}")
    yield f"{_SYMBOLS[change.weakens]} **{code_span(change.title)}** ({place})"
    yield ""
    yield from (f"- {_WORDS.sentence(aspect)}" for aspect in change.aspects)
    for version, today in (("before", change.before), ("after", change.after)):
        if today:
            yield f"- {_WORDS.backtest(today, version)}"


def _queries(change: PromiseChange) -> Iterator[str]:
    for aspect in change.aspects:
        if aspect.code == "query":
            yield from (fence(str(aspect.evidence[key])) for key in ("before", "after"))
