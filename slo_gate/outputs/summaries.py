"""One objective in a few characters: the cells of the tables."""

from collections.abc import Sequence
from datetime import timedelta

from slo_gate.core.report import ObjectiveReport
from slo_gate.outputs import numbers
from slo_gate.outputs.facts import window_name
from slo_gate.outputs.wording import Wording

_HOUR = timedelta(hours=1)
_USUAL_LOOKBACKS = (_HOUR, 6 * _HOUR)


def short_promise(objective: ObjectiveReport, words: Wording) -> str:
    return f"{numbers.exact(objective.objective.target)} · {window_name(objective, words)}"


def remaining(objective: ObjectiveReport) -> str:
    """A question mark where it was not measured, a dash where there was nothing to measure."""
    if objective.budget:
        return numbers.remaining(objective.budget.remaining)
    return "?" if objective.no_data else "–"


def shown_lookbacks(objectives: Sequence[ObjectiveReport]) -> list[timedelta]:
    """One hour and six where they were measured, else the two longest."""
    known = sorted({lookback for objective in objectives for lookback in objective.burn_rates or ()})
    return [lookback for lookback in _USUAL_LOOKBACKS if lookback in known] or known[-2:]


def short_burn(objective: ObjectiveReport, lookbacks: Sequence[timedelta]) -> str:
    if not objective.burn_rates:
        return ""
    rates = [objective.burn_rates.get(lookback) for lookback in lookbacks]
    return " · ".join("?" if rate is None else numbers.rate(rate) for rate in rates)
