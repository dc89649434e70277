"""What `validate` found, as JSON, version 1."""

from slo_gate.core.validation_report import ValidationReport
from slo_gate.outputs import json_values
from slo_gate.outputs.style import Style

NAME = "json"


def render(report: ValidationReport, _style: Style) -> str:
    return json_values.dump(
        {
            "version": 1,
            "files": report.files,
            "documents": report.documents,
            "objects": report.objects,
            "skipped": [{"file": skipped.file, "reason": skipped.reason} for skipped in report.skipped],
            "findings": [json_values.finding(finding) for finding in report.findings],
            "suppressed": report.suppressed,
            "fixed": report.fixed,
            "unwritten": [{"file": left.file, "reason": left.reason} for left in report.unwritten],
            "exit_code": report.exit_code,
        }
    )
