"""The gate's report as annotations, worst first: trouble and changed promises at the line of the target, then findings.

A pass says nothing. Reviewers of code read English here, whatever the report's language.
"""

from collections.abc import Iterator

from slo_gate.core.finding import Severity
from slo_gate.core.promise_change import PromiseChange, Way
from slo_gate.core.report import GateReport, ObjectiveReport
from slo_gate.core.verdict import Because, Verdict
from slo_gate.outputs import annotation
from slo_gate.outputs.annotation import Annotation
from slo_gate.outputs.facts import advice
from slo_gate.outputs.headline import headline
from slo_gate.outputs.numbers import plain
from slo_gate.outputs.promise_changes import effect, mark
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
    for objective in report.objectives:
        if standing(objective) is not Verdict.PASS:
            yield _trouble(objective, report)
    yield from map(_changed, sorted(report.changes, key=lambda change: not change.weakens))
    yield from map(annotation.from_finding, report.findings)


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


def _changed(change: PromiseChange) -> Annotation:
    """At the line where the promise stands now; one that was removed stands nowhere any more."""
    level = Severity.WARNING if change.weakens else Severity.NOTICE
    lines = (change.title, effect(change, _WORDS))
    place = None if change.way is Way.REMOVED else change.location
    return Annotation(level, f"{mark(change, _WORDS)}: {change.title}", tuple(map(plain, lines)), place)


def _level(objective: ObjectiveReport, report: GateReport) -> Severity:
    """What blocks is an error, what does not is a warning."""
    blocks = objective.verdict in {Verdict.FAIL, Verdict.UNKNOWN} and report.blocked
    return Severity.ERROR if blocks else Severity.WARNING
