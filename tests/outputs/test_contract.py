"""The JSON reports keep the contract and their published schemas."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from slo_gate.core.report import GateReport
from slo_gate.core.validation_report import ValidationReport
from slo_gate.outputs import GATE_OUTPUTS, VALIDATION_OUTPUTS
from slo_gate.outputs.schemas import SCHEMAS
from slo_gate.outputs.style import Style
from tests.outputs.hostile import HOSTILE, hostile_gate, hostile_validation
from tests.outputs.reports import GATE_REPORTS
from tests.outputs.validations import VALIDATION_REPORTS

GATE_KEYS = "version outcome exit_code at policy objectives findings override notes"
OBJECTIVE_KEYS = (
    "slo service objective kind file line target window method basis sli good total remaining consumed time_left "
    "burn_rates exhausts_at recovers_at coverage newest_sample series verdict reasons source queries warnings"
)
FINDING_KEYS = "rule severity file line column end_line end_column message help url"


def gate_json(report: GateReport) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(GATE_OUTPUTS["json"].render(report, Style()))
    return loaded


def validation_json(report: ValidationReport) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(VALIDATION_OUTPUTS["json"].render(report, Style()))
    return loaded


def refusals(name: str, document: object) -> list[str]:
    Draft7Validator.check_schema(SCHEMAS[name])
    return [error.message for error in Draft7Validator(SCHEMAS[name]).iter_errors(document)]


@pytest.mark.parametrize("name", GATE_REPORTS)
def test_gate_report_fits_its_schema(name: str) -> None:
    assert not refusals("report-gate.v1.json", gate_json(GATE_REPORTS[name]))


@pytest.mark.parametrize("name", VALIDATION_REPORTS)
def test_validation_report_fits_its_schema(name: str) -> None:
    assert not refusals("report-validate.v1.json", validation_json(VALIDATION_REPORTS[name]))


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_reports_of_hostile_names_fit_their_schemas_and_keep_the_names(text: str) -> None:
    report = gate_json(hostile_gate(text))
    assert not refusals("report-gate.v1.json", report)
    assert not refusals("report-validate.v1.json", validation_json(hostile_validation(text)))
    assert report["objectives"][0]["slo"] == text


@pytest.mark.parametrize(
    ("change", "value"),
    [("sli", 0.9), ("remaining", None), ("newest_sample", "2026-11-24 04:31"), ("verdict", "ok"), ("line", 0)],
)
def test_gate_schema_refuses_another_form(change: str, value: object) -> None:
    report = gate_json(GATE_REPORTS["fail"])
    report["objectives"][0][change] = value
    expected = 0 if change == "remaining" else 1
    assert len(refusals("report-gate.v1.json", report)) == expected


def test_gate_schema_requires_every_key_of_the_contract() -> None:
    gate: Any = SCHEMAS["report-gate.v1.json"]
    assert set(GATE_KEYS.split()) <= set(gate["required"])
    assert set(OBJECTIVE_KEYS.split()) <= set(gate["properties"]["objectives"]["items"]["required"])
    assert set(FINDING_KEYS.split()) <= set(gate["properties"]["findings"]["items"]["required"])


def test_what_is_not_known_is_null() -> None:
    unknown = next(item for item in gate_json(GATE_REPORTS["fail"])["objectives"] if item["verdict"] == "unknown")
    numbers = "sli good total remaining consumed time_left exhausts_at recovers_at coverage newest_sample series basis"
    assert {key: unknown[key] for key in numbers.split()} == dict.fromkeys(numbers.split())


def test_objective_says_where_it_stands_and_what_it_promises() -> None:
    failed = gate_json(GATE_REPORTS["fail"])["objectives"][0]
    assert (failed["file"], failed["line"], failed["target"]) == ("slo/checkout.yaml", 31, "0.999")
    assert failed["window"]["length"] == 30 * 86_400
    assert datetime.fromisoformat(failed["window"]["end"]) == datetime(2026, 11, 24, 4, 31, tzinfo=UTC)
    assert failed["burn_rates"][1] == {"lookback": 3600, "rate": "16.24"}


def test_calendar_window_has_the_length_of_its_period_and_a_zone() -> None:
    window = gate_json(GATE_REPORTS["warn"])["objectives"][0]["window"]
    assert (window["length"], window["rolling"], window["zone"]) == (30 * 86_400, False, "Europe/Berlin")


def test_published_schemas_are_those_of_the_code() -> None:
    for name, schema in SCHEMAS.items():
        published = Path(__file__).parents[2] / "schemas" / name
        if published.exists():
            assert json.loads(published.read_text()) == schema
