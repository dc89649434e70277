"""By what the policy chooses SLOs, and whether a change of their names and labels lets it choose otherwise."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from slo_gate.core.conditions.subject import About
from slo_gate.core.exemption import Exemption
from slo_gate.core.plan import Promised
from slo_gate.core.policy import TIER, Context, Match, Policy
from slo_gate.core.slo import Slo
from slo_gate.engine.choosing import said_source


class Chosen(NamedTuple):
    """`judging` are those of what can stop a change, `forgiving` those of what lets through what it stops, `counting` those of
    what counts otherwise, in whichever direction. `source_of` tells which source is asked, and `by_name`
    whether that finds numbers by names alone.
    """

    judging: tuple[Match, ...] = ()
    forgiving: tuple[Match, ...] = ()
    counting: tuple[Match, ...] = ()
    source_of: Callable[[Promised], str] = said_source
    by_name: Callable[[Promised], bool] = lambda _: False

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that any of them looks at."""
        every = (*self.judging, *self.forgiving, *self.counting)
        return tuple(sorted({*(key for match in every for key in match.labels), *(TIER for one in every if one.tiers)}))

    def weakened(self, before: Slo, after: Slo) -> bool:
        """Whether something judges no more, something forgives that did not, or something counts otherwise."""
        return (
            not _of(self.judging, before) <= _of(self.judging, after)
            or not _of(self.forgiving, after) <= _of(self.forgiving, before)
            or _of(self.counting, before) != _of(self.counting, after)
        )


def chosen_by(policy: Policy, exemptions: Sequence[Exemption], exclusions: Sequence[Match]) -> Chosen:
    """A rule about what has no number decides instead of the defaults, and may be stricter than they are, or milder."""
    judging = (rule.match for rule in policy.rules if not rule.is_about(About.ABSENCE))
    absence = (rule.match for rule in policy.rules if rule.is_about(About.ABSENCE))
    tiers = (Match(tiers=(tier,)) for tier in sorted(policy.lenient_tiers))
    return Chosen(
        judging=tuple(judging),
        forgiving=(*(one.match for one in exemptions), *tiers),
        counting=(*absence, *(match for match, _ in policy.series_of), *exclusions),
    )


def _of(matches: Sequence[Match], slo: Slo) -> frozenset[int]:
    """Which of them speak for an SLO, in some environment or other."""
    return frozenset(
        number for number, match in enumerate(matches) if match._replace(environments=()).accepts(slo, Context())
    )
