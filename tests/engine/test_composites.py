"""Composite SLOs in a run: each objective is judged by itself, and the budget of all together is told."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.composite import Composite, Part
from slo_gate.core.finding import Location
from slo_gate.core.measurement import NoData, Reading, Reason, Request
from slo_gate.core.node import Span
from slo_gate.core.numerics import INFINITE
from slo_gate.core.report import GateReport
from slo_gate.core.slo import Query, Ratio, Slo
from slo_gate.core.verdict import Outcome, Verdict
from tests.engine.test_gating import PLACE, Answering, judged, slo
from tests.support.properties import tried

SHARES = st.integers(0, 3000).map(lambda percent: Decimal(percent) / 100)
WEIGHTS = st.integers(1, 100).map(lambda tenths: Decimal(tenths) / 10)


class ByName(Answering):
    """The query of an objective says how many events of a hundred are bad, series by series; empty where none are known."""

    def measure(self, requests: Sequence[Request]) -> Mapping[Request, Reading]:
        return {request: self._reading(request) for request in requests}

    def _reading(self, request: Request) -> Reading:
        assert isinstance(request.indicator, Ratio)
        numbers = request.indicator.total.text.split()[1:]
        found = tuple(replace(self, bad=int(number))._measured(request) for number in numbers)
        return found or NoData(Reason.NO_DATA, "no series")


def composite(*objectives: tuple[str, str]) -> Slo:
    """Objectives of bad events and weights."""

    def query(bad: str) -> Query:
        return Query("metrics", f"bad {bad}", PLACE)

    made = tuple(
        slo()
        .objectives[0]
        ._replace(
            name=f"{number}",
            indicator=Ratio(query(bad), good=query(bad)),
            location=Location("slo.yaml", Span(number, 1, number, 2)),
            weight=Decimal(weight),
        )
        for number, (bad, weight) in enumerate(objectives, start=1)
    )
    return slo()._replace(objectives=made, composite=True)


def shares(report: GateReport) -> set[Decimal | None]:
    return {one.composite.remaining for one in report.objectives if one.composite}


def test_each_objective_is_judged_by_itself() -> None:
    report = judged(ByName(), composite(("2", "1"), ("0", "9")))
    assert report.outcome is Outcome.FAIL
    assert {one.objective.name: one.verdict for one in report.objectives} == {"1": Verdict.FAIL, "2": Verdict.PASS}


@pytest.mark.parametrize(
    ("objectives", "remaining"),
    [
        pytest.param([("2", "1"), ("0", "1")], "0", id="one spent twice and one whole are spent together"),
        pytest.param([("2", "1"), ("0", "4")], "0.6", id="by weight, the whole one counts four times"),
        pytest.param([("1", "3"), ("1", "0.5")], "0", id="where both burn alike, the composite burns as they do"),
        pytest.param([("0 4", "1"), ("0", "1")], "-1", id="of several series the worst counts"),
        pytest.param([("1", "1"), ("", "1")], None, id="without one of them nothing is known of all"),
    ],
)
def test_the_budget_of_all_is_told_with_each(objectives: list[tuple[str, str]], remaining: str | None) -> None:
    report = judged(ByName(), composite(*objectives))
    assert shares(report) == {None if remaining is None else Decimal(remaining)}
    assert all(one.composite for one in report.objectives)


def test_an_slo_of_one_indicator_is_none() -> None:
    assert not shares(judged(Answering()))


@tried(60)
@given(st.lists(st.tuples(WEIGHTS, SHARES), min_size=1, max_size=5))
def test_it_lies_between_its_objectives(parts: list[tuple[Decimal, Decimal]]) -> None:
    found = Composite.of([Part(*part) for part in parts]).consumed
    consumed = [share for _, share in parts]
    assert found is not None
    assert min(consumed) - Decimal("1e-20") <= found <= max(consumed) + Decimal("1e-20")


def test_a_budget_of_nothing_that_is_spent_spends_all() -> None:
    found = Composite.of([Part(Decimal(1), INFINITE), Part(Decimal(9), Decimal(0))])
    assert found.remaining == -INFINITE
