"""The answer: per objective a verdict, per run an outcome and an exit status."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from slo_gate.core.finding import Location

Evidence = Mapping[str, object]


class Verdict(StrEnum):
    """From best to worst."""

    PASS = "pass"  # noqa: S105 - a word, no password
    WARN = "warn"
    UNKNOWN = "unknown"
    FAIL = "fail"

    @property
    def rank(self) -> int:
        return _RANKS[self]


_RANKS = {verdict: rank for rank, verdict in enumerate(Verdict)}


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    return max(verdicts, key=lambda verdict: verdict.rank, default=Verdict.PASS)


class Outcome(StrEnum):
    PASS = "pass"  # noqa: S105 - a word, no password
    WARN = "warn"
    UNKNOWN = "unknown"
    FAIL = "fail"
    OVERRIDDEN = "overridden"
    SKIPPED = "skipped"
    INVALID = "invalid"

    @property
    def exit_code(self) -> int:
        return _EXIT_CODES.get(self, 0)


_EXIT_CODES = {Outcome.FAIL: 1, Outcome.INVALID: 2, Outcome.UNKNOWN: 3}


class Held(NamedTuple):
    """One condition of a rule that held: `code` names its sentence, `evidence` has the values for it."""

    code: str
    evidence: Evidence = MappingProxyType({})


class Because(NamedTuple):
    """Why a verdict is what it is: the rule that spoke, and its evidence for the outputs to put into words.

    `code` names the sentence; `evidence` holds its values (Decimal shares, timedelta, datetime, str). `also` is what else
    had to hold. `location` is that of the rule, where a file states it.
    """

    rule: str
    code: str
    verdict: Verdict
    evidence: Evidence = MappingProxyType({})
    location: Location | None = None
    also: tuple[Held, ...] = ()

    @property
    def held(self) -> tuple[Held, ...]:
        """All that held, as the rule has it."""
        return (Held(self.code, self.evidence), *self.also)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(one.code for one in self.held)
