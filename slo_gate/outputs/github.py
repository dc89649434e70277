"""The gate's report as annotations: findings where they are, trouble at the line of its target. A pass says nothing."""

from collections.abc import Iterator

from slo_gate.core.finding import Severity
from slo_gate.core.report import GateReport, ObjectiveReport
from slo_gate.core.verdict import Because, Verdict
from slo_gate.outputs import annotation
from slo_gate.outputs.annotation import Annotation
from slo_gate.outputs.facts import advice
from slo_gate.outputs.headline import headline
from slo_gate.outputs.numbers import plain
from slo_gate.outputs.style import Style
from slo_gate.outputs.wording import Wording, standing

NAME = "github"
_WORDS = Wording()


def render(report: GateReport, _style: Style) -> str:
    return annotation.render(_annotations(report))


def _annotations(report: GateReport) -> Iterator[Annotation]:
    if report.blocked:
        yield Annotation(Severity.ERROR, "slo-gate", (headline(report, _WORDS),))
    yield from (_of_the_run(because, report) for because in report.reasons if because.verdict is not Verdict.PASS)
    yield from map(annotation.from_finding, report.findings)
    for objective in report.objectives:
        if standing(objective) is not Verdict.PASS:
            yield _trouble(objective, report)


def _of_the_run(because: Because, report: GateReport) -> Annotation:
    level = Severity.ERROR if because.verdict is Verdict.FAIL and report.blocked else Severity.WARNING
    return Annotation(level, f"slo-gate: {because.rule}", (plain(_WORDS.reason(because)),), because.location)


def _trouble(objective: ObjectiveReport, report: GateReport) -> Annotation:
    word = _WORDS.verdict(standing(objective))
    sentences = [_WORDS.reason(because, objective) for because in objective.reasons]
    future, code = _WORDS.future(objective, report.at), advice(objective)
    lines = (objective.title, *sentences, future, _WORDS.say(code) if code else "")
    return Annotation(
        _level(objective, report), f"{word}: {objective.title}", tuple(map(plain, lines)), objective.objective.location
    )


def _level(objective: ObjectiveReport, report: GateReport) -> Severity:
    """What blocks is an error, what does not is a warning."""
    blocks = objective.verdict in {Verdict.FAIL, Verdict.UNKNOWN} and report.blocked
    return Severity.ERROR if blocks else Severity.WARNING
