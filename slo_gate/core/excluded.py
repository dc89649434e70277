"""Time that counts for nothing, such as planned maintenance: it is cut out of windows, time slices and lookbacks."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

Piece = tuple[datetime, datetime]
"""[start, end)."""


class Excluded(NamedTuple):
    """Pieces of time in order, apart from each other and never empty."""

    pieces: tuple[Piece, ...] = ()

    @classmethod
    def of(cls, pieces: Iterable[Piece]) -> "Excluded":
        """Pieces that overlap or meet become one."""
        merged: list[Piece] = []
        for start, end in sorted(pieces):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], end))
            elif start < end:
                merged.append((start, end))
        return cls(tuple(merged))

    def within(self, start: datetime, end: datetime) -> timedelta:
        """How much of [start, end) is excluded."""
        return sum((end - start for start, end in self._inside(start, end)), timedelta(0))

    def counted(self, start: datetime, end: datetime) -> timedelta:
        """How much of [start, end) counts."""
        return end - start - self.within(start, end)

    def left(self, start: datetime, end: datetime) -> tuple[Piece, ...]:
        """What counts of [start, end)."""
        found: list[Piece] = []
        for from_, to in self._inside(start, end):
            if start < from_:
                found.append((start, from_))
            start = to
        return (*found, (start, end)) if start < end else tuple(found)

    def after(self, start: datetime, length: timedelta) -> datetime:
        """The first instant at which as much time as `length` has counted, from `start` on."""
        for from_, to in self.pieces:
            if to <= start:
                continue
            if from_ - start >= length:
                break
            length -= max(from_ - start, timedelta(0))
            start = to
        return start + length

    def onto(self, start: datetime, step: timedelta) -> "Excluded":
        """Widened to whole steps from `start` on: a time slice counts whole or not at all."""
        first = ((max(from_, start), to) for from_, to in self.pieces if to > start)
        return Excluded.of(
            (start + (from_ - start) // step * step, start - (start - to) // step * step) for from_, to in first
        )

    def _inside(self, start: datetime, end: datetime) -> Iterator[Piece]:
        for from_, to in self.pieces:
            if from_ < end and to > start:
                yield max(from_, start), min(to, end)
