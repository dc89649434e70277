"""What an SLO promises, what was measured, and how the number came about, in plain words."""

import textwrap
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from slo_gate.core.budget import Budget
from slo_gate.core.duration import spell
from slo_gate.core.printable import printable
from slo_gate.core.report import GateReport, ObjectiveReport
from slo_gate.core.slo import BudgetingMethod, Kind, Op, Query, Ratio, RawRatio, Threshold
from slo_gate.outputs import numbers
from slo_gate.outputs.ending import finish
from slo_gate.outputs.facts import advice, facts, promise, source_of
from slo_gate.outputs.paint import BOLD, DIM, SYMBOLS, paint_for
from slo_gate.outputs.style import Style
from slo_gate.outputs.wording import Wording, as_is, standing

_WORDS = Wording()
_INDENT = "  "
_OPERATORS = {Op.LT: "below", Op.LTE: "at most", Op.GT: "above", Op.GTE: "at least"}
_MOST_QUERY = 20_000


class _Section(NamedTuple):
    """A heading, and paragraphs; what begins with blanks is set as it is."""

    heading: str
    paragraphs: tuple[str, ...]


def render(report: GateReport, style: Style) -> str:
    """One part for each objective, and each series, of the SLO."""
    return finish((_part(objective, report.at, style) for objective in report.objectives), style)


def _part(objective: ObjectiveReport, at: datetime | None, style: Style) -> str:
    paint = paint_for(style.colour)
    where = f"{objective.objective.location.file}:{objective.objective.location.line}"
    lines = [f"{paint(as_is(objective.title), BOLD)}  {paint(as_is(where), DIM)}"]
    if objective.slo.description:
        lines += _paragraph(printable(" ".join(objective.slo.description.split()), 500), style)
    for section in _sections(objective, at):
        lines += ["", paint(section.heading, BOLD)]
        for text in section.paragraphs:
            lines += _paragraph(text, style)
    return "\n".join(lines)


def _paragraph(text: str, style: Style) -> list[str]:
    if text.startswith(_INDENT):
        return [f"{_INDENT}{line}" for line in text.splitlines()]
    width = max(style.width, 40)
    return textwrap.wrap(
        text, width, initial_indent=_INDENT, subsequent_indent=_INDENT, break_long_words=False, break_on_hyphens=False
    )


def _sections(objective: ObjectiveReport, at: datetime | None) -> Iterator[_Section]:
    yield _Section("What is promised", tuple(_promised(objective)))
    yield _Section("What counts as good", tuple(_good(objective)))
    yield _Section("What was measured", tuple(_measured(objective, at)))
    if objective.budget and objective.budget.sli is not None:
        yield _Section("How the number comes about", tuple(_computed(objective, objective.budget)))
    yield _Section("What the policy says of it", tuple(_judged(objective, at)))


def _promised(objective: ObjectiveReport) -> Iterator[str]:
    yield f"{promise(objective, _WORDS)}. {_error_budget(objective)}"


def _error_budget(objective: ObjectiveReport) -> str:
    share, slo = objective.objective.error_budget, objective.slo
    if not share:
        return "Nothing may be bad: the first bad event breaks it."
    things = _WORDS.say(f"things.{slo.method}")
    may = f"So {_share(share)} of {things} may be bad"
    if slo.kind is not Kind.AVAILABILITY:
        return f"{may}."
    length = objective.bounds.length if objective.bounds else slo.window.duration.nominal
    worth = spell(timedelta(seconds=float(share * Decimal(length.total_seconds()))))
    return f"{may}: as much as a complete outage of {worth} in {spell(length)}."


def _share(share: Decimal) -> str:
    """`0.1 % (1 in 1 000)`, where it is one in a whole number."""
    one_in = 1 / share
    shown = numbers.exact(share)
    return f"{shown} (1 in {numbers.count(one_in)})" if one_in == one_in.to_integral_value() else shown


def _good(objective: ObjectiveReport) -> Iterator[str]:
    indicator = objective.objective.indicator
    match indicator:
        case Ratio():
            name = "good" if indicator.good else "bad"
            yield f"The file says how all events are counted, and the {name} ones among them:"
            yield _query("all", indicator.total)
            yield _query(name, indicator.part)
        case RawRatio():
            yield f"The source tells the share of {'good' if indicator.success else 'bad'} events itself:"
            yield _query("share", indicator.query)
        case Threshold():
            yield f"A value is good where it is {_OPERATORS[indicator.op]} {indicator.limit.normalize():f}:"
            yield _query("value", indicator.query)
    yield from _slices(objective)
    yield f"The source {_WORDS.quote(source_of(objective))} is asked."


