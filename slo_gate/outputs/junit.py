"""JUnit XML in the form that CI systems agree on: https://github.com/testmoapp/junitxml. Imported only where it is written."""

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from slo_gate.core.finding import Finding, Location
from slo_gate.core.printable import defuse_log_line, printable
from slo_gate.outputs.excerpt import finding_lines
from slo_gate.outputs.style import Style

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_LONGEST = 1_000
_COUNTS = (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))


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
        case = named(suite, place.file, shown(title))
        case.set("line", str(place.line))
        if failed:
            fail(case, failed, plain)
    for suite in suites.values():
        count(suite)
    count(root)
    return written(root)


def fail(case: ET.Element, finding: Finding, style: Style) -> None:
    failure = ET.SubElement(case, "failure", type=shown(finding.rule), message=shown(finding.message))
    failure.text = "\n".join(map(defuse_log_line, finding_lines(finding, style)))


def named(suite: ET.Element, file: str, name: str) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=shown(file), name=name, file=shown(file))


def count(element: ET.Element) -> None:
    """How many cases a suite has, or all suites together."""
    for attribute, path in _COUNTS:
        element.set(attribute, str(sum(1 for _ in element.iter(path))))


def shown(text: str) -> str:
    return printable(text, _LONGEST)
