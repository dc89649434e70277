"""What a change set does to the promises that were made: data for the outputs to put into words."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from slo_gate.core.finding import Location
from slo_gate.core.measurement import Reason
from slo_gate.core.verdict import Verdict


class Way(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Aspect(NamedTuple):
    """One thing of a promise that changed.

    `code` names the sentence (`target`, `window`, `method`, `slice`, `query`, `source`, `service`, `name`, …), `evidence`
    holds its values, such as `before` and `after`. `weakens` tells that the promise may hold less, or hide more. `location`
    is where it stands now; None where that is not known better than of the whole promise.
    """

    code: str
    evidence: Mapping[str, object] = MappingProxyType({})
    weakens: bool = False
    location: Location | None = None


class Today(NamedTuple):
    """What a promise makes of the instant of the run. `no_data` is why it was not measured; where there is neither that nor a
    share that remains, there were no events.
    """

    verdict: Verdict
    target: Decimal
    sli: Decimal | None = None
    remaining: Decimal | None = None
    no_data: Reason | None = None


class PromiseChange(NamedTuple):
    """One objective, or the only one of its SLO where `objective` is empty; where there is no `slo` either, a file.

    `location` is where it stands now, or stood before it was removed; `was` where it stood, if it is not new. `before` and `after`
    are what the promise makes of today, as it was and as it is: None where nobody measured.
    """

    way: Way
    service: str
    slo: str
    objective: str
    location: Location
    aspects: tuple[Aspect, ...] = ()
    weakens: bool = False
    before: Today | None = None
    after: Today | None = None
    was: Location | None = None

    @property
    def title(self) -> str:
        """`service / SLO`, with the objective's name where there is one; a file's name where there is no SLO."""
        return " / ".join(part for part in (self.service, self.slo, self.objective) if part) or self.location.file
