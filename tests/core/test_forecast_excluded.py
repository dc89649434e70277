"""Forecasts where some time does not count: past and to come, hours from 10 days ago to 10 days ahead."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from slo_gate.core.excluded import Excluded
from slo_gate.core.forecast import recovery
from tests.core.promises import AT, DAY, EVENTS, HOUR, MINUTE, Events, calendar, rolling
from tests.core.test_forecast import MARGIN, daily, exhausts
from tests.support.properties import tried

Cuts = list[tuple[int, int]]
"""First hours, counted from the instant judged, and numbers of hours."""
CUTS = st.lists(st.tuples(st.integers(-240, 239), st.integers(1, 60)), max_size=4)


def excluded(cuts: Cuts) -> Excluded:
    return Excluded.of((AT + start * HOUR, AT + (start + length) * HOUR) for start, length in cuts)


@tried(150)
@given(
    st.lists(EVENTS, min_size=10, max_size=10),
    CUTS,
    st.integers(1, 999).map(lambda thousandths: Decimal(thousandths) / 1000),
)
def test_recovery_is_the_day_that_playing_on_finds(events: list[Events], cuts: Cuts, target: Decimal) -> None:
    out = {hour for start, length in cuts for hour in range(start, start + length)}
    hours = len(set(range(-24, 0)) - out)
    good, total = events[-1]
    if not hours:
        good, total = events[-1] = (0, 0)
    if not total:
        hours = len(set(range(-240, 0)) - out)
        good, total = (sum(event[side] for event in events) for side in (0, 1))
    assume(total and hours)
    expected = None
    for day in range(1, 11):
        coming = Fraction(len(set(range(day * 24)) - out), hours)
        bad = sum(one[1] - one[0] for one in events[day:]) + coming * (total - good)
        seen = sum(one[1] for one in events[day:]) + coming * total
        remaining = 1 - (bad / seen if seen else Fraction(0)) / (1 - Fraction(target))
        assume(abs(remaining) > 2 * MARGIN)
        if remaining > 0:
            expected = AT + day * DAY
            break
    bounds = rolling(10 * DAY)._replace(excluded=excluded(cuts))
    assert recovery(bounds, daily(bounds, events), 1 - target, Decimal(0)) == expected


@tried(100)
@given(
    CUTS,
    st.integers(1, 99),
    st.integers(1, 99),
)
def test_a_calendar_window_exhausts_when_so_much_has_counted(cuts: Cuts, remaining: int, burn: int) -> None:
    """t_ex = R W / B of the time that counts, on the clock that runs while it counts."""
    bounds = calendar(5 * DAY, 10 * DAY)._replace(excluded=excluded(cuts))
    found = exhausts(bounds, str(Decimal(remaining) / 100), str(burn), [])
    length = remaining / 100 / burn * bounds.counted_length
    if bounds.excluded.counted(AT, bounds.end) < length or remaining > 100 * burn:
        assert found is None
    elif found is not None:
        assert abs(bounds.excluded.counted(AT, found) - length) < MINUTE
    else:
        assert abs(bounds.excluded.counted(AT, bounds.end) - length) < MINUTE
