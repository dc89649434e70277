"""What a person or a machine reads: one module an output, which renders a report and computes nothing."""

from collections.abc import Mapping

from slo_gate.core.report import GateReport, ValidationReport
from slo_gate.outputs import (
    github,
    json_v1,
    markdown,
    text,
    validation_github,
    validation_json_v1,
    validation_junit,
    validation_sarif,
    validation_text,
)
from slo_gate.outputs.style import Output

GATE_OUTPUTS: Mapping[str, Output[GateReport]] = {module.NAME: module for module in (text, json_v1, markdown, github)}
VALIDATION_OUTPUTS: Mapping[str, Output[ValidationReport]] = {
    module.NAME: module
    for module in (validation_text, validation_json_v1, validation_github, validation_sarif, validation_junit)
}
