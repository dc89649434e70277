"""Budgets as JUnit XML: a suite a service, a case an objective.

What fails is a failure; what was not measured is an error, or skipped where the policy lets it through, and never passed; a
warning is a case that passes and says so in its output, since a reader of JUnit knows no warnings. What is said of the run itself,
such as a freeze or a promise that is weakened, is a case of its own; so is the run where no objective was judged, so that nothing
reads as passed.
"""

from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree as ET

from slo_gate.core.finding import Finding
from slo_gate.core.printable import defuse_log_line
from slo_gate.core.report import GateReport, ObjectiveReport
from slo_gate.core.verdict import Outcome, Verdict
from slo_gate.outputs.excerpt import finding_lines
from slo_gate.outputs.facts import advice, facts
from slo_gate.outputs.headline import headline
from slo_gate.outputs.junit import count, shown, written
from slo_gate.outputs.languages import speaking
from slo_gate.outputs.numbers import plain
from slo_gate.outputs.style import Style
from slo_gate.outputs.wording import Wording, standing

NAME = "junit"
_RUNS = {
    Outcome.FAIL: "failure",
    Outcome.UNKNOWN: "error",
    Outcome.INVALID: "error",
    Outcome.SKIPPED: "skipped",
}


def render(report: GateReport, style: Style) -> str:
    """ASCII, other characters as references."""
    words = speaking(report.language)
    root = ET.Element("testsuites", name="slo-gate gate")
    for service, objectives in _by_service(report).items():
        suite = ET.SubElement(root, "testsuite", name=shown(service))
        for objective in objectives:
            suite.append(_case(objective, report, words))
    if not report.objectives or _beside(report):
        ET.SubElement(root, "testsuite", name="gate").append(_run(report, words, style._replace(colour=False)))
    for element in (*root, root):
        count(element)
    return written(root)


def _by_service(report: GateReport) -> Mapping[str, Sequence[ObjectiveReport]]:
    """Worst first, as the report is."""
    services: dict[str, list[ObjectiveReport]] = {}
    for objective in report.objectives:
        services.setdefault(objective.slo.service, []).append(objective)
    return services


def _case(objective: ObjectiveReport, report: GateReport, words: Wording) -> ET.Element:
    place, verdict = objective.objective.location, standing(objective)
    service, name = shown(objective.slo.service), shown(objective.title)
    case = ET.Element("testcase", classname=service, name=name, file=shown(place.file), line=str(place.line))
    text = _lines(_told(objective, report, words))
    element_name = _element(objective)
    if element_name:
        why = shown(plain("; ".join(words.reason(because, objective) for because in objective.reasons)))
        element = ET.SubElement(case, element_name, type=str(verdict), message=why)
        element.text = text
    else:
        ET.SubElement(case, "system-out").text = text
    return case


def _element(objective: ObjectiveReport) -> str:
    """Empty for a case that passes."""
    if objective.verdict in {Verdict.FAIL, Verdict.UNKNOWN}:
        return "failure" if objective.verdict is Verdict.FAIL else "error"
    return "skipped" if standing(objective) is Verdict.UNKNOWN else ""


def _told(objective: ObjectiveReport, report: GateReport, words: Wording) -> Iterator[str]:
    yield f"{words.verdict(standing(objective))}: {shown(objective.title)}"
    yield from (words.reason(because, objective) for because in objective.reasons)
    yield from (f"{words.say(f'fact.{name}')}: {sentence}" for name, sentence in facts(objective, report.at, words))
    if future := words.future(objective, report.at):
        yield future
    if what := advice(objective):
        yield f"{words.say('fact.do')}: {words.say(what)}"


def _beside(report: GateReport) -> bool:
    """Whether something beside the budgets is to be told."""
    return bool(report.reasons) or any(finding.is_error for finding in report.findings)


def _fails_beside(report: GateReport) -> bool:
    stopped = any(because.verdict is Verdict.FAIL for because in report.reasons)
    return stopped or any(finding.is_error for finding in report.findings)


def _element_of_run(report: GateReport) -> str:
    """Of what is not told with the objectives; empty for a case that passes."""
    if report.objectives:
        return "failure" if _fails_beside(report) else ""
    return _RUNS.get(report.outcome, "")


def _run(report: GateReport, words: Wording, style: Style) -> ET.Element:
    case = ET.Element("testcase", classname="slo-gate", name="gate")
    said = plain(headline(report, words))
    reasons = [plain(words.reason(because)) for because in report.reasons]
    notes = [shown(note) for note in report.notes]
    text = _lines((said, *reasons, *notes, *_found(report.findings, style)))
    if name := _element_of_run(report):
        element = ET.SubElement(case, name, message=shown("; ".join(reasons) or said))
        element.text = text
    else:
        ET.SubElement(case, "system-out").text = text
    return case


def _found(findings: Sequence[Finding], style: Style) -> Iterator[str]:
    for finding in findings:
        yield from finding_lines(finding, style)


def _lines(lines: Iterator[str] | Sequence[str]) -> str:
    return "\n".join(defuse_log_line(plain(line)) for line in lines)
