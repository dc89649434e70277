from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from decimal import Decimal
from operator import itemgetter

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Objective, Op, Query, Ratio, RawRatio, Slo, Threshold
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
        if len(slo.objectives) > 1:
            yield from _rivalries(slo.objectives)


def _rivalries(objectives: Sequence[Objective]) -> Iterator[Found]:
    standing: dict[tuple[object, ...], _Standing] = {}
    for objective in objectives:
        alike = (*_what(objective), objective.slice_target)
        found = standing.setdefault(alike, _Standing()).judge(objective)
        if found:
            yield found


class _Standing:
    """Objectives of one thing that is measured, none of which makes another one idle: the looser, the higher the target."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Objective] = {}
        self._ordered: list[tuple[Decimal, Decimal, int]] = []
        """How loose each threshold is, its target, and which of `_objectives` it is."""
        self._objectives: list[Objective] = []

    def judge(self, later: Objective) -> Found | None:
        """What is wrong between the objective and those that stand; it joins them where nothing is."""
        same = self._known.get(_promise(later))
        if same:
            message = f"the objective is that of line {same.location.line} once more"
            return Found(later.location, message, "remove it, or change its target or value")
        rivals = self._rivals(later.indicator, later.target) if isinstance(later.indicator, Threshold) else []
        if rivals:
            return _out_of_order(rivals[0], later)
        self._known[_promise(later)] = later
        if isinstance(later.indicator, Threshold):
            insort(self._ordered, (_looseness(later.indicator), later.target, len(self._objectives)))
            self._objectives.append(later)
        return None

    def _rivals(self, indicator: Threshold, target: Decimal) -> list[Objective]:
        """Of the next stricter and the next looser one, those that the targets put in the wrong order; early ones first."""
        loose = _looseness(indicator)
        before = bisect_left(self._ordered, (loose,))
        after = bisect_right(self._ordered, loose, key=itemgetter(0))
        stricter = [which for _, other, which in self._ordered[max(before - 1, 0) : before] if other >= target]
        looser = [which for _, other, which in self._ordered[after : after + 1] if other <= target]
        return [self._objectives[which] for which in sorted(stricter + looser)]


def _promise(objective: Objective) -> tuple[object, ...]:
    indicator = objective.indicator
    return (objective.target, (indicator.op, indicator.limit) if isinstance(indicator, Threshold) else None)


def _looseness(indicator: Threshold) -> Decimal:
    return indicator.limit if _is_upper(indicator.op) else indicator.limit.copy_negate()


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


def _out_of_order(one: Objective, later: Objective) -> Found:
    assert isinstance(one.indicator, Threshold)
    assert isinstance(later.indicator, Threshold)
    later_is_stricter = _looseness(later.indicator) < _looseness(one.indicator)
    strict, loose = (later, one) if later_is_stricter else (one, later)
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
