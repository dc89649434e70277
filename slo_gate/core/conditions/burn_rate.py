"""`when: {burn_rate: {budget: 2%, long: 1h, short: 5m}}`: the budget burns too fast, and still does.

The threshold is derived, never fixed: spending the share f of the budget within the lookback L of a window W is the
burn rate k = f W / L (Site Reliability Workbook, chapter 5: 2 % of 30 days in 1 h is 14.4). Both windows must exceed it.
"""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import WRONG_VALUE, Place, Schema, Violation
from slo_gate.core.conditions.subject import About, Subject
from slo_gate.core.duration import MEANING, PATTERN, Duration
from slo_gate.core.numerics import TOLERANCE
from slo_gate.core.percent import read_percent
from slo_gate.core.scalar_shapes import Text
from slo_gate.core.shape import Field, Record
from slo_gate.core.verdict import Evidence

KEY = "burn_rate"
ABOUT = About.BUDGET
DOC = "How fast the budget burns, over a long lookback and a short one."
_BUDGET = Text(
    pattern=r"^(?![0.]+ ?%$)(100|[0-9]{1,2}(\.[0-9]{1,6})?) ?%$", meaning="a percentage above 0% and at most 100%"
)
_LENGTH = Text(pattern=PATTERN, meaning=MEANING)


class _ShortIsNoLonger:
    """The short lookback is not the longer one: with the two swapped, hardly any burn is fast enough."""

    def check(self, value: node.Mapping, place: Place) -> Iterator[Violation]:
        long, short = value.get("long"), value.get("short")
        if (
            long
            and short
            and _LENGTH.takes(long)
            and _LENGTH.takes(short)
            and _nominal(value, "short") > _nominal(value, "long")
        ):
            message = f"`{place}.short` is longer than `long`, so that the rule would hardly ever speak"
            yield Violation(WRONG_VALUE, short.span, message, "swap the two, such as `long: 1h, short: 5m`")

    def takes(self, value: node.Mapping) -> bool:
        return next(self.check(value, Place("", value.span)), None) is None

    def schema(self) -> Schema:
        """JSON Schema cannot say so."""
        return {}


SHAPE = Record(
    {
        "budget": Field(_BUDGET, required=True, doc="The share of the budget spent within `long`, such as 2%."),
        "long": Field(_LENGTH, required=True, doc="The lookback that shows the burn, such as 1h."),
        "short": Field(_LENGTH, doc="The lookback that shows it goes on; a twelfth of `long` where it is not given."),
    },
    (_ShortIsNoLonger(),),
)


class BurnRate(NamedTuple):
    share: Decimal
    long: timedelta
    short: timedelta
    code: str = KEY
    about: About = ABOUT

    def lookbacks(self) -> tuple[timedelta, ...]:
        return (self.long, self.short)

    def threshold(self, window: timedelta) -> Decimal:
        """k = f W / L."""
        return self.share * Decimal(window.total_seconds()) / Decimal(self.long.total_seconds())

    def holds(self, subject: Subject) -> Evidence | None:
        threshold = self.threshold(subject.window)
        rates = [subject.burn_rates.get(lookback) for lookback in self.lookbacks()]
        if any(rate is None or rate < threshold - TOLERANCE for rate in rates):
            return None
        return {
            "long": self.long,
            "short": self.short,
            "long_rate": rates[0],
            "short_rate": rates[1],
            "threshold": threshold,
        }


def _nominal(value: node.Mapping, key: str) -> timedelta:
    return Duration.parse(value.text(key)).nominal


def read(value: node.Node) -> BurnRate:
    assert isinstance(value, node.Mapping)
    long = _nominal(value, "long")
    return BurnRate(
        share=read_percent(value.entries["budget"].value),
        long=long,
        short=_nominal(value, "short") if "short" in value.entries else long / 12,
    )
