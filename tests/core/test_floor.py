"""How many events a verdict of `fail` needs, and what becomes of one that has fewer."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.budget import Budget, EmptySlices, budget
from slo_gate.core.conditions.burn_rate import BurnRate
from slo_gate.core.conditions.subject import Subject
from slo_gate.core.floor import events_needed
from slo_gate.core.measurement import Bucket
from slo_gate.core.policy import Context, Policy, Rule
from slo_gate.core.slo import BudgetingMethod
from slo_gate.core.verdict import Because, Verdict
from slo_gate.core.window import Bounds
from tests.core.promises import AT, DAY, HOUR, calendar, grid_of, objective, occurrences, rolling, row, slo
from tests.support.properties import tried


def judged(left: Budget, minimum: int | None = None, rules: tuple[Rule, ...] | None = None) -> tuple[Because, ...]:
    policy = Policy(min_events_for_fail=minimum) if rules is None else Policy(rules, min_events_for_fail=minimum)
    return policy.judge(slo(), Subject(left, 30 * DAY, {HOUR: Decimal(100)}), Context())


@pytest.mark.parametrize(
    ("target", "needed"), [("0.9", 100), ("0.99", 1000), ("0.999", 10_000), ("0.9999", 100_000)], ids=str
)
def test_one_bad_event_may_cost_a_tenth_of_the_budget(target: str, needed: int) -> None:
    for total, verdict in ((needed - 1, Verdict.WARN), (needed, Verdict.FAIL)):
        (because,) = judged(occurrences(target, rolling(30 * DAY), (0, total)))
        assert because.verdict is verdict


@pytest.mark.parametrize(
    ("minimum", "total", "verdict"),
    [
        pytest.param(0, 1, Verdict.FAIL, id="none needed: one event fails"),
        pytest.param(50, 49, Verdict.WARN, id="one short of those needed warns"),
        pytest.param(50, 50, Verdict.FAIL, id="as many as needed fail"),
        pytest.param(5000, 1000, Verdict.WARN, id="more may be asked for than the target needs"),
    ],
)
def test_a_number_takes_the_place_of_the_share(minimum: int, total: int, verdict: Verdict) -> None:
    (because,) = judged(occurrences("0.99", rolling(30 * DAY), (0, total)), minimum)
    assert because.verdict is verdict


def test_too_few_events_say_how_many_there_are_and_would_have_to_be() -> None:
    (because,) = judged(occurrences("0.99", rolling(30 * DAY), (90, 100)))
    assert because.code == "remaining_at_most"
    assert because.evidence["threshold"] == 0
    assert (because.evidence["events"], because.evidence["needed_events"]) == (Decimal(100), Decimal(1000))


def test_a_burn_rate_needs_them_too_and_a_warning_does_not() -> None:
    burning = (BurnRate(Decimal("0.02"), HOUR, HOUR),)
    rules = (Rule("fast", burning, Verdict.FAIL), Rule("slow", burning, Verdict.WARN))
    few = judged(occurrences("0.99", rolling(30 * DAY), (100, 100)), rules=rules[:1])
    assert [(because.verdict, "events" in because.evidence) for because in few] == [(Verdict.WARN, True)]
    slow = judged(occurrences("0.99", rolling(30 * DAY), (100, 100)), rules=rules[1:])
    assert [(because.verdict, "events" in because.evidence) for because in slow] == [(Verdict.WARN, False)]


def test_a_promise_about_every_event_is_broken_by_the_first() -> None:
    (because,) = judged(occurrences("1", rolling(30 * DAY), (0, 1)))
    assert because.verdict is Verdict.FAIL


def test_a_calendar_window_needs_them_for_all_of_it() -> None:
    """After a day of thirty, 34 events project to 1,020."""
    for total, verdict in ((33, Verdict.WARN), (34, Verdict.FAIL)):
        (because,) = judged(occurrences("0.99", calendar(DAY, 30 * DAY), (0, total)))
        assert because.verdict is verdict


def test_slices_need_none() -> None:
    """At most a minute of downtime a day: the second bad minute fails, however little happened in it."""
    bounds = Bounds(AT - DAY, AT, AT)
    buckets = row(bounds.start, HOUR, [(0, 1), (0, 1), *[(1, 1)] * 22])
    for method in (BudgetingMethod.TIMESLICES, BudgetingMethod.RATIO_TIMESLICES):
        left = budget(objective("0.95", "1"), method, bounds, grid_of(bounds, HOUR, buckets), buckets, EmptySlices.BAD)
        assert left.exhausted
        assert events_needed(None, method, left) == events_needed(9999, method, left) == 0


@tried(60)
@given(st.integers(1, 999), st.integers(1, 10**7))
def test_extrapolated_counts_are_no_fewer(thousandths: int, thousandths_of_events: int) -> None:
    """n >= 1 / (p E), for counts that are no whole numbers, too."""
    target, total = Decimal(thousandths) / 1000, Decimal(thousandths_of_events) / 1000
    bounds, bucket = rolling(30 * DAY), Bucket(AT - DAY, AT, Decimal(0), total)
    left = budget(
        objective(target), BudgetingMethod.OCCURRENCES, bounds, grid_of(bounds, DAY, [0]), [bucket], EmptySlices.BAD
    )
    (because,) = judged(left)
    assert (because.verdict is Verdict.FAIL) == (total * (1 - target) >= 10)
