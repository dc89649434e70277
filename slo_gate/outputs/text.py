"""The gate's report for a terminal or a log: a table worst first, then the evidence, then the outcome in the last line."""

import textwrap
from collections.abc import Iterator
from typing import NamedTuple

from slo_gate import __version__
from slo_gate.core.report import GateReport, ObjectiveReport
from slo_gate.core.verdict import Because, Verdict
from slo_gate.outputs import numbers
from slo_gate.outputs.cells import GAP, Column, table
from slo_gate.outputs.ending import finish
from slo_gate.outputs.excerpt import finding_lines
from slo_gate.outputs.facts import Fact, advice, facts
from slo_gate.outputs.headline import conclusion, headline, policy_name
from slo_gate.outputs.languages import speaking
from slo_gate.outputs.overriding import override_sentence
from slo_gate.outputs.paint import BOLD, DIM, SYMBOLS, Paint, paint_for
from slo_gate.outputs.promise_changes import effect, mark
from slo_gate.outputs.style import Style
from slo_gate.outputs.summaries import remaining, short_burn, short_promise, shown_lookbacks
from slo_gate.outputs.wording import Wording, as_is, standing

NAME = "text"
_LABEL_WIDTH = 10


def render(report: GateReport, style: Style) -> str:
    return _Text(report, style, speaking(report.language), paint_for(style.colour)).render()


class _Text(NamedTuple):
    """One report on its way to one stream."""

    report: GateReport
    style: Style
    words: Wording
    paint: Paint

    def render(self) -> str:
        report, words = self.report, self.words
        blocks = [
            [self.paint(line, DIM) for line in self._wrapped(self._header(), "", GAP)],
            [line for because in report.reasons for line in self._of_the_run(because)],
            *(list(finding_lines(finding, self.style)) for finding in report.findings),
            list(self._table()),
            list(self._changes()),
            *(list(self._block(item)) for item in report.objectives if _has_block(item)),
            list(self._remarks()),
            [
                *self._wrapped(f"{headline(report, words)}.", "", ""),
                self.paint(conclusion(report, words), report.outcome),
            ],
        ]
        return finish(("\n".join(block) for block in blocks if block), self.style)

    def _header(self) -> str:
        report, say = self.report, self.words.say
        environment = say("header.environment", environment=as_is(report.environment)) if report.environment else ""
        at = numbers.instant(report.at) if report.at else ""
        parts = (f"slo-gate {__version__}", "gate", environment, policy_name(report.policy, self.words, as_is), at)
        return " · ".join(part for part in parts if part)

    def _of_the_run(self, because: Because) -> list[str]:
        first, *rest = self._wrapped(_sentence(self.words.reason(because)), f"{SYMBOLS[because.verdict]} ", GAP)
        return [self.paint(first, because.verdict), *rest]

    def _table(self) -> Iterator[str]:
        if not self.report.objectives:
            return
        header, *rows = table(self._columns(), self.style.width)
        yield self.paint(GAP.join(header).rstrip(), BOLD)
        for objective, (verdict, *cells) in zip(self.report.objectives, rows, strict=True):
            yield GAP.join((self.paint(verdict, standing(objective)), *cells))

    def _columns(self) -> list[Column]:
        objectives, words, at = self.report.objectives, self.words, self.report.at
        lookbacks = shown_lookbacks(objectives)
        spelled = " · ".join(numbers.length(lookback) for lookback in lookbacks)
        say = words.say
        burns = [short_burn(item, lookbacks) for item in objectives]
        return [
            Column(say("column.verdict"), [self._verdict(item) for item in objectives]),
            Column(say("column.slo"), [as_is(item.title) for item in objectives], flexible=True),
            Column(say("column.promise"), [short_promise(item, words) for item in objectives]),
            Column(say("column.remaining"), [remaining(item) for item in objectives], right=True),
            Column(say("column.burn", lookbacks=spelled), burns, right=True, spare=2),
            Column(say("column.outlook"), [words.outlook(item, at) for item in objectives], spare=1),
        ]

    def _verdict(self, objective: ObjectiveReport) -> str:
        shown = standing(objective)
        return f"{SYMBOLS[shown]} {self.words.verdict(shown)}"

    def _changes(self) -> Iterator[str]:
        changes = self.report.changes
        if changes:
            weakened = any(one.weakens for one in changes)
            yield self.paint(self.words.say("title.changes.weakened" if weakened else "title.changes"), BOLD)
        for one in changes:
            said = effect(one, self.words)
            text = f"{mark(one, self.words)} {as_is(one.title)}" + (f": {said}" if said else "")
            yield from self._wrapped(text, GAP, GAP + GAP)

    def _block(self, objective: ObjectiveReport) -> Iterator[str]:
        shown = standing(objective)
        where = f"{objective.objective.location.file}:{objective.objective.location.line}"
        title = self.paint(f"{SYMBOLS[shown]} {as_is(objective.title)}", shown)
        yield f"{title}  {self.paint(as_is(where), DIM)}"
        for because in objective.reasons:
            yield from self._wrapped(_sentence(self.words.reason(because, objective)), GAP, GAP)
        told = [(self.words.say(f"fact.{name}"), text) for name, text in self._facts(objective)]
        width = max(len(label) for label, _ in told)
        for label, text in told:
            yield from self._fact(label.ljust(max(width, _LABEL_WIDTH)), text)

    def _facts(self, objective: ObjectiveReport) -> Iterator[Fact]:
        words, at = self.words, self.report.at
        yield from (fact for fact in facts(objective, at, words) if fact[0] != "history" or self.style.unicode)
        future = words.future(objective, at)
        if future:
            yield "recovers" if objective.recovers_at or not objective.exhausts_at else "exhausts", future
        if advice(objective):
            yield "do", words.say(advice(objective))

    def _fact(self, label: str, text: str) -> Iterator[str]:
        indent = f"{GAP}{label}{GAP}"
        first, *rest = self._wrapped(text, indent, " " * len(indent))
        yield self.paint(indent, DIM) + first[len(indent) :]
        yield from rest

    def _remarks(self) -> Iterator[str]:
        report = self.report
        notes = [as_is(note) for note in report.notes]
        if report.override:
            notes.append(override_sentence(report.override, self.words))
        if report.advisory:
            notes.append(self.words.say("advisory"))
        label = f"{self.words.say('note')}: "
        for note in notes:
            yield from self._wrapped(note, label, " " * len(label))

    def _wrapped(self, text: str, first: str, rest: str) -> list[str]:
        return textwrap.wrap(
            text,
            max(self.style.width, 40),
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]


def _has_block(objective: ObjectiveReport) -> bool:
    return standing(objective) is not Verdict.PASS or bool(objective.warnings) or objective.composite is not None


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."
