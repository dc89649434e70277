"""What a condition is held against."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Protocol

from slo_gate.core.budget import Budget
from slo_gate.core.verdict import Evidence


@dataclass(frozen=True, slots=True)
class Subject:
    """A measured budget. `burn_rates` has None for a lookback without events. `window` is how much time the budget is for:
    the whole window, less what is excluded.
    """

    budget: Budget
    window: timedelta
    burn_rates: Mapping[timedelta, Decimal | None]


class Condition(Protocol):
    def lookbacks(self) -> tuple[timedelta, ...]:
        """The burn-rate lookbacks it needs measured."""
        ...

    def holds(self, subject: Subject) -> Evidence | None:
        """The evidence where the condition holds, None where it does not."""
        ...
