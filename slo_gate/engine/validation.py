"""Validates parsed files: every finding of every file, and the SLOs that are right."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from slo_gate.core.enough import ENOUGH, distinct
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.node import START
from slo_gate.core.ports import Format, Found, Parsed, Rule, Surroundings
from slo_gate.core.slo import Slo
from slo_gate.core.suppression import Suppression
from slo_gate.core.validation import Validation
from slo_gate.core.validation_report import ValidationReport
from slo_gate.engine.fixing import with_safe_fixes
from slo_gate.engine.judgeable import judgeable
from slo_gate.engine.silencing import keep, undecided
from slo_gate.engine.sorting import Sorted

MAX_FINDINGS = 1_000
TOO_MANY = "SLO002"


class Reading(NamedTuple):
    """What a set of files promises, and what is wrong with them.

    `broken` are the errors for which some promise could not be read, whatever their level is turned down to and whoever
    suppresses them, and one for each promise that is not filled in yet: who gates by promises must know all of them.
    """

    slos: tuple[Slo, ...]
    report: ValidationReport
    broken: tuple[Finding, ...] = ()
    suppressions: tuple[Suppression, ...] = ()


def validate(
    every: Iterable[Parsed], formats: Sequence[Format], rules: Sequence[Rule], surroundings: Surroundings
) -> Reading:
    begun = _Begun(every, formats, surroundings)
    _judge([begun], rules, surroundings.validation)
    return _finished(begun, formats, rules, surroundings)


def validate_each(
    files: Iterable[Parsed], formats: Sequence[Format], rules: Sequence[Rule], surroundings: Surroundings
) -> list[Reading]:
    """Of each file by itself, as a set of one.

    What is done with one is done with all before what comes next: a processor is quickest at what it has just done, by a
    tenth here.
    """
    begun = [_Begun([file], formats, surroundings) for file in files]
    _judge(begun, rules, surroundings.validation)
    return [_finished(one, formats, rules, surroundings) for one in begun]


class _Begun:
    """A set of files that its formats have read, and rules have not judged yet."""

    def __init__(self, every: Iterable[Parsed], formats: Sequence[Format], surroundings: Surroundings) -> None:
        self.sorted = Sorted()
        self.names: list[str] = []
        self.unfixable: list[Parsed] = []
        """Files of which something is not to be fixed, without their documents."""
        self.suppressions: list[Suppression] = []
        self.documents = self.objects = 0
        for parsed in every:
            self.sorted.add(parsed, formats)
            self.names.append(parsed.file)
            self.suppressions += parsed.suppressions
            self.documents += len(parsed.documents) + parsed.forgotten
            if parsed.findings or parsed.shared:
                self.unfixable.append(parsed._replace(documents=()))
        self.slos: list[Slo] = []
        self.findings = self.sorted.findings
        for one in formats:
            documents = self.sorted.by_format.get(one.NAME)
            if not documents:
                continue
            contents = one.load().read(documents, surroundings)
            self.slos += contents.slos
            self.objects += contents.objects
            self.findings += contents.findings
            self.sorted.unread += contents.unread
        self.broken = [*self.sorted.unread, *(finding for finding in self.findings if finding.is_error)]
        looked_at = judgeable(self.slos)
        self.judged = looked_at.slos
        self.findings += looked_at.findings


def _judge(begun: Sequence[_Begun], rules: Sequence[Rule], validation: Validation) -> None:
    """Where a rule judges each SLO by itself, it is asked once, of the SLOs of all sets."""
    holder = {name: one for one in begun for name in one.names}
    together = [slo for one in begun for slo in one.judged]
    apart = [one.judged for one in begun]
    for rule in rules:
        for slos in apart if rule.PAGE.across else (together,):
            for found in rule.check(slos, validation):
                holder[found.location.file].findings.append(_finding(rule, found))


def _finding(rule: Rule, found: Found) -> Finding:
    severity = found.severity or rule.PAGE.severities[0]
    return Finding(rule.ID, severity, found.location, found.message, found.help, found.fix)


def _finished(begun: _Begun, formats: Sequence[Format], rules: Sequence[Rule], surroundings: Surroundings) -> Reading:
    if surroundings.exemptions and not begun.broken:
        from slo_gate.core.exemption import unmatched  # noqa: PLC0415 - few configurations have any

        begun.findings += unmatched(surroundings.exemptions, begun.slos)
    unsure: frozenset[str] = frozenset()
    if begun.suppressions and surroundings.partial:
        unsure = undecided([one.load() for one in formats if one.NAME in begun.sorted.by_format], rules)
    standing, silenced = _standing(begun, unsure, surroundings.validation)
    report = ValidationReport(
        files=len(begun.names),
        documents=begun.documents,
        objects=begun.objects,
        skipped=tuple(begun.sorted.skipped),
        findings=standing,
        suppressed=silenced,
        names=tuple(begun.names),
    )
    return Reading(tuple(begun.slos), report, _ordered(dict.fromkeys(begun.broken)), tuple(begun.suppressions))


def _standing(begun: _Begun, unsure: frozenset[str], validation: Validation) -> tuple[tuple[Finding, ...], int]:
    """What is left to tell, in its order, and how many findings are silenced."""
    if not begun.findings and not begun.suppressions:
        return (), 0
    safe = with_safe_fixes(begun.findings, begun.unfixable)
    kept = keep(levelled(_limited(distinct(safe)), validation), begun.suppressions, unsure)
    return _ordered((*kept.findings, *levelled(_limited(kept.complaints), validation))), kept.silenced


def _ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=_position))


def _limited(findings: Iterable[Finding]) -> Iterator[Finding]:
    """No file has more than MAX_FINDINGS, and one that says how many there are: nobody reads more, and each costs."""
    counted: dict[str, list[Finding]] = {}
    for finding in findings:
        so_far = counted.setdefault(finding.location.file, [])
        so_far.append(finding)
        if len(so_far) <= MAX_FINDINGS:
            yield finding
    for file, found in counted.items():
        left_out = found[MAX_FINDINGS:]
        if left_out:
            severity = min((finding.severity for finding in left_out), key=list(Severity).index)
            least = "at least " if len(found) >= ENOUGH else ""
            message = f"{least}{len(left_out):,} more findings in this file are left out"
            hint = "mend those that are shown first"
            yield Finding(TOO_MANY, severity, Location(file, START), message, hint)


def levelled(findings: Iterable[Finding], validation: Validation) -> Iterator[Finding]:
    """The findings as severe as the configuration has them, without those of rules that are off."""
    for finding in findings:
        level = validation.level(finding.rule, finding.location.file, finding.severity)
        if level:
            yield finding if level is finding.severity else finding._replace(severity=level)


def _position(finding: Finding) -> tuple[str, int, int, str]:
    place = finding.location
    return place.file, place.line, place.column, finding.rule
