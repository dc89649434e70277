"""A file of policy tests that fits its shape, read into the tests that it holds."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from slo_gate.core import node
from slo_gate.core.change import Change
from slo_gate.core.duration import Duration
from slo_gate.core.finding import Location
from slo_gate.core.instant import parse_instant
from slo_gate.core.measurement import Reason
from slo_gate.core.percent import read_percent
from slo_gate.core.policy_test import Expected, Given, PolicyTest
from slo_gate.core.slo import BudgetingMethod, Kind, Objective, Query, Ratio, Slo
from slo_gate.core.verdict import Outcome, Verdict
from slo_gate.core.window import TimeWindow
from slo_gate.policy_tests.shape import DEFAULT_TARGET, DEFAULT_WINDOW


def read(root: node.Mapping, file: str) -> tuple[PolicyTest, ...]:
    return tuple(_test(entry, file) for entry in root.mappings("tests"))


def _test(entry: node.Mapping, file: str) -> PolicyTest:
    name = entry.entries["name"].value
    place = Location(file, name.span)
    return PolicyTest(
        name=entry.text("name"),
        location=place,
        slo=_slo(entry, place),
        expected=_expected(entry, file),
        given=_given(entry),
        environment=entry.text("environment"),
        change=Change(entry.text("change", default=Change.FEATURE)),
        at=parse_instant(entry.text("at")),
        paths=_texts(entry.get("paths")) if "paths" in entry.entries else None,
    )


def _slo(entry: node.Mapping, place: Location) -> Slo:
    labels = entry.get("slo", "labels")
    entries = labels.entries.items() if isinstance(labels, node.Mapping) else ()
    target = Decimal(entry.text("slo", "target", default=DEFAULT_TARGET).rstrip("% ")) / 100
    query = Query("", "", place)
    return Slo(
        name=entry.text("slo", "name"),
        service=entry.text("slo", "service"),
        kind=Kind.OTHER,
        window=TimeWindow(Duration.parse(entry.text("slo", "window", default=DEFAULT_WINDOW))),
        method=BudgetingMethod.OCCURRENCES,
        objectives=(Objective("", target, Ratio(query, good=query), place),),
        location=place,
        labels={key: _texts(item.value) for key, item in entries},
    )


def _given(entry: node.Mapping) -> Given:
    calm, unknown = Given(), entry.text("given", "unknown")
    return Given(
        remaining=_share(entry.get("given", "remaining"), calm.remaining),
        burn_rates=_rates(entry.get("given", "burn_rates")),
        coverage=_share(entry.get("given", "coverage"), calm.coverage),
        exhausts_in=_length(entry.text("given", "exhausts_in")),
        total=Decimal(total) if (total := entry.text("given", "total")) else None,
        unknown=Reason(unknown) if unknown else None,
        no_traffic=entry.value("given", "no_traffic") is True,
    )


def _expected(entry: node.Mapping, file: str) -> Expected:
    verdict, outcome = entry.text("expect", "verdict"), entry.text("expect", "outcome")
    return Expected(
        Location(file, entry.entries["expect"].value.span),
        Verdict(verdict) if verdict else None,
        Outcome(outcome) if outcome else None,
        entry.text("expect", "rule"),
    )


def _rates(value: node.Node | None) -> Mapping[timedelta, Decimal]:
    entries = value.entries.items() if isinstance(value, node.Mapping) else ()
    return {
        Duration.parse(key).nominal: Decimal(entry.value.text)
        for key, entry in entries
        if isinstance(entry.value, node.Scalar)
    }


def _share(value: node.Node | None, usual: Decimal) -> Decimal:
    return read_percent(value) if value else usual


def _length(text: str) -> timedelta | None:
    return Duration.parse(text).nominal if text else None


def _texts(value: node.Node | None) -> tuple[str, ...]:
    items = value.items if isinstance(value, node.Sequence) else [value]
    return tuple(item.text for item in items if isinstance(item, node.Scalar))
