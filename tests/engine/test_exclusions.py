"""Exclusions in a run: what they cut out, what they leave, and that nothing of it is silent."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from slo_gate.core.conditions.burn_rate import BurnRate
from slo_gate.core.exclusion import Exclusion
from slo_gate.core.finding import Location
from slo_gate.core.measurement import Bucket, Measurement, Reading, Reason, Request
from slo_gate.core.node import START
from slo_gate.core.plan import Planned
from slo_gate.core.policy import Context, Match, Policy, Rule
from slo_gate.core.report import GateReport, PolicyOrigin
from slo_gate.core.slo import BudgetingMethod, Slo
from slo_gate.core.verdict import Outcome, Verdict
from slo_gate.engine.choosing import Sources
from slo_gate.engine.gating import gate
from slo_gate.engine.run import Run
from tests.engine.test_gating import AT, DAILY, MIDNIGHT, ROLLING, slo

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
PLACE = Location(".slo-gate.yaml", START)
NIGHT = (AT - 10 * DAY, AT - 10 * DAY + 4 * HOUR)


class Steady:
    """100 events an hour; all of them bad within the outages. `seen` are the requests."""

    stale_after: timedelta | None = timedelta(minutes=15)

    def __init__(self, *outages: tuple[datetime, datetime], newest: datetime | None = None) -> None:
        self.outages = outages
        self.newest = newest
        self.coverage = Decimal(1)
        self.seen: list[Request] = []

    def now(self) -> datetime | None:
        return None

    def plan(self, requests: Sequence[Request]) -> Sequence[Planned]:
        return [Planned("all", AT, AT, None, tuple(requests))]

    def measure(self, requests: Sequence[Request]) -> Mapping[Request, Reading]:
        self.seen += requests
        return {request: (self._measured(request),) for request in requests}

    def _measured(self, request: Request) -> Measurement:
        buckets = tuple(self._bucket(*request.grid.bucket(index)) for index in range(request.grid.size))
        stretches = tuple(self._bucket(*stretch) for stretch in request.stretches)
        return Measurement(buckets, stretches, self.newest, self.coverage)

    def _bucket(self, start: datetime, end: datetime) -> Bucket:
        bad = sum((max(min(end, to) - max(start, from_), timedelta(0)) for from_, to in self.outages), timedelta(0))
        total = Decimal((end - start).total_seconds()) / 36
        return Bucket(start, end, total - Decimal(bad.total_seconds()) / 36, total)


def exclusion(
    start: datetime, end: datetime, *, match: Match | None = None, expires: datetime | None = None
) -> Exclusion:
    return Exclusion("database move", start, end, expires or AT + DAY, match or Match(), "OPS-7", PLACE)


def judged(
    source: Steady, *exclusions: Exclusion, promise: Slo | None = None, at: datetime = AT, policy: Policy | None = None
) -> GateReport:
    run = Run(policy or Policy(), PolicyOrigin(), Context(), at, at, exclusions=exclusions)
    return gate([promise or slo()], Sources({"metrics": "fake"}, lambda _name: source), run)


def test_an_outage_that_is_excluded_costs_nothing() -> None:
    (objective,) = judged(Steady(NIGHT), exclusion(*NIGHT)).objectives
    assert objective.budget
    assert objective.budget.total == (30 * 24 - 4) * 100
    assert objective.budget.remaining == 1
    assert objective.excluded == 4 * HOUR


def test_an_outage_beside_the_exclusion_counts_as_before() -> None:
    (objective,) = judged(Steady((NIGHT[0], NIGHT[1] + HOUR)), exclusion(*NIGHT)).objectives
    assert objective.budget
    assert objective.budget.bad == 100
    assert objective.budget.allowed_bad == (30 * 24 - 4)


def test_exclusions_that_overlap_are_cut_out_once() -> None:
    earlier, later = exclusion(NIGHT[0], NIGHT[1] - HOUR), exclusion(NIGHT[0] + HOUR, NIGHT[1])
    (objective,) = judged(Steady(), earlier, later).objectives
    assert objective.excluded == 4 * HOUR
    assert objective.exclusions == (earlier, later)


@pytest.mark.parametrize("method", [BudgetingMethod.TIMESLICES, BudgetingMethod.RATIO_TIMESLICES])
def test_slices_that_are_excluded_leave_the_slices_and_their_number(method: BudgetingMethod) -> None:
    cut = exclusion(NIGHT[0] + timedelta(seconds=30), NIGHT[1] - timedelta(seconds=30))
    (objective,) = judged(Steady(NIGHT), cut, promise=slo(ROLLING, method)).objectives
    assert objective.budget
    assert objective.budget.bad == 0
    assert objective.budget.total == 30 * 1440 - 240
    assert objective.budget.empty_slices == 0
    assert objective.budget.allowed_bad == Decimal(30 * 1440 - 240) / 100
    assert objective.excluded == 4 * HOUR


def test_a_lookback_looks_only_at_what_counts() -> None:
    outage = (AT - 40 * MINUTE, AT - 10 * MINUTE)
    (objective,) = judged(Steady(outage), exclusion(*outage)).objectives
    assert objective.burn_rates == {HOUR: Decimal(0), 6 * HOUR: Decimal(0)}


def test_a_lookback_that_is_excluded_has_no_burn_rate() -> None:
    burning = Rule("burning", (BurnRate(Decimal("0.02"), HOUR, 5 * MINUTE),), Verdict.FAIL)
    report = judged(Steady((AT - HOUR, AT)), exclusion(AT - HOUR, AT), policy=Policy((burning,)))
    assert report.outcome is Outcome.PASS
    assert report.objectives[0].burn_rates == {5 * MINUTE: None, HOUR: None, 6 * HOUR: Decimal(0)}


def test_the_threshold_of_a_burn_rate_is_that_of_the_window_that_counts() -> None:
    """2 % of 15 days within an hour are 7.2 times the rate; of 30 days they would be 14.4."""
    burning = Rule("burning", (BurnRate(Decimal("0.02"), HOUR, HOUR),), Verdict.FAIL)
    half, outage = exclusion(AT - 30 * DAY, AT - 15 * DAY), (AT - timedelta(seconds=300), AT)
    assert judged(Steady(outage), half, policy=Policy((burning,))).outcome is Outcome.FAIL
    assert judged(Steady(outage), policy=Policy((burning,))).outcome is Outcome.PASS


@pytest.mark.parametrize("method", BudgetingMethod)
def test_a_window_that_is_excluded_is_unknown_in_words_of_its_own_and_asks_nobody(method: BudgetingMethod) -> None:
    source = Steady()
    report = judged(source, exclusion(AT - 31 * DAY, AT), promise=slo(ROLLING, method))
    assert report.outcome is Outcome.UNKNOWN
    (objective,) = report.objectives
    assert objective.no_data
    assert objective.no_data.reason is Reason.ALL_EXCLUDED
    assert "all of the window that has passed is excluded" in objective.no_data.detail
    assert "database move (OPS-7)" in objective.no_data.detail
    assert not source.seen


def test_the_coming_part_of_a_calendar_window_may_be_excluded() -> None:
    """12 of 24 hours have passed; of the others 6 will not count: 12 hours project to 18."""
    at = MIDNIGHT + 12 * HOUR
    coming = exclusion(at + HOUR, at + 7 * HOUR, expires=at + DAY)
    (objective,) = judged(Steady((MIDNIGHT, MIDNIGHT + 6 * MINUTE)), coming, promise=slo(DAILY), at=at).objectives
    assert objective.budget
    assert objective.budget.allowed_bad == 18
    assert objective.budget.remaining == 1 - Decimal(10) / 18
    assert objective.excluded == 6 * HOUR


def test_what_stopped_in_an_exclusion_is_not_stale() -> None:
    newest = AT - 3 * HOUR
    assert judged(Steady(newest=newest)).outcome is Outcome.UNKNOWN
    assert judged(Steady(newest=newest), exclusion(newest + MINUTE, AT)).outcome is Outcome.PASS
    assert judged(Steady(newest=newest), exclusion(newest + MINUTE, AT - HOUR)).outcome is Outcome.UNKNOWN


def test_an_exclusion_speaks_for_what_it_matches() -> None:
    report = judged(Steady(NIGHT), exclusion(*NIGHT, match=Match(services=("other",))))
    assert report.objectives[0].budget
    assert report.objectives[0].budget.bad == 400
    assert not report.objectives[0].exclusions
    assert not report.notes


def test_a_run_notes_what_is_excluded_and_why() -> None:
    report = judged(Steady(), exclusion(*NIGHT))
    assert report.notes == (
        "2026-11-08 12:00 to 2026-11-08 16:00 UTC does not count in 1 budget: database move (OPS-7)",
    )


def test_an_exclusion_that_has_expired_is_a_finding_and_counts_again() -> None:
    report = judged(Steady(NIGHT), exclusion(*NIGHT, expires=AT))
    assert report.objectives[0].budget
    assert report.objectives[0].budget.bad == 400
    (finding,) = report.findings
    assert (finding.rule, str(finding.severity), finding.location) == ("SLO011", "warning", PLACE)
    assert "the exclusion has expired at 2026-11-18 12:00 UTC" in finding.message
    assert not report.notes


def test_time_without_data_that_is_excluded_is_no_gap() -> None:
    """A source that lacks a day of thirty covers all of the 29 that count."""

    class Lacking(Steady):
        def _measured(self, request: Request) -> Measurement:
            found = super()._measured(request)
            kept = tuple(bucket for bucket in found.buckets if bucket.start != AT - 10 * DAY)
            return Measurement(kept, found.stretches, None, Decimal(29) / 30)

    (objective,) = judged(Lacking(), exclusion(AT - 10 * DAY, AT - 9 * DAY)).objectives
    assert objective.coverage == 1
    (objective,) = judged(Lacking(), exclusion(AT - 12 * DAY, AT - 11 * DAY)).objectives
    assert objective.coverage is not None
    assert abs(objective.coverage - Decimal(28) / 29) < Decimal("1e-9")


def test_a_budget_exhausts_after_what_does_not_count() -> None:
    """What burns from now on burns when the maintenance of the next two hours is over."""
    at, burnt = MIDNIGHT + 12 * HOUR, (MIDNIGHT + 6 * HOUR, MIDNIGHT + 6 * HOUR + 12 * MINUTE)
    plain = judged(Steady(burnt), promise=slo(DAILY), at=at).objectives[0].exhausts_at
    cut = exclusion(at, at + 2 * HOUR, expires=at + DAY)
    later = judged(Steady(burnt), cut, promise=slo(DAILY), at=at).objectives[0].exhausts_at
    assert plain is None
    assert later is None
    burnt = (at - 30 * MINUTE, at - 20 * MINUTE)
    source = Steady(burnt, (at - 2 * HOUR, at - 2 * HOUR + 2 * MINUTE))
    plain = judged(source, promise=slo(DAILY), at=at).objectives[0].exhausts_at
    later = judged(source, cut, promise=slo(DAILY), at=at).objectives[0].exhausts_at
    assert plain is not None
    assert later is not None
    assert at + 2 * HOUR < later
    assert timedelta(0) < later - plain < 2 * HOUR  # the shorter window has less of a budget


def test_pieces_are_asked_for_once() -> None:
    source = Steady()
    judged(source, exclusion(*NIGHT), exclusion(NIGHT[1], NIGHT[1] + HOUR))
    (request,) = source.seen
    assert len(set(request.stretches)) == len(request.stretches)
    assert [(start, end) for start, end in request.stretches][2:] == [(NIGHT[1] + HOUR, AT - 9 * DAY)]
