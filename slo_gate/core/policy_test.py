"""Policy tests: what is given, what the policy must say of it, and what it said."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from slo_gate.core.change import Change
from slo_gate.core.finding import Finding, Location
from slo_gate.core.measurement import Reason
from slo_gate.core.slo import Slo
from slo_gate.core.verdict import Because, Outcome, Verdict

DISAGREES = "SLO014"


class Given(NamedTuple):
    """What is known of an objective. What is not given is calm: nothing burns, all is covered, and nobody counted events.

    `remaining` is the share of the budget, `burn_rates` by lookback; `unknown` is why there is no number.
    """

    remaining: Decimal = Decimal(1)
    burn_rates: Mapping[timedelta, Decimal] = {}
    coverage: Decimal = Decimal(1)
    exhausts_in: timedelta | None = None
    total: Decimal | None = None
    unknown: Reason | None = None
    no_traffic: bool = False


class Expected(NamedTuple):
    """None, or empty, where anything will do. `location` is that of `expect`."""

    location: Location
    verdict: Verdict | None = None
    outcome: Outcome | None = None
    rule: str = ""


class PolicyTest(NamedTuple):
    """One objective in one run. Without `at`, no freeze and no exemption holds. `paths` is None where nobody knows them."""

    name: str
    location: Location
    slo: Slo
    expected: Expected
    given: Given = Given()
    environment: str = ""
    change: Change = Change.FEATURE
    at: datetime | None = None
    paths: tuple[str, ...] | None = None


class RuleName(NamedTuple):
    """A rule of the policy, and where it stands: None for one that is built in."""

    name: str
    location: Location | None

    def __str__(self) -> str:
        place = self.location
        return f"{self.name} ({place.file}:{place.line})" if place else f"{self.name} (built-in)"


class Tried(NamedTuple):
    """`verdict` is None where the objective was not judged. `reached` are the rules that spoke. `finding` tells of a failure."""

    test: PolicyTest
    verdict: Verdict | None
    outcome: Outcome
    reasons: tuple[Because, ...] = ()
    reached: frozenset[RuleName] = frozenset()
    finding: Finding | None = None


class PolicyTestReport(NamedTuple):
    """`unreached` are the rules that no test reaches, which is a failure where `require_coverage`.

    `findings` tell what failed; where the report is `invalid`, what is wrong with the files themselves, and nothing was tested.
    """

    files: int = 0
    results: tuple[Tried, ...] = ()
    unreached: tuple[RuleName, ...] = ()
    require_coverage: bool = False
    findings: tuple[Finding, ...] = ()
    invalid: bool = False

    @property
    def exit_code(self) -> int:
        if self.invalid:
            return 2
        return int(bool(self.findings) or (self.require_coverage and bool(self.unreached)))
