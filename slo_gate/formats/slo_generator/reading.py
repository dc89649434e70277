"""Sound SLOs of slo-generator read into the model."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import TypeGuard

from slo_gate.core import node
from slo_gate.core.duration import Duration
from slo_gate.core.finding import Location
from slo_gate.core.node import Scalar
from slo_gate.core.ports import Surroundings
from slo_gate.core.slo import Alert, BudgetingMethod, Kind, Objective, Op, Slo
from slo_gate.core.window import TimeWindow
from slo_gate.formats.slo_generator.objects import DEFAULT_POLICY, Declared, Shared
from slo_gate.formats.slo_generator.queries import indicator_of
from slo_gate.formats.slo_generator.shapes import KIND_ANNOTATION, VERSION
from slo_gate.formats.slo_generator.values import goal_of

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "m"))


def read_slo(slo: Declared, shared: Shared, surroundings: Surroundings) -> Slo | None:
    """The SLO, or None where only slo-generator's environment knows its goal."""
    goal = goal_of(slo.spec.get("goal"))
    if goal is None:
        return None
    alerts = tuple(_alerts(slo, shared))
    longest = max((alert.lookback for alert in alerts), default=None)
    return Slo(
        name=slo.name,
        service=slo.root.text("metadata", "labels", "service_name") or slo.name,
        kind=_kind(slo),
        window=TimeWindow(_duration(longest) if longest else surroundings.default_window),
        method=BudgetingMethod.OCCURRENCES,
        objectives=(Objective("objective 1", goal, indicator_of(slo), slo.location("spec", "goal")),),
        location=slo.location("metadata", "name"),
        labels={key: (text,) for key, text in _texts(slo, "labels").items()},
        description=slo.spec.text("description"),
        annotations=_texts(slo, "annotations"),
        alerts=alerts,
        can_state_window=False,
        format=VERSION,
    )


def _texts(slo: Declared, key: str) -> Mapping[str, str]:
    found = slo.root.get("metadata", key)
    entries = found.entries.items() if isinstance(found, node.Mapping) else ()
    return {key: entry.value.text for key, entry in entries if isinstance(entry.value, Scalar)}


def _kind(slo: Declared) -> Kind:
    stated = slo.root.text("metadata", "annotations", KIND_ANNOTATION)
    return Kind(stated) if stated else Kind.OTHER


def _alerts(slo: Declared, shared: Shared) -> Iterator[Alert]:
    """The steps of the SLO's error budget policy: each alerts above its threshold."""
    found = shared.policy(slo.spec.text("error_budget_policy", default=DEFAULT_POLICY))
    for step in found[1].mappings("steps") if found else ():
        threshold, window = step.get("burn_rate_threshold"), step.value("window")
        if found and isinstance(threshold, Scalar) and _is_number(threshold.value) and _is_number(window):
            lookback = timedelta(seconds=int(window))
            location = Location(found[0], threshold.span)
            yield Alert(step.text("name"), Decimal(threshold.value), Op.GT, lookback, location)


def _is_number(value: node.Plain) -> TypeGuard[int | Decimal]:
    return isinstance(value, int | Decimal)


def _duration(length: timedelta) -> Duration:
    """In the largest unit that divides it; what no minute divides is rounded up to the next."""
    seconds = int(length.total_seconds())
    for size, unit in _UNITS:
        if seconds % size == 0:
            return Duration(seconds // size, unit)
    return Duration(seconds // 60 + 1, "m")
