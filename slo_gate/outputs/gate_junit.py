"""The gate's report as JUnit XML."""

from slo_gate.core.report import GateReport
from slo_gate.outputs.style import Style

NAME = "junit"


def render(report: GateReport, style: Style) -> str:
    # Reports in other forms need no XML, and its library takes its time to import.
    from slo_gate.outputs import junit_gate  # noqa: PLC0415

    return junit_gate.document(report, style)
