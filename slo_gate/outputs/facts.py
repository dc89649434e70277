"""The evidence of one objective, as named sentences that the text and the Markdown report share."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from slo_gate.core.budget import Budget
from slo_gate.core.composite import Composite
from slo_gate.core.report import ObjectiveReport
from slo_gate.core.slo import BudgetingMethod, Kind, queries_of
from slo_gate.core.verdict import Verdict
from slo_gate.outputs import numbers
from slo_gate.outputs.wording import Wording, is_spent, standing, too_few

Fact = tuple[str, str]


def facts(objective: ObjectiveReport, at: datetime | None, words: Wording) -> Iterator[Fact]:
    """(name, sentence) pairs; the name is a code of the catalogue under `fact.`."""
    promised = promise(objective, words)
    yield "promise", words.say("fact.promise.before", promise=promised) if objective.at_base else promised
    if objective.budget:
        yield from _numbers(objective, objective.budget, words)
    if objective.burn_rates:
        yield "burn", _burn(objective, words)
    if any(share is not None for share in objective.history):
        yield "history", numbers.sparkline(objective.history)
    if objective.composite:
        yield "composite", _composite(objective.composite, words)
    if objective.excluded:
        yield "excluded", _excluded(objective, objective.excluded, words)
    yield "data", _data(objective, at, words)
    for warning in objective.warnings:
        yield "warning", words.retell(warning)


def promise(objective: ObjectiveReport, words: Wording) -> str:
    """`availability: 99.9 % of events good over any 30d`, with the dates of a calendar window."""
    window = objective.slo.window
    text = words.say(
        "promise.rolling" if window.rolling else "promise.calendar",
        kind=words.say(f"kind.{objective.slo.kind}"),
        target=numbers.exact(objective.objective.target),
        things=words.say(f"things.{objective.slo.method}"),
        window=window_name(objective, words),
    )
    return f"{text} ({_dates(objective, words)})" if window.calendar and objective.bounds else text


def window_name(objective: ObjectiveReport, words: Wording) -> str:
    window = objective.slo.window
    code = f"window.{window.duration}"
    return words.say(code) if not window.rolling and words.knows(code) else str(window.duration)


def _dates(objective: ObjectiveReport, words: Wording) -> str:
    calendar, bounds = objective.slo.window.calendar, objective.bounds
    assert calendar
    assert bounds
    start, end = (moment.astimezone(calendar.zone) for moment in (bounds.start, bounds.end))
    return words.say(
        "promise.window",
        start=f"{start:%Y-%m-%d %H:%M}",
        end=f"{end:%Y-%m-%d %H:%M}",
        zone=words.quote(calendar.zone_name),
    )


def _numbers(objective: ObjectiveReport, budget: Budget, words: Wording) -> Iterator[Fact]:
    if budget.sli is None:
        yield "measured", words.say("measured.nothing")
        return
    yield "measured", _measured(objective, budget, words)
    yield "budget", "; ".join(_budget(objective, budget, words))


def _measured(objective: ObjectiveReport, budget: Budget, words: Wording) -> str:
    assert budget.sli is not None
    sli = numbers.measured(budget.sli)
    if budget.good is None or budget.total is None:
        return words.say("measured.ratio", sli=sli)
    good, total = numbers.count(budget.good), numbers.count(budget.total)
    things = words.say(f"things.{_counted(objective.slo.method)}")
    return words.say("measured", sli=sli, good=good, total=total, things=things)


def _counted(method: BudgetingMethod) -> BudgetingMethod:
    """A mean of ratios has no events of its own: slices are what is counted."""
    return BudgetingMethod.TIMESLICES if method is BudgetingMethod.RATIO_TIMESLICES else method


def _budget(objective: ObjectiveReport, budget: Budget, words: Wording) -> Iterator[str]:
    yield _shares(budget, words)
    if objective.time_left is not None and objective.slo.kind is not Kind.SATISFACTION:
        code = "budget.time" if objective.time_left.total_seconds() >= 0 else "budget.time.over"
        yield words.say(code, length=numbers.length(objective.time_left))
    if budget.to_date is not None:
        yield words.say("budget.to_date", share=numbers.remaining(budget.to_date))
    if budget.empty_slices:
        yield words.counted("budget.empty", budget.empty_slices)


def _shares(budget: Budget, words: Wording) -> str:
    """A snapshot says its basis itself, so that is foreign text."""
    remaining, consumed = numbers.remaining(budget.remaining), numbers.consumed(budget.consumed)
    basis = words.retell(budget.basis)
    if budget.bad is None or budget.allowed_bad is None:
        return words.say("budget.ratio", remaining=remaining, consumed=consumed, basis=basis)
    bad, allowed = numbers.count(budget.bad), numbers.count(budget.allowed_bad)
    return words.say("budget", remaining=remaining, consumed=consumed, bad=bad, allowed=allowed, basis=basis)


def _burn(objective: ObjectiveReport, words: Wording) -> str:
    rates = sorted((objective.burn_rates or {}).items())
    return ", ".join(
        words.say("burn.none", lookback=numbers.length(lookback))
        if rate is None
        else words.say("burn", rate=numbers.rate(rate), lookback=numbers.length(lookback))
        for lookback, rate in rates
    )


def _composite(composite: Composite, words: Wording) -> str:
    n = len(composite.weights)
    if composite.remaining is None:
        return words.say("composite.unknown", n=n)
    weights = " : ".join(f"{weight.normalize():f}" for weight in composite.weights)
    return words.say("composite", remaining=numbers.remaining(composite.remaining), n=n, weights=weights)


def _excluded(objective: ObjectiveReport, length: timedelta, words: Wording) -> str:
    reasons = (
        words.say(
            "excluded.reason",
            reason=words.quote(str(one)),
            start=numbers.instant(one.start),
            end=numbers.instant(one.end),
        )
        for one in objective.exclusions
    )
    return words.say("excluded", length=numbers.length(length), reasons="; ".join(reasons))


def _data(objective: ObjectiveReport, at: datetime | None, words: Wording) -> str:
    parts = [words.say("summed", n=objective.summed)] if objective.summed else []
    if objective.coverage is not None:
        parts.append(words.say("coverage", coverage=numbers.measured(objective.coverage)))
    if objective.newest_sample:
        parts.append(_newest(objective.newest_sample, at, words))
    parts.append(words.say("source", source=words.quote(source_of(objective))))
    return ", ".join(parts)


def _newest(newest: datetime, at: datetime | None, words: Wording) -> str:
    if at is None or newest >= at:
        return words.say("newest.now", at=numbers.instant(newest))
    return words.say("newest", at=numbers.instant(newest), age=numbers.length(at - newest))


def source_of(objective: ObjectiveReport) -> str:
    """The config's name of the source asked; where none was, what the SLO names, or the type where it names only that."""
    query = queries_of(objective.objective.indicator)[0]
    return objective.source or query.source or query.source_type


_ADVICE = {
    "no_traffic": "do.no_traffic",
    "burn_rate": "do.burning",
    "exhausts_within": "do.burning",
    "remaining_at_most": "do.low",
    "consumed_at_least": "do.low",
    "coverage_below": "do.coverage",
    "disagreement": "do.disagreement",
}
"""By the code of a reason, the most telling first."""


def advice(objective: ObjectiveReport) -> str:
    """The code of what to do; empty where nothing needs doing."""
    if objective.no_data:
        return f"do.{objective.no_data.reason}"
    if standing(objective) is Verdict.PASS:
        return ""
    if any(because.code == "exempt" for because in objective.reasons):
        return "do.exempt"
    if any(too_few(because) for because in objective.reasons):
        return "do.few"
    if is_spent(objective):
        return "do.spent"
    codes = {code for because in objective.reasons for code in because.codes}
    return next((do for code, do in _ADVICE.items() if code in codes), "do.low")
