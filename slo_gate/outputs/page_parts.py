"""The parts of a page below its table: what changes in the promises, the findings, and how each number was made."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from slo_gate.core.finding import Finding, Severity
from slo_gate.core.promise_change import PromiseChange, Way
from slo_gate.core.report import ObjectiveReport
from slo_gate.core.verdict import Verdict
from slo_gate.outputs.burn_down import burn_down
from slo_gate.outputs.facts import facts
from slo_gate.outputs.links import rule_url
from slo_gate.outputs.page import SYMBOLS, Page
from slo_gate.outputs.promise_changes import effect, mark
from slo_gate.outputs.wording import standing

_SEVERITIES = {Severity.ERROR: "⛔", Severity.WARNING: "⚠️", Severity.NOTICE: "💬"}
_WAYS = {Way.ADDED: "➕", Way.REMOVED: "➖", Way.CHANGED: "✏️"}


class Detail(NamedTuple):
    """The evidence of one objective. `chart` is empty where there is none to draw."""

    title: str
    chart: str
    facts: list[tuple[str, str]]
    queries: list[str]
    verdict: str


def change(one: PromiseChange, page: Page) -> str:
    """`⚠️ **weakened** [web / checkout](…): target 99.9 % → 99.5 %`."""
    pen, place = page.pen, one.location
    symbol = "⚠️" if one.weakens else _WAYS[one.way]
    address = None if one.way is Way.REMOVED else page.source(place.file, place.line)
    title = pen.link(pen.quote(one.title), address)
    said = effect(one, page.words)
    marked = f"{symbol} {pen.strong(mark(one, page.words))} {title}"
    return pen.said(f"{marked}: {said}" if said else marked)


def finding(one: Finding, page: Page) -> list[str]:
    pen, place = page.pen, one.location
    where = pen.link(pen.quote(str(place)), page.source(place.file, place.line))
    message = pen.retell(f"{one.message}; {one.help}" if one.help else one.message)
    rule = pen.link(pen.quote(one.rule), rule_url(one.rule))
    return [pen.said(_SEVERITIES[one.severity]), *map(pen.cell, (rule, where, message))]


def detail(objective: ObjectiveReport, page: Page, *, drawn: bool) -> Detail:
    words, pen = page.words, page.pen
    burned = burn_down(objective) if drawn else None
    told = [
        fact for fact in facts(objective, page.report.at, words) if pen.sparks or not burned or fact[0] != "history"
    ]
    named = [(words.say(f"fact.{name}"), sentence) for name, sentence in told]
    reasons = "; ".join(words.reason(because, objective) for because in objective.reasons)
    titled = [(words.say("column.verdict"), reasons)] if reasons else []
    return Detail(
        pen.said(f"{SYMBOLS[standing(objective)]} {page.title(objective)}"),
        pen.chart(burned, words) if burned else "",
        [(pen.said(name), pen.said(sentence)) for name, sentence in (*titled, *named)],
        [pen.block(query) for query in objective.queries],
        str(standing(objective)),
    )


def more(page: Page, hidden: Sequence[ObjectiveReport]) -> str:
    """`❔ 2 more unknown · ✅ 400 more pass`."""
    standings = [standing(objective) for objective in hidden]
    present = [verdict for verdict in reversed(Verdict) if verdict in standings]
    words = page.words
    return " · ".join(f"{SYMBOLS[one]} {words.say(f'more.{one}', n=standings.count(one))}" for one in present)


def titles(page: Page) -> dict[str, str]:
    said = {name: page.say(code) for name, code in _titles()}
    findings, weakened = len(page.report.findings), any(one.weakens for one in page.report.changes)
    said["findings"] = page.pen.said(page.words.counted("title.findings", findings))
    return said | {"changes": page.say("title.changes.weakened" if weakened else "title.changes")}


def _titles() -> Iterator[tuple[str, str]]:
    yield from ((name, f"title.{name}") for name in ("actions", "details", "budgets"))
    yield from ((name, f"column.{name}") for name in ("rule", "where", "message"))
