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
    return [_numbered(_digest(finding, style), seen) for finding in findings]


def _numbered(digest: str, seen: Counter[str]) -> str:
    seen[digest] += 1
    return f"{digest}:{seen[digest]}"


def _digest(finding: Finding, style: Style) -> str:
    import hashlib  # noqa: PLC0415 - nothing else needs it, and it takes its time to import

    place = finding.location
    line = style.source_line(place.file, place.line)
    text = finding.message if line is None else line.strip()
    made_of = json.dumps([finding.rule, place.file, text])
    return hashlib.sha256(made_of.encode()).hexdigest()[:_DIGITS]
