"""Suppressions applied: which findings they silence, and what is wrong with the suppressions themselves."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from slo_gate.core.finding import Finding, Severity
from slo_gate.core.pages import PAGES
from slo_gate.core.ports import Reader, Rule
from slo_gate.core.suppression import Suppression

NO_REASON, UNUSED = "SLO008", "SLO009"


class Kept(NamedTuple):
    """The findings that stand, what is wrong with the suppressions themselves, and how many findings were silenced."""

    findings: tuple[Finding, ...]
    complaints: tuple[Finding, ...]
    silenced: int


def undecided(readers: Iterable[Reader], rules: Iterable[Rule]) -> frozenset[str]:
    """The rules of which a part of a set tells too little: their pages say so. Rules about SLOs are among them, since an
    indicator is judged for the SLOs that refer to it, and an SLO with its indicator.
    """
    pages = [PAGES, *(reader.PAGES for reader in readers)]
    return frozenset(rule for book in pages for rule, page in book.items() if page.across) | {one.ID for one in rules}


def keep(findings: Iterable[Finding], suppressions: Sequence[Suppression], undecided: Collection[str] = ()) -> Kept:
    """A suppression without a reason, or without rules, silences nothing. Of the rules that are `undecided`, none is unused."""
    usable = [one for one in suppressions if one.rules and one.reason]
    wanted = {(one.location.file, one.line, rule): one for one in usable for rule in one.rules}
    kept, used, silenced = [], set(), 0
    for finding in findings:
        key = (finding.location.file, finding.location.line, finding.rule)
        if key in wanted:
            used.add(key)
            silenced += 1
        else:
            kept.append(finding)
    idle = ((one, key[2]) for key, one in wanted.items() if key not in used and key[2] not in undecided)
    unused = (_unused(one, rule) for one, rule in idle)
    return Kept(tuple(kept), (*_incomplete(suppressions), *unused), silenced)


def _incomplete(suppressions: Sequence[Suppression]) -> Iterator[Finding]:
    for one in suppressions:
        missing = "rule" if not one.rules else "reason" if not one.reason else ""
        if missing:
            hint = "write it as `# slo-gate: ignore SLO123 -- the reason`"
            yield Finding(
                NO_REASON, Severity.WARNING, one.location, f"the suppression has no {missing}, so it does nothing", hint
            )


def _unused(one: Suppression, rule: str) -> Finding:
    message = f"nothing of {rule[:20]} is found in line {one.line}, so the suppression does nothing"
    return Finding(UNUSED, Severity.WARNING, one.location, message, "remove it, or put it where the finding is")
