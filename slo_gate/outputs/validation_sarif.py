"""What `validate` found, as SARIF 2.1.0 for code scanning.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/, within what GitHub takes of it:
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning.
GitHub reads the fingerprint `primaryLocationLineHash` alone. It is left to GitHub's `upload-sarif`, which computes it from
the file, and warns of every result that comes with another one.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from slo_gate import __version__
from slo_gate.core.finding import Finding, Location, Severity, Skipped
from slo_gate.core.page import Page
from slo_gate.core.printable import printable
from slo_gate.core.validation_report import ValidationReport
from slo_gate.outputs import fingerprint, json_values, rule_page
from slo_gate.outputs.links import HOME, rule_url
from slo_gate.outputs.style import Style

NAME = "sarif"
MOST_RESULTS = 25_000
"""GitHub refuses a run of more."""
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}
_LONGEST_DESCRIPTION = 1_024
_LONGEST_MESSAGE = 4_000


def render(report: ValidationReport, style: Style) -> str:
    return render_findings(report.findings, style, report.skipped, successful=not report.invalid)


def render_findings(
    findings: Sequence[Finding], style: Style, skipped: Sequence[Skipped] = (), *, successful: bool = True
) -> str:
    """One run, worst findings first. `successful` is false where the files could not be looked at."""
    notifications = [*_left_out(len(findings)), *map(_skipped, skipped)]
    run = {
        "tool": {"driver": _driver(style.rules)},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": successful, "toolExecutionNotifications": notifications}],
        "results": _results(findings, style),
    }
    return json_values.dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _driver(rules: Mapping[str, Page]) -> dict[str, object]:
    return {
        "name": "slo-gate",
        "semanticVersion": __version__,
        "informationUri": HOME,
        "rules": [_rule(rule, page) for rule, page in rules.items()],
    }


def _rule(rule: str, page: Page) -> dict[str, object]:
    return {
        "id": rule,
        "shortDescription": {"text": page.title},
        "fullDescription": {"text": printable(page.why, _LONGEST_DESCRIPTION)},
        "help": {"text": rule_page.plain(rule, page), "markdown": rule_page.markdown(rule, page)},
        "helpUri": rule_url(rule),
        "defaultConfiguration": {"enabled": page.on, "level": _LEVELS[page.severities[0]]},
    }


def _results(findings: Sequence[Finding], style: Style) -> list[dict[str, object]]:
    levels, places = list(_LEVELS), {rule: index for index, rule in enumerate(style.rules)}
    marked = zip(findings, fingerprint.fingerprints(findings, style), strict=True)
    worst_first = sorted(marked, key=lambda pair: levels.index(pair[0].severity))
    return [_result(finding, mark, places.get(finding.rule)) for finding, mark in worst_first[:MOST_RESULTS]]


def _result(finding: Finding, mark: str, rule_index: int | None) -> dict[str, object]:
    return {
        "ruleId": finding.rule,
        **({} if rule_index is None else {"ruleIndex": rule_index}),
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [{"physicalLocation": _place(finding.location)}],
        "partialFingerprints": {fingerprint.NAME: mark},
    }


def _message(finding: Finding) -> str:
    help_line = f"\nhelp: {_text(finding.help)}" if finding.help else ""
    return _text(finding.message) + help_line


def _text(text: str) -> str:
    """Foreign text in a message, where `[words](address)` would be a link (SARIF 2.1.0, 3.11.6)."""
    return printable(text, _LONGEST_MESSAGE).replace("](", "] (")


def _place(location: Location) -> dict[str, object]:
    span = location.span
    least = span.column if span.end_line == span.line else 1
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": max(span.end_column, least),
    }
    return {"artifactLocation": _artifact(location.file), "region": region}


def _artifact(file: str) -> dict[str, object]:
    """A relative reference, which starts at the repository's root where slo-gate ran there."""
    scheme = "file://" if file.startswith("/") else ""
    return {"uri": scheme + quote(file, safe="/", errors="replace")}


def _left_out(found: int) -> list[dict[str, object]]:
    more = found - MOST_RESULTS
    if more <= 0:
        return []
    text = f"{more:,} more findings are left out here: a run may have {MOST_RESULTS:,}. The worst are listed first."
    return [{"level": "warning", "message": {"text": text}}]


def _skipped(skipped: Skipped) -> dict[str, object]:
    place = {"physicalLocation": {"artifactLocation": _artifact(skipped.file)}}
    text = f"skipped {printable(skipped.file)}: {_text(skipped.reason)}"
    return {"level": "note", "message": {"text": text}, "locations": [place]}
