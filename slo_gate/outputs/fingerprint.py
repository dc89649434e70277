"""What tells a finding apart from others, and stays as it is when lines above it come and go.

Made of the rule, the file, and the text of the line without the blanks around it; of the message where the line is not
known. Findings that are equal in these are numbered from 1 in the order in which they stand in the file.
"""

import json
from collections import Counter
from collections.abc import Sequence

from slo_gate.core.finding import Finding
from slo_gate.outputs.style import Style

NAME = "sloGate/v1"
"""Another way to make it is another version, since every alert would be closed and opened anew."""
_DIGITS = 32


def fingerprints(findings: Sequence[Finding], style: Style) -> list[str]:
    """One for each finding, such as `0123456789abcdef0123456789abcdef:1`; the findings are in file order."""
    seen: Counter[str] = Counter()
    known: dict[tuple[str, str, str], str] = {}
    return [_numbered(_digest(_made_of(finding, style), known), seen) for finding in findings]


def _numbered(digest: str, seen: Counter[str]) -> str:
    seen[digest] += 1
    return f"{digest}:{seen[digest]}"


def _made_of(finding: Finding, style: Style) -> tuple[str, str, str]:
    place = finding.location
    line = style.source_line(place.file, place.line)
    return finding.rule, place.file, finding.message if line is None else line.strip()


def _digest(made_of: tuple[str, str, str], known: dict[tuple[str, str, str], str]) -> str:
    """Of a line with many findings, and of a megabyte perhaps, it is made once."""
    import hashlib  # noqa: PLC0415 - nothing else needs it, and it takes its time to import

    if made_of not in known:
        known[made_of] = hashlib.sha256(json.dumps(made_of).encode()).hexdigest()[:_DIGITS]
    return known[made_of]
