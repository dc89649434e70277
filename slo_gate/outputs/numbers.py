"""Numbers as people read them. Rounding happens here alone: what remains rounds down, what is consumed rounds up.

Blanks inside a number never break a line: U+00A0 before the percent sign, U+202F between thousands.
`plain` turns them into ordinary blanks where nothing is wrapped any more.
"""

from datetime import UTC, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

from slo_gate.core.duration import spell
from slo_gate.core.numerics import TOLERANCE

MINUS, TIMES, INFINITE = "\u2212", "\u00d7", "\u221e"
_NO_BREAK, _GROUP = "\u00a0", "\u202f"
_HUGE = Decimal("1e15")
_PLAIN = str.maketrans({_NO_BREAK: " ", _GROUP: " "})


def plain(text: str) -> str:
    return text.translate(_PLAIN)


def unbroken(text: str) -> str:
    """The text as one piece that no table cell wraps."""
    return text.replace(" ", _NO_BREAK)


def remaining_percent(share: Decimal) -> Decimal:
    """A remaining share in percent, rounded down to one decimal; shares within the tolerance count as reached."""
    return _rounded((share + TOLERANCE) * 100, 1, ROUND_FLOOR)


def remaining(share: Decimal) -> str:
    return _percent(remaining_percent(share))


def consumed(share: Decimal) -> str:
    return _percent(_rounded((share - TOLERANCE) * 100, 1, ROUND_CEILING))


def exact(ratio: Decimal) -> str:
    """A ratio that a file states, with every digit it states."""
    return _percent((ratio * 100).normalize())


def measured(ratio: Decimal) -> str:
    """An sli or a coverage, rounded down, so that a promise that is just missed never looks kept."""
    return _percent(_rounded(ratio * 100, 3, ROUND_FLOOR).normalize())


def count(number: Decimal) -> str:
    """Events or slices; a fraction (an extrapolated increase) shows only where it matters."""
    places = 0 if abs(number) >= 100 else 1 if abs(number) >= 10 else 3
    return _grouped(_rounded(number, places, ROUND_HALF_EVEN).normalize())


def rate(burn_rate: Decimal) -> str:
    places = 1 if burn_rate >= 1 else 2
    return _grouped(_rounded(burn_rate, places, ROUND_HALF_EVEN)) + TIMES


def points(difference: float) -> str:
    """`▼ 6.1`: how many percent points less remain, or more."""
    return f"{'▲' if difference > 0 else '▼'}{_NO_BREAK}{abs(difference):,.1f}"


def instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC".replace(" ", _NO_BREAK)


def length(duration: timedelta) -> str:
    return spell(abs(duration)).replace(" ", _NO_BREAK)


def sparkline(shares: tuple[Decimal | None, ...], most: int = 30) -> str:
    """One bar a step, from nothing remaining to a full budget; the newest steps where there are too many."""
    return "".join("·" if share is None else _bar(share) for share in shares[-most:])


def _bar(share: Decimal) -> str:
    bars = "▁▂▃▄▅▆▇█"
    level = 0 if share <= 0 else min(int(share * len(bars)), len(bars) - 1)
    return bars[level]


def _rounded(number: Decimal, places: int, rounding: str) -> Decimal:
    if not abs(number) < _HUGE:
        return number
    return number.quantize(Decimal(1).scaleb(-places), rounding=rounding)


def _percent(number: Decimal) -> str:
    return f"{_grouped(number)}{_NO_BREAK}%"


def _grouped(number: Decimal) -> str:
    if not number.is_finite():
        return (MINUS if number < 0 else "") + INFINITE
    text = f"{abs(number):,f}".replace(",", _GROUP) if abs(number) < _HUGE else f"{abs(number):.1e}"
    return MINUS + text if number < 0 else text
