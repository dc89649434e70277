"""Promises and histories to judge: bursts, gaps, sparse traffic, days on which clocks change, maintenance."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from tests.oracle.oracle import MINUTE, Pieces, Promise, Samples, window

DAY = timedelta(days=1)
CHANGES = [
    datetime(year, month, day, tzinfo=UTC)
    for year, month, day in ((2026, 3, 8), (2026, 3, 29), (2026, 4, 5), (2026, 10, 4), (2026, 10, 25), (2026, 11, 1))
]
"""Days on which clocks change in New York, Berlin or on Lord Howe Island, which changes by half an hour."""
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
ROLLING = [(90, "m"), (5, "h"), (1, "d"), (49, "h"), (1, "w"), (30, "d")]
CALENDAR = [(1, "d"), (2, "d"), (1, "w"), (1, "M")]
TARGETS = st.sampled_from(["0.5", "0.9", "0.95", "0.99", "0.999", "1"]).map(Fraction)
SLICES = {"m": (1, 7, 20), "h": (5, 20, 60), "d": (10, 45, 240), "w": (60, 420), "M": (120, 1440)}
INSTANTS = st.builds(
    lambda day, minutes: day + minutes * MINUTE, st.sampled_from(CHANGES), st.integers(-3 * 1440, 40 * 1440)
)


@dataclass(frozen=True)
class History:
    """What is promised, what happened, and when it is judged. `resets` are numbers of samples before which counters restart."""

    promise: Promise
    at: datetime
    samples: Samples
    excluded: Pieces
    resets: frozenset[int]


@st.composite
def promises(draw: st.DrawFn, method: str, *, rolling: bool, at: datetime) -> Promise:
    amount, unit = draw(st.sampled_from(ROLLING if rolling else CALENDAR))
    first = None
    if not rolling:
        back = draw(st.integers(1, 100 * 1440))
        first = (at - DAY - back * MINUTE).replace(tzinfo=None)
        first = first if draw(st.booleans()) else first.replace(hour=0, minute=0)
    sliced = method != "Occurrences"
    return Promise(
        method=method,
        target=draw(TARGETS),
        amount=amount,
        unit=unit,
        first=first,
        zone="" if rolling else draw(st.sampled_from(ZONES)),
        slice_minutes=draw(st.sampled_from(SLICES["d" if amount == 49 else unit])) if sliced else 0,
        slice_target=draw(TARGETS) if method == "Timeslices" else Fraction(1),
        empty=draw(st.sampled_from(["good", "bad", "excluded"])),
    )


@st.composite
def histories(draw: st.DrawFn, method: str, *, rolling: bool) -> History:
    at = draw(INSTANTS)
    promise = draw(promises(method, rolling=rolling, at=at))
    start, end = window(promise, at)
    minutes = int((end - start) / MINUTE)
    samples: dict[datetime, tuple[int, int]] = {}
    for _ in range(draw(st.integers(1, 4))):
        begin, outage = start + draw(st.integers(-minutes // 10, minutes - 1)) * MINUTE, draw(st.booleans())
        for number in range(0, draw(st.integers(1, 90)), draw(st.integers(1, 9))):
            total = draw(st.integers(0, 400)) if number < 3 else (number * 7919) % 300
            bad = total if outage else min(draw(st.integers(0, 9)) if number < 3 else number % 3, total)
            samples[begin + number * MINUTE] = (total - bad, total)
    for offset, total in draw(st.dictionaries(st.integers(0, minutes - 1), st.integers(0, 3), max_size=8)).items():
        samples[start + offset * MINUTE] = (total // 2, total)
    recent = draw(st.lists(st.integers(1, 400), max_size=5))
    samples |= {at - offset * MINUTE: (offset % 5, offset % 5 + offset % 2) for offset in recent}
    pieces = st.tuples(st.integers(-30, minutes), st.integers(1, max(minutes // 3, 2)))
    cut = [
        (start + one * MINUTE, start + (one + length) * MINUTE) for one, length in draw(st.lists(pieces, max_size=4))
    ]
    if draw(st.integers(0, 19)) == 13:
        cut.append((start - DAY, at))
    return History(
        promise,
        at,
        {minute: numbers for minute, numbers in samples.items() if minute < at},
        cut,
        draw(st.frozensets(st.integers(0, 60), max_size=3)),
    )
