"""What `validate` found, for a terminal or a log."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from slo_gate.core.finding import Severity, Skipped
from slo_gate.core.printable import printable
from slo_gate.core.validation_report import ValidationReport
from slo_gate.outputs.ending import finish
from slo_gate.outputs.excerpt import finding_lines
from slo_gate.outputs.paint import BOLD, DIM, paint_for
from slo_gate.outputs.style import Style
from slo_gate.outputs.wording import Wording

NAME = "text"
MAX_ALIKE = 3
"""How many files are named that are skipped for one reason."""
_WORDS = Wording()


def render(report: ValidationReport, style: Style) -> str:
    paint = paint_for(style.colour)
    blocks = ["\n".join(finding_lines(finding, style)) for finding in report.findings]
    if report.skipped:
        blocks.append("\n".join(paint(line, DIM) for line in _skipped(report.skipped)))
    blocks += [paint(line, BOLD) for line in _fixes(report)]
    blocks.append(paint(summary(report), _tone(report)))
    return finish(iter(blocks), style)


def _skipped(every: Iterable[Skipped]) -> Iterator[str]:
    """A hook may hand over hundreds of files that hold no SLO: of those alike, some are named."""
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for file, reason in every:
        alike[reason].append(printable(file))
    for reason, files in alike.items():
        shown = (
            files if len(files) <= MAX_ALIKE else [f"{', '.join(files[:MAX_ALIKE])} and {len(files) - MAX_ALIKE} more"]
        )
        yield from (f"skipped {names}: {printable(reason)}" for names in shown)


def _fixes(report: ValidationReport) -> Iterator[str]:
    if report.fixed:
        yield _WORDS.say("fixed", n=str(report.fixed), files=_WORDS.counted("file", len(report.repaired)))
    if report.fixable and not report.unwritten:
        yield _WORDS.counted("fixable", report.fixable)


def summary(report: ValidationReport) -> str:
    """`2 errors, 1 warning, 4 suppressed in 3 files (5 objects), exit 1`."""
    text = _WORDS.say(
        "findings.in",
        counts=_counts(report),
        files=_WORDS.counted("file", report.files),
        objects=_WORDS.counted("object", report.objects),
    )
    skipped = [_WORDS.counted("skipped", len(report.skipped))] if report.skipped else []
    return ", ".join((text, *skipped, _WORDS.say("exit", code=report.exit_code)))


def _counts(report: ValidationReport) -> str:
    severities = [finding.severity for finding in report.findings]
    counted = [
        _WORDS.counted(str(severity), severities.count(severity)) for severity in Severity if severity in severities
    ]
    suppressed = [_WORDS.say("suppressed", n=report.suppressed)] if report.suppressed else []
    return ", ".join((*(counted or [_WORDS.say("findings.none")]), *suppressed))


def _tone(report: ValidationReport) -> str:
    return min((finding.severity for finding in report.findings), key=list(Severity).index, default="pass")
