"""Codes and evidence become sentences here, and nowhere else."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

from slo_gate.core.printable import printable
from slo_gate.core.verdict import Because, Held, Verdict
from slo_gate.outputs import numbers
from slo_gate.outputs.english import ENGLISH

if TYPE_CHECKING:
    from slo_gate.core.measurement import NoData
    from slo_gate.core.report import ObjectiveReport

Quote = Callable[[str], str]
TOLD = "told"
"""The key of evidence that is a sentence of another run's report already: foreign text."""


_SETTINGS = frozenset({"on_unknown", "on_no_traffic"})
"""What stands for a rule where a default of the policy decides."""
_SHARES: Mapping[str, Callable[[Decimal], str]] = {"consumed": numbers.consumed, "coverage": numbers.measured}
"""Which way a share is rounded; what remains, down."""


def as_is(text: str) -> str:
    """Foreign text for a line of a terminal, a log or a JSON string."""
    return printable(text)


def in_backticks(text: str) -> str:
    """Foreign text set off from our own words, where nothing reads Markdown."""
    return f"`{printable(text)}`"


class Wording(NamedTuple):
    """Sentences of one catalogue, safe for their place.

    `quote` sets a name that others wrote apart; `retell` takes a message of ours that may hold such names.
    """

    quote: Quote = in_backticks
    retell: Quote = as_is
    sentences: Mapping[str, str] = ENGLISH

    def say(self, code: str, /, **values: object) -> str:
        return self.sentences[code].format(**values)

    def knows(self, code: str) -> bool:
        return code in self.sentences

    def counted(self, code: str, n: int, /, **values: object) -> str:
        return self.say(f"{code}.{'one' if n == 1 else 'other'}", n=n, **values)

    def verdict(self, verdict: Verdict) -> str:
        return self.say(f"verdict.{verdict}")

    def reason(self, because: Because, objective: "ObjectiveReport | None" = None) -> str:
        """What was found, by which rule that matters, and where the rule stands; or the sentence in which another run told it.

        Of a run where no objective is given.
        """
        if TOLD in because.evidence:
            return self.retell(str(because.evidence[TOLD]))
        first, *others = (self._found(held, objective) for held in because.held)
        found = reduce(lambda one, other: self.say("and", one=one, other=other), others, first)
        return "; ".join(part for part in (found, self._ruled(because)) if part) + self._at(because)

    def _found(self, held: Held, objective: "ObjectiveReport | None") -> str:
        if held.code == "unknown":
            return self._unknown(objective.no_data if objective else None)
        shown = {key: self._shown(key, value) for key, value in held.evidence.items()}
        if objective and objective.budget:
            shown["remaining"] = numbers.remaining(objective.budget.remaining)
        return self.say(f"reason.{held.code}", **shown)

    def _shown(self, key: str, value: object) -> str:
        if isinstance(value, Verdict):
            return self.verdict(value)
        if isinstance(value, timedelta):
            return numbers.length(value)
        if isinstance(value, datetime):
            return numbers.instant(value)
        if isinstance(value, Decimal):
            return numbers.rate(value) if key.endswith("_rate") else _SHARES.get(key, numbers.remaining)(value)
        return self.quote(str(value))

    def _unknown(self, no_data: "NoData | None") -> str:
        if no_data is None:
            return self.say("reason.unknown")
        return self.say("reason.unknown.detail", reason=no_data.reason, detail=self.retell(no_data.detail))

    def _ruled(self, because: Because) -> str:
        if f"rule.{because.code}" not in self.sentences or _is_setting(because):
            return self._set(because)
        few = too_few(because)
        verdict = self.verdict(Verdict.FAIL if few else because.verdict)
        rule = self.quote(because.rule)
        if because.also:
            limits = ", ".join(self.say(f"limit.{held.code}", threshold=_threshold(held)) for held in because.held)
            said = self.say("rule.all", rule=rule, verdict=verdict, limits=limits)
        else:
            said = self.say(f"rule.{because.code}", rule=rule, verdict=verdict, threshold=_threshold(because.held[0]))
        if few:
            said += self.say("rule.few", events=numbers.count(few[0]), needed=numbers.count(few[1]))
        return said

    def _set(self, because: Because) -> str:
        """What a setting of the policy says, where no rule does."""
        if because.code == "unknown":
            forgiven = because.verdict if because.verdict in {Verdict.PASS, Verdict.WARN} else Verdict.UNKNOWN
            return self.say(f"setting.unknown.{forgiven}")
        if because.code == "no_traffic":
            return self.say("setting.no_traffic", verdict=self.verdict(because.verdict))
        return ""

    def _at(self, because: Because) -> str:
        place = because.location
        if place:
            return self.say("at", location=self.quote(f"{place.file}:{place.line}"))
        return self.say("at.built_in") if f"limit.{because.code}" in self.sentences and not _is_setting(because) else ""

    def future(self, objective: "ObjectiveReport", at: datetime | None) -> str:
        """When the budget comes back or runs out; empty where neither is known to matter."""
        if objective.recovers_at:
            return self._until("future.recovers" if _rolling(objective) else "future.renews", objective.recovers_at, at)
        if _lasts(objective):
            return self.say("future.never" if objective.foreseeable else "future.untold")
        return self._until("future.exhausts", objective.exhausts_at, at) if objective.exhausts_at else ""

    def outlook(self, objective: "ObjectiveReport", at: datetime | None) -> str:
        """`future` in two words, for a table; a budget that is being spent says so before it says when it recovers."""
        if objective.exhausts_at:
            return self._until("outlook.exhausts", objective.exhausts_at, at)
        if objective.recovers_at:
            return self._until(
                "outlook.recovers" if _rolling(objective) else "outlook.renews", objective.recovers_at, at
            )
        return self.say("outlook.never") if _lasts(objective) and objective.foreseeable else ""

    def _until(self, code: str, then: datetime, at: datetime | None) -> str:
        return self.say(code, at=numbers.instant(then), length=numbers.length(then - (at or then)))


def too_few(because: Because) -> tuple[Decimal, Decimal] | None:
    """The events there are and those that a `fail` would need, where there are too few for one."""
    events, needed = because.evidence.get("events"), because.evidence.get("needed_events")
    return (events, needed) if isinstance(events, Decimal) and isinstance(needed, Decimal) else None


def _is_setting(because: Because) -> bool:
    return because.location is None and because.rule in _SETTINGS


def _threshold(held: Held) -> str:
    value = held.evidence.get("threshold")
    if isinstance(value, timedelta):
        return numbers.length(value)
    if not isinstance(value, Decimal):
        return "?"
    return numbers.rate(value) if held.code == "burn_rate" else numbers.exact(value)


def _rolling(objective: "ObjectiveReport") -> bool:
    return objective.slo.window.rolling


def _lasts(objective: "ObjectiveReport") -> bool:
    """Whether a budget is spent that no new window makes whole."""
    return is_spent(objective) and _rolling(objective)


def is_spent(objective: "ObjectiveReport") -> bool:
    return objective.budget is not None and objective.budget.exhausted


def standing(objective: "ObjectiveReport") -> Verdict:
    """The verdict to show: what was not measured shows as unknown, also where the policy lets it through."""
    unmeasured = objective.no_data is not None or any("unknown" in because.codes for because in objective.reasons)
    return Verdict.UNKNOWN if unmeasured and objective.verdict is not Verdict.FAIL else objective.verdict
