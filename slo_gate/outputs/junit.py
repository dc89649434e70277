"""What `validate` found, as JUnit XML in the form that CI systems agree on: a suite a file, a case a finding.

https://github.com/testmoapp/junitxml. An error is a failure. Other findings are cases that pass, and say so in their
output: a reader of JUnit knows no warnings. A file without findings is one case that passes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from xml.etree import ElementTree as ET

from slo_gate.core.finding import Finding, Location, Skipped
from slo_gate.core.printable import defuse_log_line, printable
from slo_gate.core.validation_report import ValidationReport
from slo_gate.outputs.excerpt import finding_lines
from slo_gate.outputs.style import Style

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_LONGEST = 1_000
_COUNTS = (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))


def document(report: ValidationReport, style: Style) -> str:
    """ASCII, other characters as references. What XML 1.0 cannot hold is shown escaped, as in every output."""
    plain = style._replace(colour=False)
    found, skipped = _by_file(report.findings), {one.file: one for one in report.skipped}
    names = dict.fromkeys((*report.names, *skipped, *found))
    root = ET.Element("testsuites", name="slo-gate validate")
    for name in names:
        root.append(_suite(name, found.get(name, ()), skipped.get(name), plain))
    count(root)
    return written(root)


def written(root: ET.Element) -> str:
    ET.indent(root)
    return f"{_DECLARATION}{ET.tostring(root, 'us-ascii').decode()}\n"


def suites_of(name: str, cases: Iterable[tuple[str, Location, Finding | None]], style: Style) -> str:
    """Cases of some name and place, each with what fails of it; a suite for each file."""
    plain, suites = style._replace(colour=False), dict[str, ET.Element]()
    root = ET.Element("testsuites", name=name)
    for title, place, failed in cases:
        suite = suites.get(place.file)
        if suite is None:
            suite = suites[place.file] = ET.SubElement(root, "testsuite", name=shown(place.file))
        case = _named(suite, place.file, shown(title))
        case.set("line", str(place.line))
        if failed:
            _fail(case, failed, plain)
    for suite in suites.values():
        count(suite)
    count(root)
    return written(root)


def _fail(case: ET.Element, finding: Finding, style: Style) -> None:
    failure = ET.SubElement(case, "failure", type=shown(finding.rule), message=shown(finding.message))
    failure.text = "\n".join(map(defuse_log_line, finding_lines(finding, style)))


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
        case = _named(suite, file, "skipped")
        ET.SubElement(case, "skipped", message=shown(skipped.reason))
    elif not findings:
        _named(suite, file, "no findings")
    count(suite)
    return suite


def _named(suite: ET.Element, file: str, name: str) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=shown(file), name=name, file=shown(file))


def _case(finding: Finding, style: Style) -> ET.Element:
    place = finding.location
    name = f"{shown(finding.rule)} {place.line}:{place.column} {shown(finding.message)}"
    file = shown(place.file)
    case = ET.Element("testcase", classname=file, name=name, file=file, line=str(place.line))
    if finding.is_error:
        _fail(case, finding, style)
    else:
        text = "\n".join(map(defuse_log_line, finding_lines(finding, style)))
        ET.SubElement(case, "system-out").text = text
    return case


def count(element: ET.Element) -> None:
    """How many cases a suite has, or all suites together."""
    for attribute, path in _COUNTS:
        element.set(attribute, str(sum(1 for _ in element.iter(path))))


def shown(text: str) -> str:
    return printable(text, _LONGEST)
