"""The numbers that docs/budgets.md gives are those that the program computes."""

from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from slo_gate.core.conditions.burn_rate import BurnRate
from slo_gate.core.duration import Duration, spell
from slo_gate.core.floor import events_needed
from slo_gate.core.measurement import NoData, Reason
from slo_gate.core.slo import BudgetingMethod
from slo_gate.core.window import Calendar, TimeWindow
from tests.core.promises import DAY, HOUR, MINUTE, calendar, equal, occurrences, rolling
from tests.support.repository import ROOT

PAGE = " ".join((ROOT / "docs/budgets.md").read_text(encoding="utf-8").split())
MARCH = TimeWindow(Duration(1, "M"), Calendar(datetime(2026, 1, 1), ZoneInfo("America/New_York"), "America/New_York"))  # noqa: DTZ001


def test_a_month_in_which_clocks_change() -> None:
    length = MARCH.at(datetime.fromisoformat("2026-03-20T00:00:00+00:00")).length
    assert length == 743 * HOUR
    assert spell(length / 1000) == "44m 34s"
    assert "743 hours, of which 99.9 % allow 44 minutes 34 seconds" in PAGE


def test_an_outage_on_the_first_day_of_a_month() -> None:
    found = occurrences("0.999", calendar(DAY, 30 * DAY), (1420, 1440))
    assert found.to_date is not None
    assert (round(found.remaining, 3), round(found.to_date, 2)) == (Decimal("0.537"), Decimal("-12.89"))
    assert "leave 53.7 % of the projected budget, and −1289 %" in PAGE


def test_the_threshold_of_a_fast_burn() -> None:
    assert equal(BurnRate(Decimal("0.02"), HOUR, 5 * MINUTE).threshold(30 * DAY), Fraction(144, 10))
    assert "14.4 for 2 % of 30 days in an hour" in PAGE


@pytest.mark.parametrize(
    ("target", "events"),
    [("0.9", "100"), ("0.95", "200"), ("0.99", "1,000"), ("0.999", "10,000"), ("0.9999", "100,000")],
)
def test_the_events_that_a_fail_needs(target: str, events: str) -> None:
    left = occurrences(target, rolling(30 * DAY), (1, 1))
    assert f"{events_needed(None, BudgetingMethod.OCCURRENCES, left):,.0f}" == events
    row = PAGE[PAGE.index("| events needed |") :].split("|")
    assert f" {events} " in row[2:7]


def test_the_reason_for_a_window_that_is_excluded() -> None:
    assert f"(`{NoData(Reason.ALL_EXCLUDED, '').reason}`)" in PAGE


def test_nominal_lengths() -> None:
    assert [Duration(1, unit).nominal for unit in "MQY"] == [timedelta(days=days) for days in (30, 90, 365)]
    assert "30, 90 and 365 days" in PAGE
