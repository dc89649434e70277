"""What cannot be had of a ratio: parts of it, sums of several, and the events behind it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from slo_gate.core.duration import Duration
from slo_gate.core.exclusion import Exclusion
from slo_gate.core.measurement import Reason
from slo_gate.core.policy import Match, Policy
from slo_gate.core.series import Series
from slo_gate.core.verdict import Verdict
from slo_gate.core.window import TimeWindow
from tests.engine.test_exclusions import exclusion
from tests.engine.test_gating import AT, slo
from tests.engine.test_recorded import Recording, judged, of, recorded

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class TestExclusions:
    """A ratio cannot be cut: it counts what should not count, and nobody knows how much of it that is."""

    def test_one_that_reaches_into_the_window_leaves_the_budget_unknown(self) -> None:
        report = of(Recording(recorded("0")), exclusions=(exclusion(AT - 2 * DAY, AT - 2 * DAY + HOUR),))
        assert report.verdict is Verdict.UNKNOWN
        assert report.no_data
        assert report.no_data.reason is Reason.CANNOT_EXCLUDE
        assert report.no_data.detail.endswith("and time of it is excluded: database move (OPS-7)")

    def test_also_where_the_budget_is_computed_beside(self) -> None:
        report = of(Recording(recorded("0"), computed=0), exclusions=(exclusion(AT - 2 * DAY, AT - 2 * DAY + HOUR),))
        assert report.verdict is Verdict.UNKNOWN

    @pytest.mark.parametrize(
        "outside",
        [
            pytest.param(exclusion(AT - 40 * DAY, AT - 39 * DAY), id="before the window"),
            pytest.param(exclusion(AT, AT + HOUR), id="to come"),
            pytest.param(exclusion(AT - DAY, AT, match=Match(slos=("others",))), id="of other SLOs"),
            pytest.param(exclusion(AT - DAY, AT, expires=AT), id="expired"),
        ],
    )
    def test_one_that_does_not_changes_nothing(self, outside: Exclusion) -> None:
        report = of(Recording(recorded("0.001", lookbacks={HOUR: Decimal("0.02")})), exclusions=(outside,))
        assert report.budget
        assert (report.budget.remaining, report.burn_rates) == (Decimal("0.9"), {HOUR: Decimal(2)})

    def test_a_lookback_longer_than_the_window_is_not_told_where_time_of_it_is_excluded(self) -> None:
        short = slo(TimeWindow(Duration(3, "h")))
        rates = {HOUR: Decimal("0.02"), 6 * HOUR: Decimal("0.02")}
        cut = exclusion(AT - 5 * HOUR, AT - 4 * HOUR)
        (report,) = judged(Recording(recorded("0", lookbacks=rates)), short, exclusions=(cut,)).objectives
        assert report.burn_rates == {HOUR: Decimal(2)}


class TestSums:
    SUM = Policy(series=Series.SUM)

    def test_ratios_of_several_series_are_not_added(self) -> None:
        report = of(Recording(recorded("0"), series=2), self.SUM)
        assert report.no_data
        assert report.no_data.reason is Reason.NOT_RECORDED
        assert "recorded are ratios of 2 series" in report.no_data.detail

    def test_one_series_is_its_own_sum(self) -> None:
        assert of(Recording(recorded("0")), self.SUM).verdict is Verdict.PASS


class TestTraffic:
    """99 % needs 1,000 events for a fail."""

    @pytest.mark.parametrize(
        ("total", "verdict"),
        [
            pytest.param(None, Verdict.FAIL, id="no floor where nobody counted the events"),
            pytest.param(Decimal(1000), Verdict.FAIL, id="enough"),
            pytest.param(Decimal(999), Verdict.WARN, id="too few"),
        ],
    )
    def test_what_is_recorded_of_it_decides_whether_a_spent_budget_fails(
        self, total: Decimal | None, verdict: Verdict
    ) -> None:
        assert of(Recording(recorded("0.02", total=total))).verdict is verdict

    def test_a_minimum_that_the_policy_sets_says_nothing_of_what_nobody_counted(self) -> None:
        assert of(Recording(recorded("0.02")), Policy(min_events_for_fail=50)).verdict is Verdict.FAIL
