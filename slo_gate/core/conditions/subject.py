"""What a condition is held against."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, Protocol

from slo_gate.core.budget import Budget
from slo_gate.core.measurement import NoData
from slo_gate.core.verdict import Evidence


class About(StrEnum):
    """What a condition asks about: a budget, the data behind it, or why there is no number at all."""

    BUDGET = "budget"
    DATA = "data"
    ABSENCE = "absence"


class Subject(NamedTuple):
    """What is known of an objective: its budget, or `no_data` that says why there is none, or neither where it had no traffic.

    `burn_rates` has None for a lookback without events. `window` is how much time the budget is for: the whole window, less
    what is excluded. `lasts` is how long the budget lasts at the present burn rate, 0 where it is spent, and None where it
    outlasts the window. `coverage` is the share of the window that has data, None where nobody knows.
    """

    budget: Budget | None
    window: timedelta
    burn_rates: Mapping[timedelta, Decimal | None]
    lasts: timedelta | None = None
    coverage: Decimal | None = None
    no_data: NoData | None = None

    @property
    def idle(self) -> bool:
        return self.budget is None and self.no_data is None


class Condition(Protocol):
    @property
    def code(self) -> str:
        """Names its sentences: `reason.CODE`, `rule.CODE` and `limit.CODE` in the catalogue."""
        ...

    @property
    def about(self) -> About: ...

    def lookbacks(self) -> tuple[timedelta, ...]:
        """The burn-rate lookbacks it needs measured."""
        ...

    def holds(self, subject: Subject) -> Evidence | None:
        """The evidence where the condition holds, None where it does not."""
        ...
