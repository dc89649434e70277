"""By what a configuration treats one SLO otherwise than another."""

from typing import NamedTuple

from slo_gate.core.policy import TIER, Match, in_lenient_tier
from slo_gate.core.slo import Slo


class Criteria(NamedTuple):
    """`matches` are those of rules, exemptions, freezes, exclusions and settings; SLOs of `lenient_tiers` stop nobody."""

    matches: tuple[Match, ...] = ()
    lenient_tiers: frozenset[str] = frozenset()

    @property
    def labels(self) -> frozenset[str]:
        """Those that anything looks at: the others are no part of a promise."""
        tiered = self.lenient_tiers or any(match.tiers for match in self.matches)
        return frozenset((*(key for match in self.matches for key in match.labels), *([TIER] if tiered else [])))

    def chosen(self, slo: Slo) -> tuple[bool, ...]:
        """Which of them speak for an SLO, in some environment or other."""
        return (*(match.accepts_slo(slo) for match in self.matches), in_lenient_tier(slo, self.lenient_tiers))
