"""The gate's report for a terminal or a log: a table worst first, then the evidence, then the outcome in the last line."""

import textwrap
from collections.abc import Iterator

from slo_gate import __version__
from slo_gate.core.printable import printable
from slo_gate.core.report import GateReport, ObjectiveReport
from slo_gate.core.verdict import Verdict
from slo_gate.outputs import numbers
from slo_gate.outputs.cells import GAP, Column, table
from slo_gate.outputs.change_text import brief
from slo_gate.outputs.ending import finish
from slo_gate.outputs.excerpt import finding_lines
from slo_gate.outputs.facts import Fact, advice, facts
from slo_gate.outputs.headline import conclusion, headline
from slo_gate.outputs.paint import BOLD, DIM, SYMBOLS, Paint, paint_for
from slo_gate.outputs.style import Style
from slo_gate.outputs.summaries import override_sentence, remaining, short_burn, short_promise, shown_lookbacks
from slo_gate.outputs.wording import Wording, as_is, standing

NAME = "text"
_WORDS = Wording()
_LABEL_WIDTH = 10


def render(report: GateReport, style: Style) -> str:
    paint = paint_for(style.colour)
    blocks = [
        [paint(line, DIM) for line in _wrapped(_header(report), style, "", GAP)],
        *(list(finding_lines(finding, style)) for finding in report.findings),
        list(brief(report.changes, paint)),
        list(_table(report, style)),
        *(list(_block(item, report, style)) for item in report.objectives if _has_block(item)),
        list(_remarks(report, style)),
        [
            *_wrapped(f"{headline(report, _WORDS)}.", style, "", ""),
            paint(conclusion(report, _WORDS), report.outcome),
        ],
    ]
    return finish(("\n".join(block) for block in blocks if block), style)


def _header(report: GateReport) -> str:
    policy = printable(report.policy.file) if report.policy.file else "built-in defaults"
    if report.policy.ref:
        policy += f" at {printable(report.policy.ref)}"
    environment = f"environment {printable(report.environment)}" if report.environment else ""
    at = numbers.instant(report.at) if report.at else ""
    return " · ".join(part for part in (f"slo-gate {__version__}", "gate", environment, f"policy {policy}", at) if part)


def _table(report: GateReport, style: Style) -> Iterator[str]:
    if not report.objectives:
        return
    paint = paint_for(style.colour)
    header, *rows = table(_columns(report), style.width)
    yield paint(GAP.join(header).rstrip(), BOLD)
    for objective, (verdict, *cells) in zip(report.objectives, rows, strict=True):
        yield GAP.join((paint(verdict, standing(objective)), *cells))


def _columns(report: GateReport) -> list[Column]:
    objectives = report.objectives
    lookbacks = shown_lookbacks(objectives)
    spelled = " · ".join(numbers.length(lookback) for lookback in lookbacks)
    say = _WORDS.say
    return [
        Column(say("column.verdict"), [f"{SYMBOLS[standing(item)]} {standing_word(item)}" for item in objectives]),
        Column(say("column.slo"), [as_is(item.title) for item in objectives], flexible=True),
        Column(say("column.promise"), [short_promise(item, _WORDS) for item in objectives]),
        Column(say("column.remaining"), [remaining(item) for item in objectives], right=True),
        Column(
            say("column.burn", lookbacks=spelled),
            [short_burn(item, lookbacks) for item in objectives],
            right=True,
            spare=2,
        ),
        Column(say("column.outlook"), [_WORDS.outlook(item, report.at) for item in objectives], spare=1),
    ]


def standing_word(objective: ObjectiveReport) -> str:
    return _WORDS.verdict(standing(objective))


def _has_block(objective: ObjectiveReport) -> bool:
    return standing(objective) is not Verdict.PASS or bool(objective.warnings) or objective.composite is not None


def _block(objective: ObjectiveReport, report: GateReport, style: Style) -> Iterator[str]:
    paint = paint_for(style.colour)
    shown = standing(objective)
    where = f"{objective.objective.location.file}:{objective.objective.location.line}"
    yield f"{paint(f'{SYMBOLS[shown]} {as_is(objective.title)}', shown)}  {paint(as_is(where), DIM)}"
    for because in objective.reasons:
        yield from _wrapped(_sentence(_WORDS.reason(because, objective)), style, GAP, GAP)
    for name, text in _facts(objective, report):
        if name != "history" or style.unicode:
            yield from _fact(_WORDS.say(f"fact.{name}"), text, style, paint)


def _facts(objective: ObjectiveReport, report: GateReport) -> Iterator[Fact]:
    yield from facts(objective, report.at, _WORDS)
    future = _WORDS.future(objective, report.at)
    if future:
        yield "recovers" if objective.recovers_at or not objective.exhausts_at else "exhausts", future
    if advice(objective):
        yield "do", _WORDS.say(advice(objective))


def _fact(label: str, text: str, style: Style, paint: Paint) -> Iterator[str]:
    indent = f"{GAP}{label.ljust(_LABEL_WIDTH)}{GAP}"
    first, *rest = _wrapped(text, style, indent, " " * len(indent))
    yield paint(indent, DIM) + first[len(indent) :]
    yield from rest


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."


def _wrapped(text: str, style: Style, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        text,
        max(style.width, 40),
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def _remarks(report: GateReport, style: Style) -> Iterator[str]:
    notes = [as_is(note) for note in report.notes]
    if report.override:
        notes.append(override_sentence(report, _WORDS))
    if report.advisory:
        notes.append(_WORDS.say("advisory"))
    for note in notes:
        yield from _wrapped(note, style, "note: ", "      ")
