"""Counts that cannot be are nobody's evidence: neither those of the window, nor those that only a rate or a comparison needs."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest

from slo_gate.core.conditions.burn_rate import BurnRate
from slo_gate.core.measurement import Bucket, Measurement, Reason, Request
from slo_gate.core.numerics import INFINITE
from slo_gate.core.policy import Policy, Rule
from slo_gate.core.verdict import Verdict
from tests.engine.test_gating import Answering, judged
from tests.engine.test_recorded import Recording, of, recorded

BURNING = Rule("burning", (BurnRate(Decimal("0.02"), timedelta(hours=1), timedelta(minutes=5)),), Verdict.FAIL)
IMPOSSIBLE = [
    pytest.param(Decimal(1), INFINITE, id="an infinite total"),
    pytest.param(INFINITE, INFINITE, id="both are infinite"),
    pytest.param(Decimal(0), Decimal(-5), id="a negative total"),
    pytest.param(Decimal(-5), Decimal(5), id="a negative good"),
]


@dataclass
class InLookbacks(Answering):
    """The window is fine, and what the burn rates look at is not."""

    good: Decimal = Decimal(0)
    total: Decimal = Decimal(0)

    def _measured(self, request: Request) -> Measurement:
        found = super()._measured(request)
        return found._replace(stretches=tuple(Bucket(*one, self.good, self.total) for one in request.stretches))


@pytest.mark.parametrize(("good", "total"), IMPOSSIBLE)
def test_a_burn_rate_of_counts_that_cannot_be_is_unknown(good: Decimal, total: Decimal) -> None:
    report = judged(InLookbacks(good=good, total=total), policy=Policy((BURNING,))).objectives[0]
    assert report.verdict is Verdict.UNKNOWN
    assert report.no_data
    assert report.no_data.reason is Reason.INCONSISTENT_DATA


def test_more_good_events_than_all_in_a_short_lookback_are_what_extrapolation_makes() -> None:
    report = judged(InLookbacks(good=Decimal(12), total=Decimal(10)), policy=Policy((BURNING,))).objectives[0]
    assert report.verdict is Verdict.PASS


@dataclass
class Beside(Recording):
    """What is recorded is fine, and what is computed beside it is not."""

    good: Decimal = Decimal(0)
    total: Decimal = Decimal(0)

    def _buckets(self, request: Request) -> tuple[Bucket, ...]:
        return (Bucket(*request.grid.bucket(0), self.good, self.total),)


@pytest.mark.parametrize(("good", "total"), IMPOSSIBLE)
def test_a_record_is_not_compared_with_counts_that_cannot_be(good: Decimal, total: Decimal) -> None:
    report = of(Beside(recorded("0"), good=good, total=total))
    assert report.verdict is Verdict.PASS
    (warning,) = report.warnings
    assert warning.startswith("it could not be computed, to be compared (inconsistent-data): the counts cannot be: ")
