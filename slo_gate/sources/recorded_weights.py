"""With which weights a tool adds up what a window consists of: events, slices of time, or what it does not tell."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from slo_gate.core.measurement import Promise, Request
from slo_gate.core.slo import BudgetingMethod, RawRatio
from slo_gate.promql.parsing import RejectedError
from slo_gate.promql.selectors import selectors
from slo_gate.sources.recorded_series import OWN, Series

Rules = Callable[[], tuple[Mapping[str, Any], ...]]
"""The recording rules of the server, as it describes them; none where it does not."""
EVENTS, SLICES = "event-weighted", "slice-weighted"
SAMPLES = f"{SLICES}, each sample of a gauge alike"
BY_QUERY = "weighted as its own query does"
UNTOLD = "with weights that the server does not tell"
_MEAN = re.compile(r"(?s)\bsum_over_time\s*\(\s*slo:sli_error:ratio_rate(\w+).*/.*\bcount_over_time\s*\(")


def weights(series: Series, request: Request, rules: Rules, *, counts_rates: bool) -> str:
    """`counts_rates` tells that rates of good and of all events are recorded, too."""
    if series.tool == "Sloth":
        return _of_sloth(series, request, rules)
    if series.tool == "Pyrra":
        return SAMPLES if isinstance(request.indicator, RawRatio) else EVENTS
    return EVENTS if counts_rates else UNTOLD


def at_odds(how: str, promise: Promise) -> str:
    """What to say where a file states a method that weighs otherwise; those of Sloth and Pyrra state none."""
    if promise.format in OWN:
        return ""
    if promise.method is BudgetingMethod.OCCURRENCES and how.startswith(SLICES):
        return "the file counts events, and what is recorded weighs stretches of time, whatever their traffic"
    if promise.method is BudgetingMethod.RATIO_TIMESLICES and how == EVENTS:
        return "the file takes the mean of time slices, and what is recorded weighs events"
    return ""


def _of_sloth(series: Series, request: Request, rules: Rules) -> str:
    """The mean of the ratios over the shortest window, unless Sloth was told not to be so quick: what the rule says."""
    texts = [str(rule.get("query", "")) for rule in rules() if _records(rule, series.main)]
    if not texts:
        return UNTOLD
    means = [_MEAN.search(text) for text in texts]
    if mean := means[0]:
        return f"{SLICES}, the mean of {mean[1]} ratios"
    return BY_QUERY if isinstance(request.indicator, RawRatio) else EVENTS


def _records(rule: Mapping[str, Any], selector: str) -> bool:
    """Whether a rule records the series of a selector."""
    try:
        wanted = selectors(selector)[0]
    except RejectedError:
        return False
    labels = rule.get("labels")
    return rule.get("name") == wanted.name and all(
        isinstance(labels, Mapping) and labels.get(one.label) == one.value for one in wanted.matchers
    )
