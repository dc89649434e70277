"""What policy tests found, as JUnit XML: a suite a file, a case a test. A file that is wrong is a case that fails."""

from collections.abc import Iterator

from slo_gate.core.finding import Finding, Location
from slo_gate.core.policy_test import PolicyTestReport
from slo_gate.outputs.junit import suites_of
from slo_gate.outputs.style import Style

NAME = "junit"


def render(report: PolicyTestReport, style: Style) -> str:
    return suites_of("slo-gate test", _cases(report), style)


def _cases(report: PolicyTestReport) -> Iterator[tuple[str, Location, Finding | None]]:
    if report.invalid:
        yield from ((f"{one.rule} {one.message}", one.location, one) for one in report.findings)
    for result in report.results:
        yield result.test.name, result.test.location, result.finding
