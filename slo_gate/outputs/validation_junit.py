"""What `validate` found, as JUnit XML."""

from slo_gate.core.validation_report import ValidationReport
from slo_gate.outputs.style import Style

NAME = "junit"


def render(report: ValidationReport, style: Style) -> str:
    # Reports in other forms need no XML, and its library takes its time to import.
    from slo_gate.outputs import junit  # noqa: PLC0415

    return junit.document(report, style)
