"""What a change does to the promises, in Markdown."""

from collections.abc import Iterator

from slo_gate.core.change_report import ChangeReport
from slo_gate.core.promise_change import PromiseChange
from slo_gate.outputs.change_wording import ChangeWording, base_name
from slo_gate.outputs.languages import speaking
from slo_gate.outputs.markup import code_span, fence, prose
from slo_gate.outputs.numbers import plain
from slo_gate.outputs.style import Style

NAME = "markdown"
_SYMBOLS = {True: "⚠️", False: "✏️"}


def render(report: ChangeReport, _style: Style) -> str:
    words = ChangeWording(*speaking(report.language, code_span, prose))
    return plain("\n\n".join(_blocks(report, words))) + "\n"


def _blocks(report: ChangeReport, words: ChangeWording) -> Iterator[str]:
    compared = words.say("changes.compared", base=code_span(base_name(report.base)))
    yield f"### {words.headline(report.changes)}, {compared}"
    if report.findings and not report.changes:
        yield "\n".join(f"- {code_span(str(one.location))} {prose(one.message)}" for one in report.findings)
    for change in report.changes:
        yield "\n".join(_change(change, words))
        yield from _queries(change)
    for note in report.notes:
        yield prose(note)


def _change(change: PromiseChange, words: ChangeWording) -> Iterator[str]:
    place = code_span(f"{change.location.file}:{change.location.line}")
    yield f"{_SYMBOLS[change.weakens]} **{code_span(change.title)}** ({place})"
    yield ""
    yield from (f"- {words.sentence(aspect)}" for aspect in change.aspects)
    yield from (f"- {sentence}" for sentence in words.backtests(change))


def _queries(change: PromiseChange) -> Iterator[str]:
    for aspect in change.aspects:
        if aspect.code == "query":
            yield from (fence(str(aspect.evidence[key])) for key in ("before", "after"))
