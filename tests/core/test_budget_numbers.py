"""Budgets in published numbers, burn rates, and counts that cannot be."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.budget import Spent, burn_rate, inconsistent, sum_of
from slo_gate.core.duration import spell
from slo_gate.core.measurement import Bucket
from slo_gate.core.numerics import INFINITE
from tests.core.promises import (
    AT,
    DAY,
    EVENTS,
    HOUR,
    TARGETS,
    Events,
    calendar,
    equal,
    occurrences,
    rolling,
    row,
)
from tests.support.properties import tried


class TestBurnRate:
    @tried(100)
    @given(TARGETS, EVENTS)
    def test_formula(self, target: Decimal, events: Events) -> None:
        """B_L = (b_L / n_L) / E."""
        good, total = events
        found = burn_rate(Spent(Decimal(total - good), Decimal(total)), 1 - target)
        if total == 0:
            assert found is None
        else:
            assert found is not None
            assert equal(found, Fraction(total - good, total) / (1 - Fraction(target)))

    @pytest.mark.parametrize(
        ("bad", "expected"),
        [
            pytest.param(0, Decimal(0), id="no bad event burns nothing"),
            pytest.param(1, INFINITE, id="one bad event burns infinitely"),
        ],
    )
    def test_of_no_budget(self, bad: int, expected: Decimal) -> None:
        assert burn_rate(Spent(Decimal(bad), Decimal(10)), Decimal(0)) == expected


class TestPublishedNumbers:
    @pytest.mark.parametrize(
        ("target", "window", "allowance"),
        [
            ("0.999", 30 * DAY, "43m 12s"),
            ("0.9999", 30 * DAY, "4m 19s"),
            ("0.99", 30 * DAY, "7h 12m"),
            ("0.999", 28 * DAY, "40m 19s"),
            ("0.999", 365 * DAY, "8h 45m"),
            ("0.99930556", DAY, "59s"),
        ],
        ids=str,
    )
    def test_downtime_a_target_allows(self, target: str, window: timedelta, allowance: str) -> None:
        """E W: 99.9 % over 30 days is 43.2 minutes (Site Reliability Engineering, availability table)."""
        assert spell(float(1 - Decimal(target)) * window) == allowance

    def test_the_workbooks_three_million_requests(self) -> None:
        """Workbook, chapter 2: of 3,663,253 requests in four weeks 97 % may fail 109,897 times."""
        found = occurrences("0.97", rolling(28 * DAY), (3_663_253, 3_663_253))
        assert int(found.allowed_bad or 0) == 109_897

    def test_one_failure_of_ten_an_hour_spends_13_9_percent(self) -> None:
        """Workbook, chapter 5, low-traffic services: 10 requests an hour at 99.9 % over 30 days."""
        found = occurrences("0.999", rolling(30 * DAY), (7199, 7200))
        assert round(found.consumed, 3) == Decimal("0.139")
        assert burn_rate(Spent(Decimal(1), Decimal(10)), Decimal("0.001")) == 100

    def test_an_outage_on_the_first_day_of_a_month(self) -> None:
        """20 minutes of one day of 30 at 99.9 %: -1289 % to date, +53.7 % of the projected month."""
        found = occurrences("0.999", calendar(DAY, 30 * DAY), (1420, 1440))
        assert round(found.remaining, 3) == Decimal("0.537")
        assert found.to_date is not None
        assert round(found.to_date, 2) == Decimal("-12.89")

    def test_ratings(self) -> None:
        """261 of 275 tickets within their time are 94.9 %: below 95 %."""
        found = occurrences("0.95", rolling(30 * DAY), (261, 275))
        assert found.exhausted
        assert found.sli is not None
        assert round(found.sli, 3) == Decimal("0.949")


class TestConsistency:
    @tried(100)
    @given(st.lists(EVENTS, max_size=8))
    def test_true_counts_are_consistent(self, events: list[Events]) -> None:
        assert not inconsistent(row(AT, HOUR, events))

    @pytest.mark.parametrize(
        ("good", "total", "expected"),
        [
            pytest.param("-1.05", "5", False, id="bad one event and 1 % above total"),
            pytest.param("-1.06", "5", True, id="bad further above total"),
            pytest.param("0", "-5", True, id="a negative total"),
            pytest.param("NaN", "5", True, id="a good that is no number"),
            pytest.param("5", "NaN", True, id="a total that is no number"),
            pytest.param("1", "Infinity", True, id="an infinite total"),
            pytest.param("1011", "1000", False, id="good one event and 1 % above total"),
            pytest.param("1011.01", "1000", True, id="good further above total"),
            pytest.param("1", "0", False, id="one good event of none"),
            pytest.param("1.01", "0", True, id="more than one good event of none"),
        ],
    )
    def test_what_extrapolation_explains(self, good: str, total: str, expected: bool) -> None:
        """`increase()` extrapolates at both edges, so good may exceed total a little."""
        assert inconsistent([Bucket(AT, AT + HOUR, Decimal(good), Decimal(total))]) is expected

    @tried(100)
    @given(st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), max_size=8))
    def test_bad_events_are_never_negative(self, events: list[Events]) -> None:
        """b = n - g, clamped at 0."""
        found = sum_of(row(AT, HOUR, events))
        good, total = sum(event[0] for event in events), sum(event[1] for event in events)
        assert found.bad == max(total - good, 0)
        assert found.total == total
