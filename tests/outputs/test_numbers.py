"""Numbers as shown: what remains rounds down, what is consumed rounds up."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.outputs import numbers
from slo_gate.outputs.json_values import events, instant, ratio, seconds
from slo_gate.outputs.numbers import plain
from tests.support.properties import tried

shares = st.decimals(-50, 50, places=12)


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        ("1", "100.0 %"),
        ("0.2599", "25.9 %"),
        ("0.25", "25.0 %"),
        ("0.2499999999999", "25.0 %"),
        ("0.249999", "24.9 %"),
        ("0.0004", "0.0 %"),
        ("0", "0.0 %"),
        ("-0.0001", "−0.1 %"),
        ("-0.12411", "−12.5 %"),
        ("-123.4", "−12 340.0 %"),
        ("-Infinity", "−∞ %"),
        ("-1e30", "−1.0e+32 %"),
    ],
)
def test_remaining_rounds_down_within_the_tolerance(share: str, shown: str) -> None:
    assert plain(numbers.remaining(Decimal(share))) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [("0", "0.0 %"), ("0.0001", "0.1 %"), ("0.75", "75.0 %"), ("0.7500000000001", "75.0 %"), ("1.12411", "112.5 %")],
)
def test_consumed_rounds_up_within_the_tolerance(share: str, shown: str) -> None:
    assert plain(numbers.consumed(Decimal(share))) == shown


@tried(100)
@given(shares)
def test_remaining_and_consumed_add_up_to_a_hundred_percent_as_shown(share: Decimal) -> None:
    shown = [numbers.remaining(share), numbers.consumed(1 - share)]
    values = [Decimal(plain(text).rstrip("% ").replace(" ", "").replace("−", "-")) for text in shown]
    assert sum(values) == 100


@tried(100)
@given(shares)
def test_remaining_never_looks_better_than_it_is(share: Decimal) -> None:
    assert numbers.remaining_percent(share) / 100 <= share + Decimal("1e-9")


@pytest.mark.parametrize(
    ("target", "shown"), [("0.999", "99.9 %"), ("0.99999", "99.999 %"), ("1", "100 %"), ("0.9", "90 %"), ("0", "0 %")]
)
def test_exact_shows_every_digit_of_a_target(target: str, shown: str) -> None:
    assert plain(numbers.exact(Decimal(target))) == shown


def test_measured_never_makes_a_missed_promise_look_kept() -> None:
    assert plain(numbers.measured(Decimal("0.99899999"))) == "99.899 %"


@pytest.mark.parametrize(
    ("number", "shown"),
    [("1236000", "1 236 000"), ("1234610.6", "1 234 611"), ("12.34", "12.3"), ("3", "3"), ("0", "0")],
)
def test_count_groups_thousands(number: str, shown: str) -> None:
    assert plain(numbers.count(Decimal(number))) == shown


@pytest.mark.parametrize(
    ("rate", "shown"), [("14.44", "14.4×"), ("0.512", "0.51×"), ("0", "0.00×"), ("Infinity", "∞×")]
)
def test_rate_shows_two_digits_below_one(rate: str, shown: str) -> None:
    assert numbers.rate(Decimal(rate)) == shown


def test_instant_is_shown_in_utc() -> None:
    berlin = datetime(2026, 11, 24, 5, 31, tzinfo=timezone(timedelta(hours=1)))
    assert plain(numbers.instant(berlin)) == "2026-11-24 04:31 UTC"


def test_sparkline_shows_spent_unknown_and_full_steps() -> None:
    assert numbers.sparkline((Decimal(1), Decimal("0.5"), None, Decimal(0), Decimal(-3))) == "█▅·▁▁"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        ("0.999", "0.999"),
        ("1", "1"),
        ("0E+2", "0"),
        ("-0.0000000000001", "0"),
        ("1E-5", "0.00001"),
        ("0.1234567890123456789", "0.123456789012"),
        ("-Infinity", "-Infinity"),
        ("1E+20", "100000000000000000000"),
    ],
)
def test_json_ratio_is_a_decimal_without_exponent(value: str | None, text: str | None) -> None:
    assert ratio(None if value is None else Decimal(value)) == text


def test_json_values_keep_unknown_apart_from_zero() -> None:
    assert (instant(None), seconds(None), events(None)) == (None, None, None)
    assert (seconds(timedelta(0)), events(Decimal(0)), events(Decimal("0.5"))) == (0, 0, 0.5)
    assert instant(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)) == "2026-01-02T03:04:05Z"
