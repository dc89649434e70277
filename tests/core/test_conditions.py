"""Conditions at their edges, and as they are read from a configuration."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.budget import Budget
from slo_gate.core.conditions import CONDITIONS
from slo_gate.core.conditions.burn_rate import BurnRate
from slo_gate.core.conditions.remaining_at_most import RemainingAtMost
from slo_gate.core.conditions.subject import Condition, Subject
from slo_gate.core.node import Entry, Mapping, Node, Scalar, Span
from tests.core.promises import DAY, HOUR, MINUTE, equal
from tests.support.properties import tried

FAST = BurnRate(Decimal("0.02"), HOUR, 5 * MINUTE)
Rates = dict[timedelta, Decimal | None]


def subject(remaining: str = "1", rates: Rates | None = None, window: timedelta = 30 * DAY) -> Subject:
    consumed = 1 - Decimal(remaining)
    left = Budget("events", Decimal("0.999"), Decimal(999), Decimal(1000), Decimal(1), consumed)
    return Subject(left, window, rates or {})


def scalar(text: str) -> Scalar:
    return Scalar(text, text, Span(1, 1, 1, 1 + len(text)))


def mapping(**values: str) -> Mapping:
    return Mapping(Span(1, 1, 1, 1), {key: Entry(scalar(key), scalar(text)) for key, text in values.items()})


def read(key: str, value: Node) -> Condition:
    condition = CONDITIONS[key]
    assert condition.SHAPE.takes(value)
    return condition.read(value)


class TestRemainingAtMost:
    @pytest.mark.parametrize(
        ("threshold", "remaining", "holds"),
        [
            pytest.param("0", "0", True, id="a budget spent to exactly zero meets zero"),
            pytest.param("0", "-0.2", True, id="an overspent budget meets zero"),
            pytest.param("0", "-Infinity", True, id="a budget that never was meets zero"),
            pytest.param("0", "0.000000001", True, id="a rest of the tolerance is none"),
            pytest.param("0", "0.0000000011", False, id="a rest above the tolerance is some"),
            pytest.param("0.25", "0.25", True, id="exactly the threshold meets it"),
            pytest.param("0.25", "0.2500000005", True, id="above it by less than the tolerance meets it"),
            pytest.param("0.25", "0.26", False, id="above the threshold does not"),
            pytest.param("0.25", "0.1", True, id="below the threshold does"),
            pytest.param("1", "1", True, id="an untouched budget meets all of it"),
            pytest.param("-0.5", "-0.4", False, id="a negative threshold allows some debt"),
            pytest.param("-0.5", "-0.5", True, id="and no more"),
        ],
    )
    def test_holds(self, threshold: str, remaining: str, holds: bool) -> None:
        evidence = RemainingAtMost(Decimal(threshold)).holds(subject(remaining))
        assert (evidence is not None) is holds
        if evidence:
            assert evidence == {"remaining": Decimal(remaining), "threshold": Decimal(threshold)}

    @pytest.mark.parametrize(
        ("text", "threshold"),
        [
            ("25%", "0.25"),
            ("0%", "0"),
            ("0.5 %", "0.005"),
            ("-10%", "-0.1"),
            ("100%", "1"),
            ("33.333333%", "0.33333333"),
        ],
    )
    def test_reads_percentages(self, text: str, threshold: str) -> None:
        assert read("remaining_at_most", scalar(text)) == RemainingAtMost(Decimal(threshold))

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("25", id="a number without a sign of percent"),
            pytest.param("0.25", id="a ratio"),
            pytest.param("%", id="a sign alone"),
            pytest.param("25%\n", id="a line feed behind"),
            pytest.param("25  %", id="two blanks"),
            pytest.param("1e1%", id="an exponent"),
            pytest.param("25 % or so", id="words behind"),
            pytest.param("12345%", id="five digits"),
        ],
    )
    def test_refuses(self, text: str) -> None:
        assert not CONDITIONS["remaining_at_most"].SHAPE.takes(scalar(text))

    def test_needs_no_lookback(self) -> None:
        assert RemainingAtMost(Decimal(0)).lookbacks() == ()


class TestBurnRate:
    @pytest.mark.parametrize(
        ("share", "long", "window", "threshold"),
        [
            ("0.02", HOUR, 30 * DAY, "14.4"),
            ("0.05", 6 * HOUR, 30 * DAY, "6"),
            ("0.1", DAY, 30 * DAY, "3"),
            ("0.1", 3 * DAY, 30 * DAY, "1"),
            ("0.02", HOUR, 28 * DAY, "13.44"),
            ("0.02", HOUR, 7 * DAY, "3.36"),
            ("0.02", HOUR, 90 * DAY, "43.2"),
        ],
    )
    def test_thresholds_of_the_workbook(self, share: str, long: timedelta, window: timedelta, threshold: str) -> None:
        """k = f W / L (Site Reliability Workbook, table 5-8, and its scaling to other windows)."""
        assert BurnRate(Decimal(share), long, long / 12).threshold(window) == Decimal(threshold)

    @tried(100)
    @given(st.integers(0, 100), st.integers(1, 10_000), st.integers(1, 500_000))
    def test_threshold_spends_the_share_in_the_lookback(self, percent: int, long: int, window: int) -> None:
        """k = f W / L, so that k L / W = f is spent within the lookback."""
        condition = BurnRate(Decimal(percent) / 100, long * MINUTE, MINUTE)
        found = condition.threshold(window * MINUTE)
        assert equal(found, Fraction(percent, 100) * window / long)

    @pytest.mark.parametrize(
        ("long", "short", "holds"),
        [
            pytest.param("14.4", "14.4", True, id="both exactly at the threshold"),
            pytest.param("100", "20", True, id="both above it"),
            pytest.param("14.3", "100", False, id="only the short one: a blip"),
            pytest.param("100", "14.3", False, id="only the long one: it is over"),
            pytest.param("0", "0", False, id="neither"),
            pytest.param("14.3999999999", "14.4", True, id="below by less than the tolerance"),
            pytest.param("Infinity", "Infinity", True, id="a budget of nothing burns infinitely"),
            pytest.param(None, "100", False, id="no events in the long one"),
            pytest.param("100", None, False, id="no events in the short one"),
        ],
    )
    def test_needs_both_windows(self, long: str | None, short: str | None, holds: bool) -> None:
        rates: Rates = {HOUR: Decimal(long) if long else None, 5 * MINUTE: Decimal(short) if short else None}
        assert (FAST.holds(subject(rates=rates)) is not None) is holds

    def test_does_not_hold_where_a_lookback_was_not_measured(self) -> None:
        assert FAST.holds(subject(rates={HOUR: Decimal(100)})) is None

    def test_says_what_it_saw(self) -> None:
        evidence = FAST.holds(subject(rates={HOUR: Decimal(20), 5 * MINUTE: Decimal(30)}))
        assert evidence == {
            "long": HOUR,
            "short": 5 * MINUTE,
            "long_rate": Decimal(20),
            "short_rate": Decimal(30),
            "threshold": Decimal("14.4"),
        }

    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            pytest.param({"budget": "2%", "long": "1h", "short": "5m"}, FAST, id="as the workbook writes it"),
            pytest.param({"budget": "2%", "long": "1h"}, FAST, id="the short one is a twelfth where it is not given"),
            pytest.param(
                {"budget": "10 %", "long": "3d", "short": "6h"},
                BurnRate(Decimal("0.1"), 3 * DAY, 6 * HOUR),
                id="days and hours",
            ),
        ],
    )
    def test_reads(self, values: dict[str, str], expected: BurnRate) -> None:
        condition = read("burn_rate", mapping(**values))
        assert condition == expected
        assert condition.lookbacks() == (expected.long, expected.short)

    @pytest.mark.parametrize(
        "values",
        [
            pytest.param({"long": "1h"}, id="no budget"),
            pytest.param({"budget": "2%"}, id="no lookback"),
            pytest.param({"budget": "2%", "long": "1 h"}, id="a blank in a length"),
            pytest.param({"budget": "2%", "long": "1h\n"}, id="a line feed behind a length"),
            pytest.param({"budget": "2%", "long": "1h", "factor": "14.4"}, id="an unknown key"),
        ],
    )
    def test_refuses(self, values: dict[str, str]) -> None:
        assert not CONDITIONS["burn_rate"].SHAPE.takes(mapping(**values))


def test_every_condition_is_listed_by_its_own_key() -> None:
    assert {key: condition.KEY for key, condition in CONDITIONS.items()} == {key: key for key in CONDITIONS}
    assert set(CONDITIONS) >= {"remaining_at_most", "burn_rate"}
