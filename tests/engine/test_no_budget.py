"""A promise about every single event has no error budget: nothing is divided by it, from the source to the report."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import cache

import pytest

from slo_gate.core.numerics import INFINITE
from slo_gate.core.policy import Policy
from slo_gate.core.report import GateReport
from slo_gate.core.slo import BudgetingMethod
from slo_gate.core.verdict import Outcome
from slo_gate.core.window import TimeWindow
from slo_gate.outputs import GATE_OUTPUTS
from slo_gate.outputs.action_outputs import action_outputs
from slo_gate.outputs.style import Style
from tests.engine.test_gating import DAILY, MIDNIGHT, ROLLING, Answering, judged, slo

HOUR = timedelta(hours=1)


@cache
def of_all(bad: int, method: BudgetingMethod, window: TimeWindow) -> GateReport:
    promise = slo(window, method)
    strict = promise.objectives[0]._replace(target=Decimal(1), slice_target=Decimal(1))
    weighted = promise._replace(objectives=(strict,), composite=True)
    at = MIDNIGHT + 12 * HOUR if window is DAILY else None
    return judged(replace(Answering(), bad=bad), weighted, at or judged(Answering()).at, Policy())


@pytest.mark.parametrize("window", [ROLLING, DAILY], ids=["rolling", "calendar"])
@pytest.mark.parametrize("method", BudgetingMethod)
class TestATargetOfAll:
    def test_without_a_bad_event_it_is_whole(self, method: BudgetingMethod, window: TimeWindow) -> None:
        report = of_all(0, method, window)
        assert report.outcome is Outcome.PASS
        (objective,) = report.objectives
        assert objective.budget
        assert objective.budget.remaining == 1
        assert (objective.exhausts_at, objective.recovers_at) == (None, None)
        assert set((objective.burn_rates or {}).values()) == {Decimal(0)}

    def test_the_first_bad_event_spends_it(self, method: BudgetingMethod, window: TimeWindow) -> None:
        report = of_all(1, method, window)
        assert report.outcome is Outcome.FAIL
        (objective,) = report.objectives
        assert objective.budget
        assert (objective.budget.consumed, objective.time_left, objective.history) == (INFINITE, None, ())
        assert set((objective.burn_rates or {}).values()) == {INFINITE}
        assert bool(objective.recovers_at) is (window is DAILY)

    @pytest.mark.parametrize("bad", [0, 1])
    @pytest.mark.parametrize("output", GATE_OUTPUTS)
    def test_every_output_shows_it(self, method: BudgetingMethod, window: TimeWindow, bad: int, output: str) -> None:
        text = GATE_OUTPUTS[output].render(of_all(bad, method, window), Style())
        assert "NaN" not in text

    @pytest.mark.parametrize("bad", [0, 1])
    def test_so_do_the_outputs_of_the_action(self, method: BudgetingMethod, window: TimeWindow, bad: int) -> None:
        assert "NaN" not in str(action_outputs(of_all(bad, method, window)))
