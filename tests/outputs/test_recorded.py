"""What is shown of a budget that a source has recorded: a ratio, and no counts that nobody knows."""

import json
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from jsonschema import Draft7Validator

from slo_gate.core.budget import Budget
from slo_gate.core.duration import Duration
from slo_gate.core.report import GateReport
from slo_gate.core.verdict import Because, Outcome, Verdict
from slo_gate.core.window import Calendar, TimeWindow
from slo_gate.outputs import GATE_OUTPUTS, slo_explanation
from slo_gate.outputs.numbers import plain
from slo_gate.outputs.schemas import SCHEMAS
from slo_gate.outputs.style import Style
from slo_gate.outputs.wording import Wording
from tests.outputs.objectives import failing
from tests.outputs.reports import gate

UTC_CALENDAR = Calendar(datetime(2026, 1, 1), ZoneInfo("UTC"), "UTC")  # noqa: DTZ001 - local
BASIS = "recorded by Sloth over 30d, slice-weighted, the mean of 5m ratios"
DISAGREEMENT = Because(
    "tolerance",
    "disagreement",
    Verdict.WARN,
    {"computed": Decimal("0.414"), "basis": "events", "threshold": Decimal("0.05")},
)


@pytest.fixture
def report() -> GateReport:
    spent = Budget(BASIS, Decimal("0.99868"), None, None, None, consumed=Decimal("1.32"))
    one = failing()
    reasons = (*one.reasons[:1], DISAGREEMENT)
    recorded = one._replace(budget=spent, foreseeable=False, recovers_at=None, source="rules", reasons=reasons)
    return gate(Outcome.FAIL, recorded)


def shown(report: GateReport, output: str) -> str:
    return plain(" ".join(GATE_OUTPUTS[output].render(report, Style(400)).split()))


@pytest.mark.parametrize("output", ["text", "markdown"])
def test_a_person_reads_the_ratio_its_basis_and_what_is_not_told(report: GateReport, output: str) -> None:
    text = shown(report, output)
    assert "99.868 % good" in text
    assert f"−32.0 % remains, 132.0 % consumed (basis: {BASIS})" in text
    assert "hat the source tells does not say when it recovers" in text
    assert "−32.0 % of the error budget remains as recorded, and 41.4 % as computed from `events`" in text
    assert "says warn beyond 5 % of the budget" in text
    assert "None" not in text


@pytest.mark.parametrize("output", list(GATE_OUTPUTS))
def test_every_output_can_show_it(report: GateReport, output: str) -> None:
    assert "None" not in GATE_OUTPUTS[output].render(report, Style())


def test_an_explanation_tells_how_the_ratio_becomes_a_budget(report: GateReport) -> None:
    text = plain(" ".join(slo_explanation.render(report, Style(400)).split()))
    assert f"99.868 % was good ({BASIS}), which consumes 132.0 % of that; −32.0 % of the budget remains." in text
    assert "None" not in text


def test_an_explanation_of_a_promise_of_all_has_no_share_to_consume(report: GateReport) -> None:
    one = report.objectives[0]
    everything = one._replace(objective=one.objective._replace(target=Decimal(1)))
    text = plain(" ".join(slo_explanation.render(report._replace(objectives=(everything,)), Style(400)).split()))
    assert f"Nothing may be bad. 99.868 % was good ({BASIS}); −32.0 % of the budget remains." in text


@pytest.mark.parametrize("rolling", [True, False])
def test_what_nobody_can_foresee_is_not_said_never_to_come(report: GateReport, rolling: bool) -> None:
    """Also of sums in a snapshot, which a rolling window does not say when to drop."""
    one = report.objectives[0]
    window = one.slo.window if rolling else TimeWindow(Duration(1, "M"), UTC_CALENDAR)
    future = Wording().future(one._replace(slo=one.slo._replace(window=window), exhausts_at=None), report.at)
    assert future == ("what the source tells does not say when it recovers" if rolling else "")


def test_a_program_reads_null_for_what_is_not_known(report: GateReport) -> None:
    document = json.loads(GATE_OUTPUTS["json"].render(report, Style()))
    Draft7Validator(SCHEMAS["report-gate.v1.json"]).validate(document)
    (one,) = document["objectives"]
    assert [one[key] for key in ("good", "total", "allowed_bad", "recovers_at")] == [None] * 4
    assert (one["basis"], one["source"]) == (BASIS, "rules")


def test_a_disagreement_alone_has_advice_of_its_own(report: GateReport) -> None:
    (one,) = report.objectives
    warned = one._replace(verdict=Verdict.WARN, reasons=(DISAGREEMENT,), budget=mostly_left(one.budget))
    assert "find out which is right" in shown(gate(Outcome.WARN, warned), "text")


def mostly_left(budget: Budget | None) -> Budget:
    assert budget
    return budget._replace(consumed=Decimal("0.1"))
