"""Error budgets from the samples of each minute, in fractions, minute by minute: slow, plain, and none of the program's code.

Formulas as docs/budgets.md states them. A minute is known by its first instant; all times are UTC and whole minutes.
"""

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
LENGTHS = {"m": 1, "h": 60, "d": 1440, "w": 10080, "M": 43200, "Q": 129600, "Y": 525600}
"""Minutes of a rolling window's units."""
MONTHS = {"M": 1, "Q": 3, "Y": 12}
INFINITE = "infinite"
Share = Fraction | str
Samples = Mapping[datetime, tuple[int, int]]
"""Good and total of each minute that has a sample."""
Pieces = Sequence[tuple[datetime, datetime]]


@dataclass(frozen=True)
class Promise:
    """`first` is the local time at which calendar periods begin in `zone`; None for a rolling window."""

    method: str
    target: Fraction
    amount: int
    unit: str
    first: datetime | None = None
    zone: str = ""
    slice_minutes: int = 0
    slice_target: Fraction = Fraction(1)
    empty: str = "excluded"


@dataclass(frozen=True)
class Answer:
    """`state` is known, no-traffic or all-excluded; the numbers are those of a known one."""

    state: str
    good: Fraction = Fraction(0)
    total: Fraction = Fraction(0)
    sli: Fraction | None = None
    allowed: Fraction = Fraction(0)
    consumed: Share = Fraction(0)
    burn: tuple[Share | None, ...] = ()
    verdict: str = ""


def window(promise: Promise, at: datetime) -> tuple[datetime, datetime]:
    if promise.first is None:
        return at - promise.amount * LENGTHS[promise.unit] * MINUTE, at
    start, end = instant(promise, 0), instant(promise, 1)
    number = 1
    while end <= at:
        number += 1
        start, end = end, instant(promise, number)
    return start, end


def instant(promise: Promise, number: int) -> datetime:
    """When the period of a number begins: by the clock on the wall, whatever it was set to meanwhile."""
    assert promise.first
    steps = number * promise.amount
    if promise.unit in MONTHS:
        months = promise.first.year * 12 + promise.first.month - 1 + steps * MONTHS[promise.unit]
        year, month = months // 12, months % 12 + 1
        local = promise.first.replace(
            year=year, month=month, day=min(promise.first.day, calendar.monthrange(year, month)[1])
        )
    else:
        local = promise.first + steps * LENGTHS[promise.unit] * MINUTE
    return local.replace(tzinfo=ZoneInfo(promise.zone)).astimezone(UTC)


def minutes(start: datetime, end: datetime) -> Iterator[datetime]:
    while start < end:
        yield start
        start += MINUTE


def answer(promise: Promise, samples: Samples, excluded: Pieces, at: datetime, lookbacks: Sequence[int]) -> Answer:
    """The budget at an instant, and the burn rates over some minutes."""
    start, end = window(promise, at)
    out = {minute for piece in excluded for minute in minutes(*piece)}
    if promise.method == "Occurrences":
        return _events(promise, samples, out, (start, at, end), lookbacks)
    return _slices(promise, samples, out, (start, at, end), lookbacks)


def _events(
    promise: Promise,
    samples: Samples,
    out: set[datetime],
    times: tuple[datetime, datetime, datetime],
    lookbacks: Sequence[int],
) -> Answer:
    start, at, end = times
    passed = sum(minute not in out for minute in minutes(start, at))
    whole = passed + sum(minute not in out for minute in minutes(at, end))
    if at > start and not passed:
        return Answer("all-excluded")
    good, total = _counted(samples, out, start, at)
    if not total:
        return Answer("no-traffic")
    error_budget = 1 - promise.target
    allowed = error_budget * total * Fraction(whole, passed)
    consumed = _share(total - good, allowed)
    few = bool(error_budget) and allowed < 10
    burn = []
    for lookback in lookbacks:
        fine, every = _counted(samples, out, at - lookback * MINUTE, at)
        burn.append(_share(every - fine, error_budget * every) if every else None)
    return Answer(
        "known",
        good,
        total,
        good / total,
        allowed,
        consumed,
        tuple(burn),
        _verdict(consumed, "warn" if few else "fail"),
    )


def _counted(samples: Samples, out: set[datetime], start: datetime, end: datetime) -> tuple[Fraction, Fraction]:
    inside = [numbers for minute, numbers in samples.items() if start <= minute < end and minute not in out]
    return Fraction(sum(good for good, _ in inside)), Fraction(sum(total for _, total in inside))


def _slices(
    promise: Promise,
    samples: Samples,
    out: set[datetime],
    times: tuple[datetime, datetime, datetime],
    lookbacks: Sequence[int],
) -> Answer:
    start, at, end = times
    length = promise.slice_minutes * MINUTE
    passed, whole = int((at - start) / length), int((end - start) / length)
    counted = [
        n for n in range(whole) if not any(one in out for one in minutes(start + n * length, start + (n + 1) * length))
    ]
    ended = [n for n in counted if n < passed]
    if passed and not ended:
        return Answer("all-excluded")
    grouped: dict[int, list[int]] = {}
    for minute, numbers in samples.items():
        if start <= minute < start + passed * length:
            so_far = grouped.setdefault(int((minute - start) / length), [0, 0])
            so_far[0] += numbers[0]
            so_far[1] += numbers[1]
    badness = {n: _badness(promise, *grouped[n]) for n in ended if n in grouped and grouped[n][1]}
    if not badness:
        return Answer("no-traffic")
    bad, total, size = sum(badness.values(), Fraction(0)), len(badness), len(counted)
    hollow = len(ended) - len(badness)
    if promise.empty == "excluded":
        size -= hollow
    else:
        total += hollow
        bad += hollow if promise.empty == "bad" else 0
    error_budget = 1 - promise.target
    burn = []
    for lookback in lookbacks:
        since = start + passed * length - max(lookback * MINUTE, length)
        recent = [share for n, share in badness.items() if start + n * length >= since]
        burn.append(_share(sum(recent, Fraction(0)), error_budget * len(recent)) if recent else None)
    consumed = _share(bad, error_budget * size)
    return Answer(
        "known",
        total - bad,
        Fraction(total),
        1 - bad / total,
        error_budget * size,
        consumed,
        tuple(burn),
        _verdict(consumed, "fail"),
    )


def _badness(promise: Promise, good: int, total: int) -> Fraction:
    ratio = Fraction(good, total)
    return 1 - ratio if promise.method == "RatioTimeslices" else Fraction(ratio < promise.slice_target)


def _share(bad: Fraction, allowed: Fraction) -> Share:
    if allowed:
        return bad / allowed
    return INFINITE if bad else Fraction(0)


def _verdict(consumed: Share, spent: str) -> str:
    """By the built-in rules: nothing left, a quarter left."""
    if isinstance(consumed, str) or 1 - consumed <= Fraction(1, 10**9):
        return spent
    return "warn" if 1 - consumed <= Fraction(1, 4) + Fraction(1, 10**9) else "pass"
