"""Conditions on what is consumed, how long it lasts, how much is covered, and on what has no number."""

from datetime import timedelta
from decimal import Decimal

import pytest

from slo_gate.core.conditions import CONDITIONS
from slo_gate.core.conditions.subject import Condition, Subject
from slo_gate.core.measurement import INVALID, NoData, Reason
from slo_gate.core.node import START, Scalar, Sequence
from tests.core.promises import DAY, HOUR, occurrences, rolling

WINDOW = 30 * DAY


def condition(key: str, *values: str | bool) -> Condition:
    """Of one value, or of a list of several."""
    scalars = [Scalar(str(value).lower(), value, START) for value in values]
    value = scalars[0] if (len(scalars) == 1 and key != "unknown") or values == (True,) else Sequence([*scalars], START)
    assert CONDITIONS[key].SHAPE.takes(value)
    return CONDITIONS[key].read(value)


def measured(bad: int = 0, lasts: timedelta | None = None, coverage: str | None = "1") -> Subject:
    """Of a budget of 10 bad events."""
    left = occurrences("0.99", rolling(WINDOW), (1000 - bad, 1000))
    return Subject(left, WINDOW, {}, lasts, None if coverage is None else Decimal(coverage))


def missing(reason: Reason, coverage: str | None = None) -> Subject:
    return Subject(None, WINDOW, {}, coverage=Decimal(coverage) if coverage else None, no_data=NoData(reason, ""))


IDLE = Subject(None, WINDOW, {}, coverage=Decimal(1))
REACHED, STALE = missing(Reason.SOURCE_UNREACHABLE), missing(Reason.STALE_DATA)


@pytest.mark.parametrize(
    ("one", "subject", "holds"),
    [
        pytest.param(condition("consumed_at_least", "80%"), measured(8), True, id="just what is asked is consumed"),
        pytest.param(condition("consumed_at_least", "80%"), measured(7), False, id="less is consumed"),
        pytest.param(condition("consumed_at_least", "150%"), measured(15), True, id="more than the budget is consumed"),
        pytest.param(condition("consumed_at_least", "0%"), IDLE, False, id="nothing is consumed without traffic"),
        pytest.param(condition("exhausts_within", "3d"), measured(5, 3 * DAY), True, id="it lasts just as long"),
        pytest.param(condition("exhausts_within", "3d"), measured(5, 3 * DAY + HOUR), False, id="it lasts longer"),
        pytest.param(condition("exhausts_within", "3d"), measured(10, timedelta(0)), True, id="it is spent"),
        pytest.param(condition("exhausts_within", "3d"), measured(5), False, id="it outlasts the window"),
        pytest.param(condition("exhausts_within", "3d"), REACHED, False, id="nobody knows how long it lasts"),
        pytest.param(condition("coverage_below", "90%"), measured(coverage="0.89"), True, id="too little is covered"),
        pytest.param(condition("coverage_below", "90%"), measured(coverage="0.9"), False, id="enough is covered"),
        pytest.param(
            condition("coverage_below", "90%"), measured(coverage=None), False, id="nobody knows the coverage"
        ),
        pytest.param(condition("coverage_below", "90%"), missing(Reason.SHORT_HISTORY, "0.3"), True, id="of no number"),
        pytest.param(condition("no_traffic", True), IDLE, True, id="no traffic"),
        pytest.param(condition("no_traffic", True), measured(), False, id="some traffic"),
        pytest.param(condition("no_traffic", True), REACHED, False, id="nobody knows whether there was traffic"),
        pytest.param(condition("unknown", True), REACHED, True, id="unknown for any reason"),
        pytest.param(condition("unknown", True), IDLE, False, id="no traffic is not unknown"),
        pytest.param(condition("unknown", True), measured(), False, id="a number is not unknown"),
        pytest.param(
            condition("unknown", "stale-data", "no-data"), STALE, True, id="unknown for a reason that is named"
        ),
        pytest.param(condition("unknown", "stale-data", "no-data"), REACHED, False, id="unknown for another reason"),
        pytest.param(condition("remaining_at_most", "100%"), REACHED, False, id="nothing remains of no number"),
    ],
)
def test_holds(one: Condition, subject: Subject, holds: bool) -> None:
    assert (one.holds(subject) is not None) is holds


@pytest.mark.parametrize("reason", sorted(INVALID))
def test_what_is_wrong_with_the_question_is_not_unknown(reason: Reason) -> None:
    assert condition("unknown", True).holds(missing(reason)) is None
    assert not CONDITIONS["unknown"].SHAPE.takes(Sequence([Scalar(reason, str(reason), START)], START))


def test_a_forecast_needs_the_burn_rate_over_an_hour() -> None:
    assert condition("exhausts_within", "3d").lookbacks() == (HOUR,)
