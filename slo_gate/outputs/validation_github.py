"""What `validate` found, as annotations."""

from slo_gate.core.validation_report import ValidationReport
from slo_gate.outputs import annotation
from slo_gate.outputs.style import Style

NAME = "github"


def render(report: ValidationReport, _style: Style) -> str:
    return annotation.render(map(annotation.from_finding, report.findings))
