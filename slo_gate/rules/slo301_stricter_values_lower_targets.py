from collections.abc import Iterator, Sequence

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Indicator, Objective, Op, Query, Ratio, RawRatio, Slo, Threshold
from slo_gate.core.validation import Validation

ID = "SLO301"
PAGE = Page(
    "Each objective of an SLO promises something of its own",
    "Of two thresholds, the stricter one has the lower target: 99 % within 1 s, and 90 % within 0.3 s. The other way round, "
    "or with equal targets, the stricter one implies the other, which then never decides anything; often the values or the "
    "targets were swapped. Nor does the same objective twice promise more than once.",
    "objectives:\n  - {op: lte, value: 0.3, target: 0.99}\n  - {op: lte, value: 1, target: 0.9}",
    "objectives:\n  - {op: lte, value: 0.3, target: 0.9}\n  - {op: lte, value: 1, target: 0.99}",
    (Severity.WARNING,),
)


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        for index, later in enumerate(slo.objectives):
            yield from _judge(slo.objectives[:index], later)


def _judge(earlier: Sequence[Objective], later: Objective) -> Iterator[Found]:
    """The first of the earlier objectives that says what the later one says, or the opposite order, speaks for them all."""
    for one in earlier:
        if _what(one) == _what(later) and one.slice_target == later.slice_target:
            found = _same(one, later) or _out_of_order(one, later)
            if found:
                yield found
                return


def _what(objective: Objective) -> tuple[object, ...]:
    """What is measured, wherever it is written."""
    indicator = objective.indicator
    if isinstance(indicator, Ratio):
        return ("good" if indicator.good else "bad", _asked(indicator.part), _asked(indicator.total))
    if isinstance(indicator, RawRatio):
        return (indicator.success, _asked(indicator.query))
    return (_is_upper(indicator.op), _asked(indicator.query))


def _asked(query: Query) -> tuple[str, str, str]:
    return query.source, query.source_type, query.text or str(query.location)


def _is_upper(op: Op) -> bool:
    return op in {Op.LT, Op.LTE}


def _same(one: Objective, later: Objective) -> Found | None:
    if one.target != later.target or _limit(one.indicator) != _limit(later.indicator):
        return None
    message = f"the objective is that of line {one.location.line} once more"
    return Found(later.location, message, "remove it, or change its target or value")


def _limit(indicator: Indicator) -> object:
    return (indicator.op, indicator.limit) if isinstance(indicator, Threshold) else None


def _out_of_order(one: Objective, later: Objective) -> Found | None:
    first, second = one.indicator, later.indicator
    if not isinstance(first, Threshold) or not isinstance(second, Threshold) or first.limit == second.limit:
        return None
    later_is_stricter = (second.limit < first.limit) == _is_upper(first.op)
    strict, loose = (later, one) if later_is_stricter else (one, later)
    if strict.target < loose.target:
        return None
    message = (
        f"{_spoken(strict)} has the target {_percent(strict)} and {_spoken(loose)} has {_percent(loose)}: "
        "what meets the stricter value meets the other, so the other promises nothing"
    )
    return Found(later.location, message, "give the stricter value the lower target; were the two swapped?")


def _spoken(objective: Objective) -> str:
    assert isinstance(objective.indicator, Threshold)
    return f"`{objective.indicator.op} {objective.indicator.limit}`"


def _percent(objective: Objective) -> str:
    return f"{(objective.target * 100).normalize():f} %"
