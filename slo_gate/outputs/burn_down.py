"""The burn-down of a budget: what a chart of it shows. Numbers alone, nothing that others wrote."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import takewhile
from typing import NamedTuple

from slo_gate.core.report import ObjectiveReport

_FEWEST, _MOST = 2, 60
_FLOOR = Decimal(-100)
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


class BurnDown(NamedTuple):
    """`shares` remain at the end of each step, in percent, oldest first, the last one now.

    `span` is how long ago the first one was, in `unit`s (`days` or `hours`); None where steps have no length.
    """

    shares: tuple[Decimal, ...]
    span: Decimal
    unit: str

    @property
    def lowest(self) -> int:
        """Where the chart ends below: 0, or as many tens of percent below it as are needed."""
        least = min(self.shares)
        return 0 if least >= 0 else int(least // 10) * 10


def burn_down(objective: ObjectiveReport) -> BurnDown | None:
    """None where less than two steps of the window are known up to now."""
    known = _known(objective.history)
    if len(known) < _FEWEST or objective.bounds is None:
        return None
    shares = tuple(max(share * 100, _FLOOR).quantize(Decimal("0.1")) for share in _thinned(known))
    step = objective.bounds.elapsed / len(objective.history)
    length = step * (len(known) - 1)
    unit, size = ("days", _DAY) if length >= 2 * _DAY else ("hours", _HOUR)
    return BurnDown(shares, Decimal(str(round(length / size, 1))), unit)


def _known(history: Sequence[Decimal | None]) -> list[Decimal]:
    """The newest steps that are all known: a gap is not drawn over."""
    newest = takewhile(lambda share: share is not None and share.is_finite(), reversed(history))
    return [share for share in newest if share is not None][::-1]


def _thinned(shares: Sequence[Decimal]) -> Sequence[Decimal]:
    """At most so many, evenly picked, the first and the last among them."""
    if len(shares) <= _MOST:
        return shares
    last = len(shares) - 1
    return [shares[round(index * last / (_MOST - 1))] for index in range(_MOST)]
