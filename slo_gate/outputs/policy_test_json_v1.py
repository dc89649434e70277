"""What policy tests found, as JSON, version 1. Fields may be added; none is renamed."""

from slo_gate.core.policy_test import PolicyTestReport, RuleName, Tried
from slo_gate.outputs import json_values
from slo_gate.outputs.json_v1 import reason
from slo_gate.outputs.style import Style

NAME = "json"
Json = dict[str, object]


def render(report: PolicyTestReport, _style: Style) -> str:
    return json_values.dump(
        {
            "version": 1,
            "files": report.files,
            "passed": sum(result.finding is None for result in report.results),
            "failed": sum(result.finding is not None for result in report.results),
            "tests": [_test(result) for result in report.results],
            "unreached": [_rule(name) for name in report.unreached],
            "findings": [json_values.finding(finding) for finding in report.findings],
            "exit_code": report.exit_code,
        }
    )


def _test(result: Tried) -> Json:
    test, expected = result.test, result.test.expected
    return {
        "name": test.name,
        "file": test.location.file,
        "line": test.location.line,
        "passed": result.finding is None,
        "verdict": result.verdict and str(result.verdict),
        "outcome": str(result.outcome),
        "reasons": [reason(because, None) for because in result.reasons],
        "expected": {
            "verdict": expected.verdict and str(expected.verdict),
            "outcome": expected.outcome and str(expected.outcome),
            "rule": expected.rule or None,
        },
        "message": result.finding.message if result.finding else None,
    }


def _rule(name: RuleName) -> Json:
    place = name.location
    return {"rule": name.name, "file": place.file if place else None, "line": place.line if place else None}
