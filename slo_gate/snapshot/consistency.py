"""What must hold between the values of a snapshot that fits its shape.

What a run recorded may contradict itself, since sources do: that is judged when it is replayed, as it was before. What
somebody wrote down may not.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import WRONG_VALUE, Violation
from slo_gate.core.instant import parse_instant, write_instant
from slo_gate.core.measurement import Bucket
from slo_gate.core.numerics import ONE, ZERO
from slo_gate.snapshot.values import bucket, instant, midnight, quantity, texts_by_key


class _Placed(NamedTuple):
    """A bucket, and where it stands."""

    bucket: Bucket
    node: node.Mapping


def misfits(root: node.Mapping) -> Iterator[Violation]:
    entries = list(root.mappings("slos"))
    at = parse_instant(root.text("at"))
    for entry in entries:
        if "asked" in entry.entries:
            yield from _recorded(entry)
        else:
            yield from _written(entry, at)
    yield from _named_twice([entry for entry in entries if "asked" not in entry.entries])


def _recorded(entry: node.Mapping) -> Iterator[Violation]:
    asked = entry.get("asked")
    if isinstance(asked, node.Mapping) and instant(asked, "end") < instant(asked, "start"):
        yield _violation(asked, "end", "the window ends before it begins", "exchange `start` and `end`")
    for series in _series_of(entry):
        yield from _times(series)
    yield from _same_labels(entry)


def _written(entry: node.Mapping, at: datetime | None) -> Iterator[Violation]:
    for series in _series_of(entry):
        wrong_times = list(_times(series))
        yield from wrong_times or _order(series, at)
        yield from _counts(series)
        for one in series.mappings("buckets"):
            yield from _counts(one)
        if "recorded" in series.entries:
            hint = "only a run writes down what rules had recorded: write `good` and `total`, or buckets"
            yield _violation(series, "recorded", "`recorded` stands in an entry without `asked`", hint)
        if "coverage" in series.entries and not ZERO <= quantity(series, "coverage") <= ONE:
            yield _violation(series, "coverage", f"`coverage` is {series.text('coverage')}", "it is a share, 0 to 1")
    yield from _same_labels(entry)


def _series_of(entry: node.Mapping) -> list[node.Mapping]:
    return list(entry.mappings("series")) or [entry]


def _times(series: node.Mapping) -> Iterator[Violation]:
    for one in (one for key in ("buckets", "stretches") for one in series.mappings(key)):
        if "day" in one.entries:
            if midnight(one.text("day")) is None:
                yield _violation(one, "day", f"there is no day {one.text('day')}", "write it as 2026-01-31")
        elif instant(one, "end") <= instant(one, "start"):
            yield _violation(one, "end", "the bucket ends before it begins", "`end` is later than `start`")


def _order(series: node.Mapping, at: datetime | None) -> Iterator[Violation]:
    placed = sorted((_Placed(bucket(one), one) for one in series.mappings("buckets")), key=_start)
    for before, after in pairwise(placed):
        if after.bucket.start < before.bucket.end:
            message = f"the bucket overlaps the one that ends at {write_instant(before.bucket.end)}"
            yield Violation(WRONG_VALUE, after.node.span, message, "each event belongs in one bucket")
    for one in placed:
        if at and one.bucket.start >= at:
            message = f"the bucket begins at {write_instant(one.bucket.start)}, when `at` says that the numbers end"
            yield Violation(WRONG_VALUE, one.node.span, message, "leave it out, or correct `at`")


def _start(placed: _Placed) -> datetime:
    return placed.bucket.start


def _counts(mapping: node.Mapping) -> Iterator[Violation]:
    if "total" not in mapping.entries:
        return
    good, total = quantity(mapping, "good"), quantity(mapping, "total")
    for key, value in (("good", good), ("total", total)):
        if not value.is_finite() or value < ZERO:
            yield _violation(mapping, key, f"`{key}` is {value}", "a count is 0 or more")
            return
    if good > total:
        hint = "good events are a part of all: perhaps the two are exchanged, or count different things"
        yield _violation(mapping, "good", f"`good` is {good}, more than `total`, {total}", hint)


def _same_labels(entry: node.Mapping) -> Iterator[Violation]:
    known: set[frozenset[tuple[str, str]]] = set()
    for series in entry.mappings("series"):
        labels = frozenset(texts_by_key(series, "labels").items())
        if labels in known:
            yield Violation(WRONG_VALUE, series.span, "an earlier series has the same labels", "join the two")
        known.add(labels)


def _named_twice(entries: list[node.Mapping]) -> Iterator[Violation]:
    known: dict[tuple[str, ...], int] = {}
    for entry in entries:
        names = tuple(entry.text(key) for key in ("service", "slo", "objective"))
        if names in known:
            message = f"line {known[names]} has numbers for `{entry.text('slo')}` already"
            yield _violation(
                entry, "slo", message, "keep one of the two, or tell them apart by `service` or `objective`"
            )
        known.setdefault(names, entry.span.line)


def _violation(mapping: node.Mapping, key: str, message: str, hint: str) -> Violation:
    value = mapping.get(key)
    return Violation(WRONG_VALUE, value.span if value else mapping.span, message, hint)
