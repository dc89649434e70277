"""Where the buckets of a grid are, found once for all objectives that are measured by it."""

from datetime import datetime, timedelta
from functools import lru_cache

from slo_gate.core.grid import Grid

GRIDS = 32
"""What is known of so many grids is kept: objectives of one window share theirs, and ask about the same times."""


class Ended(dict[datetime, int]):
    """Which bucket of a grid is asked for at an instant: that of so much time before it."""

    def __init__(self, grid: Grid, length: timedelta) -> None:
        super().__init__()
        self._grid, self._length = grid, length

    def __missing__(self, at: datetime) -> int:
        index = self[at] = self._grid.holding(at - self._length)
        return index


class Places(dict[int, tuple[datetime, datetime]]):
    """Where the buckets of a grid are, by their indices: found once for all objectives that are measured by it."""

    def __init__(self, grid: Grid) -> None:
        super().__init__()
        self.grid = grid
        self._ended: dict[timedelta, Ended] = {}

    def __missing__(self, index: int) -> tuple[datetime, datetime]:
        place = self[index] = self.grid.bucket(index)
        return place

    def ended(self, length: timedelta) -> Ended:
        if length not in self._ended:
            self._ended[length] = Ended(self.grid, length)
        return self._ended[length]


places_of = lru_cache(GRIDS)(Places)
