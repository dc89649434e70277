"""A run of the gate and an oracle that counts minutes agree on every number, whatever is promised and whatever happened."""

import ast
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from slo_gate.core.budget import EmptySlices
from slo_gate.core.duration import Duration
from slo_gate.core.exclusion import Exclusion
from slo_gate.core.finding import Location
from slo_gate.core.measurement import Reason
from slo_gate.core.node import START
from slo_gate.core.policy import Context, Policy
from slo_gate.core.ports import Source
from slo_gate.core.report import ObjectiveReport, PolicyOrigin
from slo_gate.core.slo import BudgetingMethod, Kind, Objective, Query, Ratio, Slo
from slo_gate.core.window import Calendar, TimeWindow
from slo_gate.engine.choosing import Sources
from slo_gate.engine.gating import LOOKBACKS, gate
from slo_gate.engine.run import Run
from tests.oracle.histories import DAY, History, histories
from tests.oracle.oracle import INFINITE, MINUTE, Answer, Promise, Share, answer
from tests.oracle.source import Counters
from tests.support.properties import tried

PLACE = Location("slo.yaml", START)
RATIO = Ratio(Query("metrics", "total", PLACE), good=Query("metrics", "good", PLACE))
MINUTES = [lookback // MINUTE for lookback in LOOKBACKS]


def decimal(share: Fraction) -> Decimal:
    return Decimal(share.numerator) / Decimal(share.denominator)


def slo(promise: Promise) -> Slo:
    calendar = Calendar(promise.first, ZoneInfo(promise.zone), promise.zone) if promise.first else None
    window = TimeWindow(Duration(promise.amount, promise.unit), calendar)
    length = promise.slice_minutes * MINUTE or None
    objective = Objective("main", decimal(promise.target), RATIO, PLACE, decimal(promise.slice_target), length)
    return Slo("checkout", "web", Kind.OTHER, window, BudgetingMethod(promise.method), (objective,), PLACE)


def judged(history: History, promise: Slo | None = None, source: Source | None = None) -> ObjectiveReport:
    """By default, the history's promise judged by its counters."""
    exclusions = tuple(Exclusion("maintenance", start, end, history.at + DAY) for start, end in history.excluded)
    policy = Policy(empty_slices=EmptySlices(history.promise.empty), min_coverage=Decimal(0))
    run = Run(policy, PolicyOrigin(), Context(), history.at, history.at, exclusions=exclusions)
    asked = source or Counters(history.samples, history.resets)
    sources = Sources({"metrics": "fake"}, lambda _name: asked)
    (report,) = gate([promise or slo(history.promise)], sources, run).objectives
    return report


def same(found: Decimal | None, expected: Share | None) -> bool:
    """Within 1e-9, of the number where that is above 1."""
    if found is None or expected is None:
        return found is None and expected is None
    if isinstance(expected, str) or not found.is_finite():
        return expected == INFINITE and found == Decimal("Infinity")
    return abs(Fraction(found) - expected) <= Fraction(1, 10**9) * max(Fraction(1), abs(expected))


def assert_same(report: ObjectiveReport, expected: Answer) -> None:
    assert report.budget
    assert same(report.budget.sli, expected.sli)
    assert same(report.budget.good, expected.good)
    assert same(report.budget.total, expected.total)
    assert same(report.budget.allowed_bad, expected.allowed)
    assert same(report.budget.consumed, expected.consumed)
    if not isinstance(expected.consumed, str):
        assert same(report.budget.remaining, 1 - expected.consumed)
    rates = dict(zip(LOOKBACKS, expected.burn, strict=True))
    assert report.burn_rates
    assert all(same(rate, rates[lookback]) for lookback, rate in report.burn_rates.items()), report.burn_rates
    assert str(report.verdict) == expected.verdict


def assert_agreement(history: History) -> None:
    report = judged(history)
    expected = answer(history.promise, history.samples, history.excluded, history.at, MINUTES)
    event(expected.state)
    match expected.state:
        case "all-excluded":
            assert report.no_data
            assert report.no_data.reason is Reason.ALL_EXCLUDED
        case "no-traffic":
            silent = report.reasons[0].code == "no_traffic"
            assert silent or (report.no_data and report.no_data.reason is Reason.NO_DATA)
        case _:
            assert_same(report, expected)


@pytest.mark.parametrize("rolling", [True, False], ids=["rolling", "calendar"])
@pytest.mark.parametrize("method", BudgetingMethod)
@tried(100)
@given(data=st.data())
def test_program_and_oracle_agree(method: BudgetingMethod, rolling: bool, data: st.DataObject) -> None:
    assert_agreement(data.draw(histories(str(method), rolling=rolling)))


def test_the_oracle_shares_no_code_with_the_program() -> None:
    tree = ast.parse((Path(__file__).parent / "oracle.py").read_text())
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert imported == {
        "calendar", "collections.abc", "dataclasses", "datetime", "fractions", "zoneinfo"
    }  # fmt: skip


def test_the_oracle_knows_a_month_that_lacks_an_hour() -> None:
    """New York, March 2026: 743 hours, of which 99.9 % allow 44.58 minutes."""
    promise = Promise("Timeslices", Fraction("0.999"), 1, "M", datetime(2026, 1, 1), "America/New_York", 1)  # noqa: DTZ001
    at = datetime.fromisoformat("2026-03-20T00:00:00+00:00")
    samples = {at - timedelta(days=1): (1, 1)}
    expected = answer(Promise(**{**promise.__dict__, "empty": "good"}), samples, [], at, [])
    assert expected.allowed == Fraction("44.58")
