"""Sound SLOs of slo-generator read into the model."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.declared import Declared
from slo_gate.core.duration import Duration
from slo_gate.core.finding import Location
from slo_gate.core.kind import ANNOTATION, kind_of
from slo_gate.core.node import Scalar
from slo_gate.core.ports import Surroundings
from slo_gate.core.slo import Alert, BudgetingMethod, Indicator, Kind, Objective, Op, Slo, queries_of
from slo_gate.core.window import TimeWindow
from slo_gate.formats.slo_generator.objects import DEFAULT_POLICY, Shared
from slo_gate.formats.slo_generator.queries import indicator_of
from slo_gate.formats.slo_generator.recognising import VERSION
from slo_gate.formats.slo_generator.values import number_of

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "m"))


class _Step(NamedTuple):
    file: str
    written: node.Mapping
    length: timedelta


def read_slo(slo: Declared, shared: Shared, surroundings: Surroundings) -> Slo | None:
    """The SLO, or None where only slo-generator's environment knows its goal."""
    goal = number_of(slo.spec.get("goal"))
    if goal is None:
        return None
    indicator = indicator_of(slo)
    steps = tuple(_steps(slo, shared))
    longest = max((step.length for step in steps), default=None)
    return Slo(
        name=slo.name,
        service=slo.root.text("metadata", "labels", "service_name") or slo.name,
        kind=_kind(slo, indicator),
        window=TimeWindow(_duration(longest) if longest else surroundings.default_window),
        method=BudgetingMethod.OCCURRENCES,
        objectives=(Objective("objective 1", goal, indicator, slo.location("spec", "goal")),),
        location=slo.location("metadata", "name"),
        labels={key: (text,) for key, text in _texts(slo, "labels").items()},
        description=slo.spec.text("description"),
        annotations=_texts(slo, "annotations"),
        alerts=tuple(_alerts(steps)),
        can_state_window=False,
        format=VERSION,
    )


def _texts(slo: Declared, key: str) -> Mapping[str, str]:
    found = slo.root.get("metadata", key)
    entries = found.entries.items() if isinstance(found, node.Mapping) else ()
    return {key: entry.value.text for key, entry in entries if isinstance(entry.value, Scalar)}


def _kind(slo: Declared, indicator: Indicator) -> Kind:
    """The description hints at the kind like a query: most backends' queries are not read."""
    stated = slo.root.text("metadata", "annotations", ANNOTATION)
    names = f"{slo.name} {slo.root.text('metadata', 'labels', 'slo_name')}"
    queries = " ".join(query.text for query in queries_of(indicator))
    return kind_of(stated, names, f"{queries} {slo.spec.text('description')}", Kind.OTHER)


def _steps(slo: Declared, shared: Shared) -> Iterator[_Step]:
    """The steps of the SLO's error budget policy whose windows are told."""
    found = shared.policy(slo.spec.text("error_budget_policy", default=DEFAULT_POLICY))
    for step in found[1].mappings("steps") if found else ():
        window = step.value("window")
        if found and isinstance(window, int | Decimal):
            yield _Step(found[0], step, timedelta(seconds=int(window)))


def _alerts(steps: Sequence[_Step]) -> Iterator[Alert]:
    """Each step alerts above its threshold."""
    for file, step, length in steps:
        written = step.get("burn_rate_threshold")
        threshold = number_of(written)
        if written and threshold is not None:
            yield Alert(step.text("name"), threshold, Op.GT, length, Location(file, written.span))


def _duration(length: timedelta) -> Duration:
    """In the largest unit that divides it; what no minute divides is rounded up to the next."""
    seconds = int(length.total_seconds())
    for size, unit in _UNITS:
        if seconds % size == 0:
            return Duration(seconds // size, unit)
    return Duration(seconds // 60 + 1, "m")
