"""What changed of a promise, in a sentence for each aspect."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from slo_gate.core.numerics import ONE
from slo_gate.core.promise_change import Aspect, PromiseChange, Today
from slo_gate.core.report import PolicyOrigin
from slo_gate.core.slo import BudgetingMethod
from slo_gate.core.window import TimeWindow
from slo_gate.outputs import numbers
from slo_gate.outputs.wording import TOLD, Wording

_PLAIN = frozenset({"limit", "weight"})
"""Aspects whose numbers are no shares."""
_CODED = {"indicator": "indicator", "operator": "op"}
"""Aspects whose values are words of ours."""


def base_name(base: PolicyOrigin) -> str:
    """`main (0123456789ab)`, as far as either is known; foreign text."""
    short = (base.sha or "")[:12]
    if not base.ref or base.ref == base.sha:
        return short
    return f"{base.ref} ({short})" if short else base.ref


class ChangeWording(Wording):
    """Wording of changes, safe for its place as that of everything else is."""

    __slots__ = ()

    def titled(self, change: PromiseChange, aspect: Aspect) -> str:
        return self.say("aspect.titled", title=self.quote(change.title), sentence=self.sentence(aspect))

    def sentence(self, aspect: Aspect) -> str:
        if TOLD in aspect.evidence:
            return self.retell(str(aspect.evidence[TOLD]))
        shown = {key: self.value(aspect, value, key) for key, value in aspect.evidence.items()}
        factor = aspect.evidence.get("factor")
        if isinstance(factor, Decimal):
            return self.say("aspect.target.factor", **{**shown, "factor": self._factor(factor)})
        if not self.knows(f"aspect.{aspect.code}"):
            return self.say("aspect.unnamed", what=self.quote(aspect.code))
        return self.say(f"aspect.{aspect.code}", **shown)

    def value(self, aspect: Aspect, value: object, key: str = "") -> str:
        """A value of an aspect's evidence, as its sentence shows it."""
        if key == "part" or aspect.code in _CODED:
            code = f"{key if key == 'part' else _CODED[aspect.code]}.{value}"
            return self.say(code) if self.knows(code) else self.quote(str(value))
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, Decimal):
            return f"{value.normalize():f}" if aspect.code in _PLAIN else numbers.exact(value)
        if isinstance(value, TimeWindow):
            return self._window(value)
        return numbers.length(value) if isinstance(value, timedelta) else self.say("value.none")

    def _text(self, text: str) -> str:
        if isinstance(text, BudgetingMethod):
            return str(text)
        return self.quote(text) if text else self.say("value.none")

    def _factor(self, factor: Decimal) -> str:
        if factor <= 0:
            return self.say("factor.none")
        if factor < ONE:
            code = f"factor.part.{(ONE / factor).normalize():f}"
            return self.say(code) if self.knows(code) else self.say("factor.part", n=numbers.consumed(factor))
        code = f"factor.{factor.normalize():f}"
        return self.say(code) if self.knows(code) else self.say("factor.times", n=numbers.count(factor))

    def _window(self, window: TimeWindow) -> str:
        calendar = window.calendar
        if calendar is None:
            return self.say("window.rolling", window=window.duration)
        start = f"{calendar.start:%Y-%m-%d %H:%M}"
        return self.say("window.calendar", window=window.duration, start=start, zone=self.quote(calendar.zone_name))

    def backtests(self, change: PromiseChange) -> Iterator[str]:
        """What each version of the promise makes of today, where that was measured."""
        for version, today in (("before", change.before), ("after", change.after)):
            if today:
                yield self.say(f"backtest.{version}", standing=self._standing(today))

    def _standing(self, today: Today) -> str:
        verdict = self.verdict(today.verdict)
        if today.remaining is not None:
            return self.say("backtest.measured", remaining=numbers.remaining(today.remaining), verdict=verdict)
        if today.no_data:
            return self.say("backtest.unmeasured", reason=today.no_data)
        return self.say("backtest.idle", verdict=verdict)

    def headline(self, changes: tuple[PromiseChange, ...]) -> str:
        weakened = sum(change.weakens for change in changes)
        if weakened:
            return self.counted("changes.weakened", weakened)
        return self.counted("changes.unweakened", len(changes)) if changes else self.say("changes.none")
