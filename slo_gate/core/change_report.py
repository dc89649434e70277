"""What a change does to the promises, as data."""

from dataclasses import dataclass
from datetime import datetime

from slo_gate.core.finding import Finding
from slo_gate.core.language import Language
from slo_gate.core.promise_change import PromiseChange
from slo_gate.core.report import PolicyOrigin
from slo_gate.core.verdict import Outcome


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """`base` is the commit that the files are compared with. `at` is the instant that both versions were measured at; None
    where nothing was. `changes` are weakened ones first. `language` is what its readers speak.
    """

    outcome: Outcome
    base: PolicyOrigin
    at: datetime | None = None
    changes: tuple[PromiseChange, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    language: Language = Language.ENGLISH

    @property
    def exit_code(self) -> int:
        return self.outcome.exit_code

    @property
    def weakened(self) -> bool:
        return any(change.weakens for change in self.changes)
