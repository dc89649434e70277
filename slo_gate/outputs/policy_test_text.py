"""What policy tests found, for a terminal or a log: what failed, the rules that no test reaches, and the count."""

from collections.abc import Iterator

from slo_gate.core.policy_test import PolicyTestReport
from slo_gate.core.printable import printable
from slo_gate.core.verdict import Verdict
from slo_gate.outputs.ending import finish
from slo_gate.outputs.excerpt import finding_lines
from slo_gate.outputs.paint import paint_for
from slo_gate.outputs.style import Style
from slo_gate.outputs.wording import Wording

NAME = "text"
_WORDS = Wording()


def render(report: PolicyTestReport, style: Style) -> str:
    blocks = [list(finding_lines(finding, style)) for finding in report.findings]
    blocks += [list(_unreached(report, style)), [_conclusion(report, style)]]
    return finish(("\n".join(block) for block in blocks if block), style)


def _unreached(report: PolicyTestReport, style: Style) -> Iterator[str]:
    paint = paint_for(style.colour)
    for rule in report.unreached:
        line = f"{_WORDS.say('test.unreached')}: {printable(str(rule))}"
        yield paint(line, Verdict.FAIL if report.require_coverage else Verdict.WARN)


def _conclusion(report: PolicyTestReport, style: Style) -> str:
    paint = paint_for(style.colour)
    if report.invalid:
        return paint(_WORDS.say("test.invalid", code=report.exit_code), Verdict.FAIL)
    failed = len(report.findings)
    counted = _WORDS.counted("test.count", len(report.results))
    passed = _WORDS.say("test.passed", tests=counted, passed=len(report.results) - failed, failed=failed)
    line = f"{passed}, {_WORDS.say('exit', code=report.exit_code)}"
    return paint(line, Verdict.FAIL if report.exit_code else Verdict.PASS)
