"""What a person or a machine reads: one module an output, which renders a report and computes nothing.

An output is imported when it is asked for: few runs need more than one.
"""

# ruff: noqa: PLC0415
from collections.abc import Mapping
from typing import TYPE_CHECKING

from slo_gate.core.lazily import Lazily
from slo_gate.outputs.style import Output

if TYPE_CHECKING:
    from slo_gate.core.change_report import ChangeReport
    from slo_gate.core.plan import PlanReport
    from slo_gate.core.policy_test import PolicyTestReport
    from slo_gate.core.report import GateReport
    from slo_gate.core.validation_report import ValidationReport


def _text() -> "Output[GateReport]":
    from slo_gate.outputs import text

    return text


def _json() -> "Output[GateReport]":
    from slo_gate.outputs import json_v1

    return json_v1


def _markdown() -> "Output[GateReport]":
    from slo_gate.outputs import markdown

    return markdown


def _github() -> "Output[GateReport]":
    from slo_gate.outputs import github

    return github


def _gate_junit() -> "Output[GateReport]":
    from slo_gate.outputs import gate_junit

    return gate_junit


def _html() -> "Output[GateReport]":
    from slo_gate.outputs import html

    return html


def _validation_text() -> "Output[ValidationReport]":
    from slo_gate.outputs import validation_text

    return validation_text


def _validation_json() -> "Output[ValidationReport]":
    from slo_gate.outputs import validation_json_v1

    return validation_json_v1


def _validation_github() -> "Output[ValidationReport]":
    from slo_gate.outputs import validation_github

    return validation_github


def _sarif() -> "Output[ValidationReport]":
    from slo_gate.outputs import validation_sarif

    return validation_sarif


def _junit() -> "Output[ValidationReport]":
    from slo_gate.outputs import validation_junit

    return validation_junit


def _plan_text() -> "Output[PlanReport]":
    from slo_gate.outputs import plan_text

    return plan_text


def _plan_json() -> "Output[PlanReport]":
    from slo_gate.outputs import plan_json_v1

    return plan_json_v1


def _change_text() -> "Output[ChangeReport]":
    from slo_gate.outputs import change_text

    return change_text


def _change_json() -> "Output[ChangeReport]":
    from slo_gate.outputs import change_json_v1

    return change_json_v1


def _change_markdown() -> "Output[ChangeReport]":
    from slo_gate.outputs import change_markdown

    return change_markdown


def _test_text() -> "Output[PolicyTestReport]":
    from slo_gate.outputs import policy_test_text

    return policy_test_text


def _test_json() -> "Output[PolicyTestReport]":
    from slo_gate.outputs import policy_test_json_v1

    return policy_test_json_v1


def _test_junit() -> "Output[PolicyTestReport]":
    from slo_gate.outputs import policy_test_junit

    return policy_test_junit


GATE_OUTPUTS: "Mapping[str, Output[GateReport]]" = Lazily(
    {"text": _text, "json": _json, "markdown": _markdown, "github": _github, "junit": _gate_junit, "html": _html}
)
VALIDATION_OUTPUTS: "Mapping[str, Output[ValidationReport]]" = Lazily(
    {
        "text": _validation_text,
        "json": _validation_json,
        "github": _validation_github,
        "sarif": _sarif,
        "junit": _junit,
    }
)
PLAN_OUTPUTS: "Mapping[str, Output[PlanReport]]" = Lazily({"text": _plan_text, "json": _plan_json})
"""Of `gate --explain-plan`."""
CHANGE_OUTPUTS: "Mapping[str, Output[ChangeReport]]" = Lazily(
    {"text": _change_text, "json": _change_json, "markdown": _change_markdown}
)
"""Of `diff`."""
TEST_OUTPUTS: "Mapping[str, Output[PolicyTestReport]]" = Lazily(
    {"text": _test_text, "json": _test_json, "junit": _test_junit}
)
