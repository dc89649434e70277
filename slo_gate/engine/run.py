"""What one run of the gate is asked, whatever it measures."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from slo_gate.core.change import Change
from slo_gate.core.exclusion import Exclusion
from slo_gate.core.exemption import Exemption
from slo_gate.core.freeze import Freeze
from slo_gate.core.language import Language
from slo_gate.core.override import Overriding
from slo_gate.core.policy import Context, Policy
from slo_gate.core.report import Override, PolicyOrigin
from slo_gate.core.verdict import Because


class Run(NamedTuple):
    """What a gate run is asked. `at` is a fixed instant, or None for now; `advisory` runs block nothing.

    `language` is that of the report. `exclusions`, `exemptions` and `freezes` are all that the configuration has, whether they
    still hold or not. `services` are those that the run names, none for all; `reasons` what there is to say of it whatever the
    budgets are. `override` is what lets it through, where somebody has, and `overriding` who may.
    """

    policy: Policy
    origin: PolicyOrigin
    context: Context
    now: datetime
    at: datetime | None = None
    advisory: bool = False
    actor: str = ""
    notes: tuple[str, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    language: Language = Language.ENGLISH
    exemptions: tuple[Exemption, ...] = ()
    freezes: tuple[Freeze, ...] = ()
    services: tuple[str, ...] = ()
    reasons: tuple[Because, ...] = ()
    override: Override | None = None
    overriding: Overriding | None = None

    def frozen(self, services: Collection[str]) -> tuple[Because, ...]:
        """What freezes say of a change to some services, worst first; by the clock, whatever the sources' clocks say.

        An override passes the freezes that let repairs pass.
        """
        at, overridden = self.at or self.now, self.override and self.override.change is Change.FEATURE
        freezes = [one for one in self.freezes if not (overridden and one.unless_change)]
        held = [one.because() for one in freezes if one.holds(at, self.context, services)]
        return tuple(sorted(held, key=lambda because: -because.verdict.rank))
