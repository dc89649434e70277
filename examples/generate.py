"""Writes the data of the examples: python examples/generate.py [FOLDER]

Every run writes the same bytes: the seeds are fixed, and nothing is drawn but `random()`, whose sequence Python keeps
from version to version. All times are UTC. The stories behind the numbers are told in README.md.
"""

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

AT = datetime(2026, 11, 18, 12, tzinfo=UTC)
"""The instant at which the gate is asked."""

TIME = "%Y-%m-%d %H:%M:%S"
MINUTE = timedelta(minutes=1)
SLOT = timedelta(minutes=5)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

BY_HOUR = (14, 9, 6, 5, 6, 10, 22, 45, 70, 86, 95, 98, 100, 97, 92, 90, 93, 96, 99, 94, 80, 58, 36, 22)
"""Traffic in percent of the day's peak."""

QUIET_WEEKEND = {(2026, 10, 31), (2026, 11, 1)}
Row = tuple[object, ...]


def traffic(at: datetime, peak: int, rng: Random) -> int:
    """Requests at an instant: day and night, weekends at 70 %, one weekend at 25 %, and a tenth of chance."""
    day = 100 if at.weekday() < 5 else 25 if (at.year, at.month, at.day) in QUIET_WEEKEND else 70
    return int(peak * BY_HOUR[at.hour] * day / 10_000 * (0.95 + rng.random() / 10))


def instants(start: datetime, step: timedelta) -> Iterator[datetime]:
    while start < AT:
        yield start
        start += step


def one_in(events: int, rate: float, rng: Random) -> int:
    """One event of some at `rate` per event, or none."""
    return int(rng.random() < events * rate)


def checkout(rng: Random) -> Iterator[Row]:
    """Requests, those that failed, and those slower than 300 ms, per 5 minutes. A bad release on 27 October."""
    release, repaired = datetime(2026, 10, 27, 10, 5, tzinfo=UTC), datetime(2026, 10, 27, 11, 15, tzinfo=UTC)
    for slot in instants(AT - 35 * DAY, SLOT):
        requests = traffic(slot, 190, rng)
        if release <= slot < repaired:
            yield slot, requests, int(requests * (0.35 + rng.random() / 5)), int(requests * (0.5 + rng.random() / 5))
        else:
            yield slot, requests, one_in(requests, 0.00022, rng), int(requests * (0.01 + rng.random() / 40))


def calls(rng: Random) -> Iterator[Row]:
    """Calls and those that were dropped, per minute, from a midnight in Jakarta on. A line card failed twice."""
    failures = {datetime(2026, 11, 17, 3, 41, tzinfo=UTC), datetime(2026, 11, 17, 3, 42, tzinfo=UTC)}
    failures.add(datetime(2026, 11, 18, 6, 12, tzinfo=UTC))
    for minute in instants(datetime(2026, 11, 15, 17, tzinfo=UTC), MINUTE):
        made = 300 + traffic(minute + 7 * HOUR, 2400, rng)
        dropped = int(made * 0.42) if minute in failures else int(made * rng.random() * 0.004)
        yield minute, made, dropped


def lookups(rng: Random) -> Iterator[Row]:
    """Subscriber look-ups and those that took 0.1 s or more, per 5 minutes. Slow in a nightly backup and an outage."""
    outage, over = datetime(2026, 11, 14, 9, 20, tzinfo=UTC), datetime(2026, 11, 14, 9, 45, tzinfo=UTC)
    for slot in instants(AT - 8 * DAY, SLOT):
        made = 40 + traffic(slot, 5200, rng)
        backup = (slot.hour, slot.minute) == (2, 0)
        slow = 1 + int(made * rng.random() / 50) if backup or outage <= slot < over else 0
        yield slot, made, slow


def runs(rng: Random) -> Iterator[Row]:
    """The nightly tariff switch-over: its slot, and when it finished. One run waited for a lock."""
    for day in range(35, 0, -1):
        slot = (AT - day * DAY).replace(hour=17)
        seconds = 9.118 if slot.date() == datetime(2026, 11, 5, tzinfo=UTC).date() else 2 + rng.random() * 2.5
        yield slot, f"{slot + timedelta(milliseconds=int(seconds * 1000)):{TIME}.%f}"[:-3]


def tickets(rng: Random) -> Iterator[Row]:
    """When each ticket was opened and solved. Four were forgotten, and the youngest are still open."""
    number = 4100
    forgotten = {4231, 4320, 4388, 4502}
    for hour in instants(AT - 40 * DAY, HOUR):
        opened = hour + timedelta(seconds=int(rng.random() * 3600))
        if rng.random() * 100 > traffic(hour, 88, rng) or opened >= AT:
            continue
        number += 1
        hours = 26 + rng.random() * 40 if rng.random() < 0.031 else 0.3 + rng.random() ** 2 * 22
        solved = opened + timedelta(seconds=int(hours * 3600))
        yield number, opened, "" if number in forgotten or solved >= AT else solved


def ratings(rng: Random) -> Iterator[Row]:
    """The stars, 1 to 5, that people gave after their ticket was solved."""
    for hour in instants(AT - 95 * DAY, HOUR):
        rated = hour + timedelta(seconds=int(rng.random() * 3600))
        if rng.random() * 100 <= traffic(hour, 55, rng):
            yield rated, stars(rng.random())


def stars(chance: float) -> int:
    """5 stars from 62 % of people, 4 from 33.2 %, 3, 2 and 1 from the others."""
    return next(stars for stars, below in ((5, 0.62), (4, 0.952), (3, 0.97), (2, 0.98), (1, 1.0)) if chance < below)


TABLES = (
    ("web-shop/data/checkout.csv", "slot,requests,failed,slow", checkout),
    ("telecom/data/calls.csv", "slot,calls,dropped", calls),
    ("telecom/data/lookups.csv", "slot,lookups,slow", lookups),
    ("telecom/data/runs.csv", "slot,finished_at", runs),
    ("service-desk/data/tickets.csv", "ticket,opened_at,solved_at", tickets),
    ("service-desk/data/ratings.csv", "rated_at,stars", ratings),
)


def written(row: Row) -> str:
    return ",".join(f"{cell:{TIME}}" if isinstance(cell, datetime) else str(cell) for cell in row)


def write(path: Path, header: str, rows: Iterable[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [header, *(written(row) for row in rows)]
    path.write_bytes("".join(f"{line}\n" for line in lines).encode())


def main(folder: Path) -> None:
    for seed, (path, header, rows) in enumerate(TABLES):
        write(folder / path, header, rows(Random(seed)))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
