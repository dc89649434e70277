"""Which findings can be fixed, and the fixing: again and again until nothing more can be."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from slo_gate.core import repair
from slo_gate.core.finding import Finding
from slo_gate.core.ports import Parsed

ROUNDS = 60
"""A repair can bring other findings into sight: those of a value whose key was misspelt, or those beyond the most that are
told of a file. A file of the size that is read has fewer findings than these rounds mend."""


def with_safe_fixes(findings: Iterable[Finding], files: Sequence[Parsed]) -> Iterator[Finding]:
    """The findings, without the fixes that could do harm.

    What an alias uses again has other readers, for whom the fix may be wrong. A file that is no sound YAML, with a key that
    stands twice, says two things.
    """
    shared = {parsed.file: parsed.shared for parsed in files if parsed.shared}
    broken = {parsed.file for parsed in files if parsed.findings}
    for finding in findings:
        file = finding.location.file
        unsafe = finding.fix and (file in broken or repair.within(finding.fix, shared.get(file, ())))
        yield finding._replace(fix=None) if unsafe else finding


class Fixed(NamedTuple):
    """The files after all rounds, and the text of each one that changed, with the number of its repairs."""

    files: tuple[Parsed, ...]
    repaired: Mapping[str, repair.Repaired]


def fix(
    files: Sequence[Parsed],
    texts: Mapping[str, str],
    parse: Callable[[str, str], Parsed],
    check: Callable[[Sequence[Parsed]], Sequence[Finding]],
) -> Fixed:
    """Fixes what `check` finds in the files, whose texts are given; `parse(file, text)` reads a text anew."""
    known = {parsed.file: parsed for parsed in files}
    repaired: dict[str, repair.Repaired] = {}
    for _ in range(ROUNDS):
        fixable = [finding for finding in check(tuple(known.values())) if finding.fix]
        if not fixable:
            break
        for file, group in groupby(fixable, key=lambda finding: finding.location.file):
            edits = repair.apart(finding.fix for finding in group if finding.fix)
            before = repaired.get(file) or repair.Repaired(file, texts[file], texts[file], 0)
            after = repair.apply(before.after, edits)
            repaired[file] = repair.Repaired(file, before.before, after, before.repairs + len(edits))
            known[file] = parse(file, after)._replace(named=known[file].named)
    return Fixed(tuple(known.values()), repaired)