def _slices(objective: ObjectiveReport) -> Iterator[str]:
    length, target = objective.objective.slice_length, objective.objective.slice_target
    if objective.slo.method is BudgetingMethod.OCCURRENCES or not length:
        return
    if objective.slo.method is BudgetingMethod.RATIO_TIMESLICES:
        yield f"Time is cut into slices of {spell(length)}, and what counts is the mean of their shares of good events."
    elif target is not None:
        yield f"Time is cut into slices of {spell(length)}; one is good where {_at_least(target)} of its events is good."
    else:
        yield f"Time is cut into slices of {spell(length)}."


def _at_least(share: Decimal) -> str:
    return "each" if share == 1 else f"a share of at least {numbers.exact(share)}"


def _query(name: str, query: Query) -> str:
    text = printable(query.original, _MOST_QUERY) if "\n" not in query.original else _lines(query.original)
    return textwrap.indent(f"{name + ':':6} {text}", _INDENT)


def _lines(text: str) -> str:
    first, *rest = (printable(line, _MOST_QUERY) for line in textwrap.dedent(text).strip().splitlines())
    return "\n".join((first, *(f"{' ' * 7}{line}" for line in rest)))


def _measured(objective: ObjectiveReport, at: datetime | None) -> Iterator[str]:
    if objective.no_data:
        yield f"Nothing: {_WORDS.retell(objective.no_data.detail)} ({objective.no_data.reason})."
        return
    if objective.bounds:
        until = min(objective.bounds.now, objective.bounds.end)
        yield f"From {numbers.instant(objective.bounds.start)} to {numbers.instant(until)}:"
    told = dict(facts(objective, at, _WORDS))
    for name in ("measured", "data", "excluded", "history"):
        if name in told:
            yield f"{_WORDS.say(f'fact.{name}')}: {told[name]}"
    for warning in objective.warnings:
        yield f"{_WORDS.say('fact.warning')}: {_WORDS.retell(warning)}"


def _computed(objective: ObjectiveReport, budget: Budget) -> Iterator[str]:
    share = objective.objective.error_budget
    if budget.bad is None or budget.allowed_bad is None:
        yield _of_ratio(share, budget)
        return
    spent = _were_bad(budget.bad)
    if not share:
        yield f"Nothing may be bad, and {spent}: {numbers.remaining(budget.remaining)} of the budget remains."
        return
    whole = numbers.count(budget.allowed_bad / share)
    yield (
        f"{_share(share)} of {whole} is {numbers.count(budget.allowed_bad)}: so many may be bad ({_WORDS.retell(budget.basis)}). {spent}, "
        f"which is {numbers.consumed(budget.consumed)} of that; {numbers.remaining(budget.remaining)} of the budget remains."
    )
    if budget.to_date is not None:
        yield f"Judged by the elapsed part of the window alone, {numbers.remaining(budget.to_date)} would remain."
    if budget.empty_slices:
        yield f"{_WORDS.counted('budget.empty', budget.empty_slices)} had no events; `empty_slices` says what they count as."


def _of_ratio(share: Decimal, budget: Budget) -> str:
    """How a budget comes about of which nobody counted the events."""
    assert budget.sli is not None
    may = f"{_share(share)} may be bad" if share else "Nothing may be bad"
    consumed = f", which consumes {numbers.consumed(budget.consumed)} of that" if share else ""
    return (
        f"{may}. {numbers.measured(budget.sli)} was good ({_WORDS.retell(budget.basis)}){consumed}; "
        f"{numbers.remaining(budget.remaining)} of the budget remains."
    )


def _were_bad(number: Decimal) -> str:
    return f"{numbers.count(number)} {'was' if number == 1 else 'were'} bad"


def _judged(objective: ObjectiveReport, at: datetime | None) -> Iterator[str]:
    shown = standing(objective)
    reasons = "; ".join(_WORDS.reason(because, objective) for because in objective.reasons)
    yield f"{SYMBOLS[shown]} {_WORDS.verdict(shown)}: {reasons}."
    told = dict(facts(objective, at, _WORDS))
    if "burn" in told:
        yield f"{_WORDS.say('fact.burn')}: {told['burn']}; at 1.0{numbers.TIMES} a full budget lasts just one window."
    if "composite" in told:
        yield f"{_WORDS.say('fact.composite')}: {told['composite']}"
    if future := _WORDS.future(objective, at):
        yield f"{future[0].upper()}{future[1:]}."
    if what := advice(objective):
        yield f"{_WORDS.say('fact.do')}: {_WORDS.say(what)}."
