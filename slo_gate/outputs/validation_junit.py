"""What `validate` found, as JUnit XML: a suite a file, a case a finding.

An error is a failure. Other findings are cases that pass, and say so in their output: a reader of JUnit knows no warnings. A
file without findings is one case that passes.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from slo_gate.core.finding import Finding, Skipped
from slo_gate.core.printable import defuse_log_line
from slo_gate.core.validation_report import ValidationReport
from slo_gate.outputs.excerpt import finding_lines
from slo_gate.outputs.junit import count, fail, named, shown, written
from slo_gate.outputs.style import Style

NAME = "junit"


def render(report: ValidationReport, style: Style) -> str:
    """ASCII, other characters as references. What XML 1.0 cannot hold is shown escaped, as in every output."""
    plain = style._replace(colour=False)
    found, skipped = _by_file(report.findings), {one.file: one for one in report.skipped}
    names = dict.fromkeys((*report.names, *skipped, *found))
    root = ET.Element("testsuites", name="slo-gate validate")
    for name in names:
        root.append(_suite(name, found.get(name, ()), skipped.get(name), plain))
    count(root)
    return written(root)


def _by_file(findings: Sequence[Finding]) -> Mapping[str, Sequence[Finding]]:
    found = defaultdict(list)
    for finding in findings:
        found[finding.location.file].append(finding)
    return found


def _suite(file: str, findings: Sequence[Finding], skipped: Skipped | None, style: Style) -> ET.Element:
    suite = ET.Element("testsuite", name=shown(file))
    for finding in findings:
        suite.append(_case(finding, style))
    if skipped:
        case = named(suite, file, "skipped")
        ET.SubElement(case, "skipped", message=shown(skipped.reason))
    elif not findings:
        named(suite, file, "no findings")
    count(suite)
    return suite


def _case(finding: Finding, style: Style) -> ET.Element:
    place = finding.location
    name = f"{shown(finding.rule)} {place.line}:{place.column} {shown(finding.message)}"
    file = shown(place.file)
    case = ET.Element("testcase", classname=file, name=name, file=file, line=str(place.line))
    if finding.is_error:
        fail(case, finding, style)
    else:
        text = "\n".join(map(defuse_log_line, finding_lines(finding, style)))
        ET.SubElement(case, "system-out").text = text
    return case
