"""Verdicts from what a source has recorded. The source is a port fake: what it answers is what the test is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from slo_gate.core.conditions.burn_rate import BurnRate
from slo_gate.core.measurement import Bucket, Measurement, Promise, Reading, Reason, Recorded, Request
from slo_gate.core.plan import Planned
from slo_gate.core.policy import Context, Match, Policy, Rule
from slo_gate.core.report import GateReport, ObjectiveReport, PolicyOrigin
from slo_gate.core.slo import BudgetingMethod, Query, RawRatio, Slo
from slo_gate.core.verdict import Outcome, Verdict
from slo_gate.engine.choosing import Sources
from slo_gate.engine.gating import gate
from slo_gate.engine.run import Run
from slo_gate.sources import SOURCES
from tests.engine.test_gating import AT, PLACE, ROLLING, slo

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class Recording:
    """One series, of which this is recorded; and `computed` bad events of 100 in each bucket, where they are compared."""

    recorded: Recorded
    computed: int | None = None
    stale_after: timedelta | None = None
    series: int = 1
    asked: list[Request] = field(default_factory=list)

    def now(self) -> None:
        return None

    def plan(self, requests: Sequence[Request]) -> Sequence[Planned]:
        return ()

    def measure(self, requests: Sequence[Request]) -> Mapping[Request, Reading]:
        self.asked += requests
        return {request: tuple(map(self._measured, [request] * self.series)) for request in requests}

    def _measured(self, request: Request) -> Measurement:
        return Measurement(self._buckets(request), recorded=self.recorded)

    def _buckets(self, request: Request) -> tuple[Bucket, ...]:
        if self.computed is None:
            return ()
        grid, good = request.grid, Decimal(100 - self.computed)
        return tuple(Bucket(*grid.bucket(index), good, Decimal(100)) for index in range(grid.size))


def recorded(errors: str, **more: Any) -> Recorded:
    return Recorded(Decimal(errors), "recorded by somebody", **more)


def judged(source: Recording, *promises: Slo, policy: Policy | None = None, **more: Any) -> GateReport:
    """The target is 99 %. `more` is for the run, but the `kind` of source."""
    types = {"metrics": more.pop("kind", "recorded")}
    run = Run(policy or Policy(), PolicyOrigin(), Context(), AT, AT, **more)
    return gate(promises or [slo()], Sources(types, lambda _name: source, known=SOURCES), run)


def of(source: Recording, policy: Policy | None = None, **more: Any) -> ObjectiveReport:
    (report,) = judged(source, policy=policy, **more).objectives
    return report


@pytest.mark.parametrize(
    ("errors", "remaining", "verdict"),
    [
        pytest.param("0", "1", Verdict.PASS, id="no error leaves all"),
        pytest.param("0.008", "0.2", Verdict.WARN, id="little is left"),
        pytest.param("0.01", "0", Verdict.FAIL, id="spent to the last"),
        pytest.param("0.03", "-2", Verdict.FAIL, id="overspent"),
        pytest.param("-0.0001", "1", Verdict.PASS, id="less than nothing is what extrapolation makes of nothing"),
    ],
)
def test_the_error_ratio_decides(errors: str, remaining: str, verdict: Verdict) -> None:
    report = of(Recording(recorded(errors)))
    assert report.budget
    assert (report.budget.remaining, report.verdict) == (Decimal(remaining), verdict)
    assert report.budget.basis == "recorded by somebody"


def test_counts_that_are_not_recorded_are_none() -> None:
    budget = of(Recording(recorded("0.001"))).budget
    assert budget
    assert (budget.good, budget.total, budget.bad, budget.allowed_bad) == (None, None, None, None)


def test_counts_that_are_recorded_are_told() -> None:
    budget = of(Recording(recorded("0.001", total=Decimal(5000)))).budget
    assert budget
    assert [budget.good, budget.total, budget.bad, budget.allowed_bad] == [4995, 5000, 5, 50]


def test_a_record_of_no_events_is_no_traffic() -> None:
    assert [because.code for because in of(Recording(recorded("0", total=Decimal(0)))).reasons] == ["no_traffic"]


@pytest.mark.parametrize("errors", ["1.5", "-0.5"])
def test_a_ratio_that_cannot_be_is_inconsistent(errors: str) -> None:
    no_data = of(Recording(recorded(errors))).no_data
    assert no_data
    assert no_data.reason is Reason.INCONSISTENT_DATA


def test_a_spent_record_does_not_foretell_its_recovery() -> None:
    assert of(Recording(recorded("0.03"))).recovers_at is None


def test_a_record_that_burns_fast_foretells_its_end_within_a_day() -> None:
    """Half is left, and 30 times the budget burns: 30 d / 60 = 12 h."""
    report = of(Recording(recorded("0.005", lookbacks={HOUR: Decimal("0.3"), 6 * HOUR: Decimal("0.3")})))
    assert report.exhausts_at
    assert report.bounds
    assert report.exhausts_at - report.bounds.now == DAY / 2


def test_the_history_is_what_each_ratio_left() -> None:
    history = (None, Decimal("0.002"), Decimal("0.02"))
    assert of(Recording(recorded("0.02", history=history))).history == (None, Decimal("0.8"), Decimal(-1))


class TestBurnRates:
    FAST = Rule("fast", (BurnRate(Decimal("0.02"), HOUR, HOUR / 12),), Verdict.FAIL)

    def test_a_rate_is_the_ratio_by_the_budget(self) -> None:
        rates = of(Recording(recorded("0", lookbacks={HOUR: Decimal("0.02"), 6 * HOUR: None}))).burn_rates
        assert rates == {HOUR: Decimal(2), 6 * HOUR: None}

    def test_a_rule_speaks_by_what_is_recorded(self) -> None:
        source = Recording(recorded("0", lookbacks={HOUR: Decimal("0.2"), HOUR / 12: Decimal("0.2")}))
        assert of(source, Policy((self.FAST,))).verdict is Verdict.FAIL

    def test_a_rule_that_lacks_its_lookback_makes_the_budget_unknown(self) -> None:
        report = of(Recording(recorded("0", lookbacks={HOUR: Decimal("0.2")})), Policy((self.FAST,)))
        assert report.verdict is Verdict.UNKNOWN
        assert report.no_data
        assert report.no_data.reason is Reason.NOT_RECORDED
        assert report.no_data.detail == "the rule 'fast' needs the burn rate over 5m, which the source cannot tell"

    def test_a_rule_for_other_slos_does_not(self) -> None:
        rule = Rule("fast", self.FAST.when, Verdict.FAIL, Match(slos=("others",)))
        assert of(Recording(recorded("0")), Policy((rule,))).verdict is Verdict.PASS


class TestComparing:
    @pytest.mark.parametrize(
        ("bad", "tolerance", "verdict"),
        [
            pytest.param(0, "0", Verdict.PASS, id="the same"),
            pytest.param(1, "0.5", Verdict.WARN, id="beyond the tolerance"),
            pytest.param(1, "1", Verdict.PASS, id="at the tolerance"),
        ],
    )
    def test_a_disagreement_warns(self, bad: int, tolerance: str, verdict: Verdict) -> None:
        assert of(Recording(recorded("0", tolerance=Decimal(tolerance)), computed=bad)).verdict is verdict

    def test_the_record_decides(self) -> None:
        """What is computed is spent, and what is recorded is not."""
        report = of(Recording(recorded("0"), computed=5))
        assert report.budget
        assert (report.budget.remaining, report.verdict) == (Decimal(1), Verdict.WARN)

    def test_a_worse_verdict_stays(self) -> None:
        report = of(Recording(recorded("0.02"), computed=0))
        assert report.verdict is Verdict.FAIL
        assert [because.code for because in report.reasons] == ["remaining_at_most", "disagreement"]


def test_a_source_that_finds_objectives_by_their_names_is_told_whose_the_request_is() -> None:
    source = Recording(recorded("0"))
    of(source)
    assert [request.promise for request in source.asked] == [
        Promise("web", "answers", "main", 0, Decimal("0.99"), ROLLING, BudgetingMethod.OCCURRENCES)
    ]


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        pytest.param("recorded", [("answers",), ("replies",)], id="each for itself, of records"),
        pytest.param("prometheus", [("answers", "replies")], id="once for both, of what is computed"),
    ],
)
def test_who_asks_the_same_of_two_slos(kind: str, asked: Sequence[tuple[str, ...]]) -> None:
    source = Recording(recorded("0"))
    judged(source, slo(), slo()._replace(name="replies"), kind=kind)
    assert [tuple(promise.slo for promise in request.promises) for request in source.asked] == asked


def test_a_record_needs_no_query() -> None:
    """As of a plugin of Sloth, whose query only Sloth knows."""
    plugin = slo().objectives[0]._replace(indicator=RawRatio(Query("metrics", "", PLACE), success=True))
    report = judged(Recording(recorded("0")), slo()._replace(objectives=(plugin,)))
    assert report.outcome is Outcome.PASS


def test_the_report_names_the_source_that_was_asked() -> None:
    assert of(Recording(recorded("0"))).source == "metrics"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-1"])
def test_a_count_that_cannot_be_is_inconsistent(number: str) -> None:
    no_data = of(Recording(recorded("0", total=Decimal(number)))).no_data
    assert no_data
    assert no_data.reason is Reason.INCONSISTENT_DATA


def test_a_rule_that_fails_outweighs_one_that_lacks_its_lookback() -> None:
    rules = (*Policy().rules, TestBurnRates.FAST)
    assert of(Recording(recorded("0.03")), Policy(rules)).verdict is Verdict.FAIL


def test_slices_whose_mean_is_recorded_have_burn_rates_too() -> None:
    source = Recording(recorded("0", lookbacks={HOUR: Decimal("0.02")}))
    (report,) = judged(source, slo(ROLLING, BudgetingMethod.RATIO_TIMESLICES)).objectives
    assert report.burn_rates == {HOUR: Decimal(2)}
    assert [one.end - one.start for one in source.asked[0].stretches] == [HOUR, 6 * HOUR]
