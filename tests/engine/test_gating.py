"""Verdicts from measurements. The source is a port fake: what it answers is what the test is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from slo_gate.core.change import Leniency
from slo_gate.core.conditions.burn_rate import BurnRate
from slo_gate.core.duration import Duration
from slo_gate.core.errors import MissingCredentialsError
from slo_gate.core.finding import Location
from slo_gate.core.measurement import Bucket, Measurement, NoData, Reading, Reason, Request
from slo_gate.core.node import START
from slo_gate.core.plan import Planned, Promised
from slo_gate.core.policy import Context, Match, Policy, Rule
from slo_gate.core.ports import Source
from slo_gate.core.report import GateReport, PolicyOrigin
from slo_gate.core.slo import BudgetingMethod, Kind, Objective, Query, Ratio, RawRatio, Slo
from slo_gate.core.verdict import Outcome, Verdict
from slo_gate.core.window import Calendar, TimeWindow
from slo_gate.engine.choosing import Sources
from slo_gate.engine.gating import gate
from slo_gate.engine.measuring import MAX_SKEW, SETTLE
from slo_gate.engine.run import Run
from slo_gate.sources import SOURCES

AT = datetime(2026, 11, 18, 12, tzinfo=UTC)
PLACE = Location("slo.yaml", START)
RATIO = Ratio(Query("metrics", "total", PLACE), good=Query("metrics", "good", PLACE))
ROLLING = TimeWindow(Duration(30, "d"))
DAILY = TimeWindow(Duration(1, "d"), Calendar(datetime(2026, 1, 1), ZoneInfo("Asia/Jakarta"), "Asia/Jakarta"))  # noqa: DTZ001
MIDNIGHT = datetime(2026, 11, 17, 17, tzinfo=UTC)


@dataclass
class Answering:
    """Every bucket has 100 events, `bad` of them bad; or `no_data`."""

    bad: int = 0
    no_data: NoData | None = None
    newest: datetime | None = None
    coverage: Decimal = Decimal(1)
    clock: datetime | None = None
    stale_after: timedelta | None = timedelta(minutes=15)

    def now(self) -> datetime | None:
        return self.clock

    def plan(self, requests: Sequence[Request]) -> Sequence[Planned]:
        return [Planned("all", AT, AT, None, tuple(requests))]

    def measure(self, requests: Sequence[Request]) -> Mapping[Request, Reading]:
        assert len(set(requests)) == len(requests)
        nothing = NoData(Reason.NO_DATA, "no rows")  # what real sources say of a window without length
        return {
            request: self.no_data or ((self._measured(request),) if request.grid.size else nothing)
            for request in requests
        }

    def _measured(self, request: Request) -> Measurement:
        def bucket(start: datetime, end: datetime) -> Bucket:
            return Bucket(start, end, Decimal(100 - self.bad), Decimal(100))

        buckets = tuple(bucket(*request.grid.bucket(index)) for index in range(request.grid.size))
        stretches = tuple(bucket(*one) for one in request.stretches)
        return Measurement(buckets, stretches, self.newest, self.coverage)


def slo(window: TimeWindow = ROLLING, method: BudgetingMethod = BudgetingMethod.OCCURRENCES) -> Slo:
    minute = timedelta(minutes=1) if method is not BudgetingMethod.OCCURRENCES else None
    objective = Objective("main", Decimal("0.99"), RATIO, PLACE, Decimal("0.95"), minute)
    return Slo("answers", "web", Kind.AVAILABILITY, window, method, (objective,), PLACE)


def judged(
    source: Source, promise: Slo | None = None, at: datetime | None = AT, policy: Policy | None = None
) -> GateReport:
    run = Run(policy or Policy(), PolicyOrigin(), Context(), AT, at)
    return gate([promise or slo()], Sources({"metrics": "fake"}, lambda _name: source), run)


@pytest.mark.parametrize(
    ("bad", "outcome"),
    [
        pytest.param(0, Outcome.PASS, id="nothing spent passes"),
        pytest.param(1, Outcome.FAIL, id="a budget that is spent to the last event fails"),
        pytest.param(2, Outcome.FAIL, id="more than the budget fails"),
    ],
)
def test_what_remains_decides(bad: int, outcome: Outcome) -> None:
    assert judged(Answering(bad)).outcome is outcome


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        pytest.param(Answering(newest=AT - timedelta(minutes=16)), Reason.STALE_DATA, id="old data"),
        pytest.param(Answering(coverage=Decimal("0.49")), Reason.SHORT_HISTORY, id="half a window"),
        pytest.param(Answering(bad=-2), Reason.INCONSISTENT_DATA, id="more good than all"),
        pytest.param(
            Answering(no_data=NoData(Reason.SOURCE_UNREACHABLE, "gone")), Reason.SOURCE_UNREACHABLE, id="gone"
        ),
    ],
)
def test_what_cannot_be_believed_is_unknown(source: Answering, reason: Reason) -> None:
    report = judged(source)
    assert report.outcome is Outcome.UNKNOWN
    assert report.objectives[0].no_data
    assert report.objectives[0].no_data.reason is reason


@pytest.mark.parametrize("leniency", [Leniency.WARN, Leniency.PASS])
def test_the_policy_forgives_what_is_unknown_and_never_what_is_wrong(leniency: Leniency) -> None:
    policy = Policy(on_unknown=leniency)
    assert judged(Answering(no_data=NoData(Reason.NO_DATA, "")), policy=policy).outcome == str(leniency)
    wrong = judged(Answering(no_data=NoData(Reason.QUERY_REJECTED, "")), policy=policy)
    assert wrong.outcome is Outcome.INVALID


@pytest.mark.parametrize("method", [BudgetingMethod.TIMESLICES, BudgetingMethod.OCCURRENCES])
@pytest.mark.parametrize("seconds", [0, 30])
def test_a_window_that_has_just_begun_has_no_traffic_and_is_not_unknown(method: BudgetingMethod, seconds: int) -> None:
    report = judged(Answering(), slo(DAILY, method), MIDNIGHT + timedelta(seconds=seconds))
    begun = method is BudgetingMethod.OCCURRENCES and seconds > 0
    assert report.outcome is (Outcome.PASS if begun else Outcome.WARN)
    assert report.objectives[0].no_data is None


def test_a_spent_budget_recovers_also_where_a_burn_rate_decides() -> None:
    """All 30 days spend twice the budget but the last: it is back within one window."""
    burning = Rule("burning", (BurnRate(Decimal("0.0001"), timedelta(hours=6), timedelta(hours=1)),), Verdict.FAIL)

    class Mended(Answering):
        def _measured(self, request: Request) -> Measurement:
            found = super()._measured(request)
            *before, last = found.buckets
            return Measurement((*before, Bucket(last.start, last.end, Decimal(100), Decimal(100))), found.stretches)

    objective = judged(Mended(2), policy=Policy((burning,))).objectives[0]
    assert objective.reasons[0].code == "burn_rate"
    assert objective.recovers_at
    assert AT < objective.recovers_at <= AT + timedelta(days=30)


def test_the_instant_is_the_source_clock_less_the_settle_delay() -> None:
    clock = AT - timedelta(minutes=2)
    assert judged(Answering(clock=clock), at=None).at == clock - SETTLE


def test_a_clock_that_differs_too_much_is_unknown() -> None:
    report = judged(Answering(clock=AT + MAX_SKEW + timedelta(seconds=1)), at=None)
    assert report.objectives[0].no_data
    assert report.objectives[0].no_data.reason is Reason.CLOCK_SKEW


def test_a_missing_secret_is_invalid() -> None:
    def connect(_name: str) -> Source:
        raise MissingCredentialsError("PROM_TOKEN is not set")

    report = gate([slo()], Sources({"metrics": "fake"}, connect), Run(Policy(), PolicyOrigin(), Context(), AT, AT))
    assert report.outcome is Outcome.INVALID
    assert report.objectives[0].no_data == NoData(Reason.MISSING_CREDENTIALS, "PROM_TOKEN is not set")


class TestWhatTheSourceCannotTell:
    """A lookback without an answer is no lookback without events."""

    @dataclass
    class Silent(Answering):
        def _measured(self, request: Request) -> Measurement:
            found = super()._measured(request)
            return Measurement(found.buckets, (None,) * len(found.stretches))

    BURNING = Rule("burning", (BurnRate(Decimal("0.02"), timedelta(hours=1), timedelta(minutes=5)),), Verdict.WARN)

    def test_a_rule_that_needs_it_is_unknown(self) -> None:
        objective = judged(self.Silent(), policy=Policy((self.BURNING,))).objectives[0]
        assert objective.verdict is Verdict.UNKNOWN
        assert objective.no_data
        assert "the rule 'burning' needs the burn rate over 5m" in objective.no_data.detail

    def test_a_rule_that_speaks_for_others_needs_nothing(self) -> None:
        elsewhere = self.BURNING._replace(match=Match(services=("mobile",)))
        assert judged(self.Silent(), policy=Policy((elsewhere,))).outcome is Outcome.PASS

    def test_a_rule_that_fails_without_it_fails(self) -> None:
        policy = Policy((*Policy().rules, self.BURNING))
        assert judged(self.Silent(bad=2), policy=policy).outcome is Outcome.FAIL

    def test_reports_show_no_rate_for_it(self) -> None:
        objective = judged(self.Silent()).objectives[0]
        assert (objective.verdict, objective.burn_rates) == (Verdict.PASS, {})

    def test_slices_tell_it_themselves(self) -> None:
        sliced = slo(TimeWindow(Duration(1, "h")), BudgetingMethod.TIMESLICES)
        assert judged(self.Silent(), sliced, policy=Policy((self.BURNING,))).outcome is Outcome.PASS


def test_sums_of_a_window_foresee_nothing() -> None:
    class Summed(Answering):
        def _measured(self, request: Request) -> Measurement:
            whole = Bucket(request.grid.start, request.grid.end, Decimal(9000), Decimal(10_000))
            return super()._measured(request)._replace(buckets=(whole,))

    objective = judged(Summed()).objectives[0]
    assert objective.verdict is Verdict.FAIL
    assert (objective.foreseeable, objective.recovers_at, objective.history) == (False, None, ())


def test_a_source_that_answers_by_name_serves_queries_of_any_type() -> None:
    typed = Query("", "total", PLACE, "prometheus")
    assert chosen(typed, {"numbers": "file"}) == "numbers"
    assert chosen(typed, {"numbers": "file", "prom": "prometheus"}) == "prom"
    assert isinstance(chosen(typed, {"a": "file", "b": "file"}), NoData)


def test_of_several_sources_that_could_answer_the_default_does() -> None:
    typed = Query("", "total", PLACE, "prometheus")
    types = {"prom": "prometheus", "rules": "recorded", "numbers": "file"}
    assert isinstance(chosen(typed, types), NoData)
    assert chosen(typed, types, default="rules") == "rules"
    assert isinstance(chosen(typed, types, default="numbers"), NoData), "it answers what no other can"


def chosen(query: Query, types: Mapping[str, str], default: str = "") -> str | NoData:
    promise = slo()
    asking = promise.objectives[0]._replace(indicator=RawRatio(query, success=True))
    return Sources(types, lambda _name: Answering(), default, SOURCES).name_for(Promised(promise, asking))


def test_who_measures_the_same_thing_asks_once_together() -> None:
    asked: list[Request] = []

    class Listening(Answering):
        def measure(self, requests: Sequence[Request]) -> Mapping[Request, Reading]:
            asked.extend(requests)
            return super().measure(requests)

    promise = slo()
    twice = promise._replace(objectives=(*promise.objectives, promise.objectives[0]._replace(name="strict")))
    judged(Listening(), twice)
    (request,) = asked
    assert [(one.slo, one.objective) for one in request.promises] == [("answers", "main"), ("answers", "strict")]
