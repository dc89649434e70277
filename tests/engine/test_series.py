"""Several series in a run: a budget each, or one of their sum."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from slo_gate.core.measurement import Reading, Request
from slo_gate.core.policy import Match, Policy
from slo_gate.core.series import Series
from slo_gate.core.verdict import Outcome
from tests.engine.test_gating import Answering, judged

SUM = Policy(series=Series.SUM)


class Two(Answering):
    """A series whose budget is spent twice, and one that had no bad event."""

    def measure(self, requests: Sequence[Request]) -> Mapping[Request, Reading]:
        def reading(request: Request) -> Reading:
            bad, clean = replace(self, bad=2)._measured(request), replace(self, bad=0)._measured(request)
            return (bad._replace(series=(("region", "eu"),)), clean._replace(series=(("region", "us"),)))

        return {request: reading(request) for request in requests}


@pytest.mark.parametrize(
    "policy", [Policy(), Policy(series=Series.SUM, series_of=((Match(slos=("answers",)), Series.EACH),))]
)
def test_each_has_a_budget_where_nothing_else_is_said(policy: Policy) -> None:
    report = judged(Two(), policy=policy)
    assert [objective.title for objective in report.objectives] == [
        "web / answers {region=eu}",
        "web / answers {region=us}",
    ]
    assert report.outcome is Outcome.FAIL
    assert not any(objective.summed for objective in report.objectives)


@pytest.mark.parametrize("policy", [SUM, Policy(series_of=((Match(slos=("ans*",)), Series.SUM),))])
def test_their_sum_has_one(policy: Policy) -> None:
    """2 of 100 and 0 of 100 are 1 of 100, which is all of the budget at 99 %."""
    (objective,) = judged(Two(), policy=policy).objectives
    assert objective.title == "web / answers"
    assert objective.summed == 2
    assert objective.budget
    assert objective.budget.bad == 60
    assert objective.budget.total == 6000
    assert objective.budget.remaining == 0


def test_one_series_is_no_sum() -> None:
    (objective,) = judged(Answering(), policy=SUM).objectives
    assert objective.summed == 0
