"""Files of tests: corpora by folder, with what each of their files expects, and sets of files made up on the spot."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from slo_gate import documents
from slo_gate.core import node
from slo_gate.core.duration import Duration
from slo_gate.core.finding import Finding, Severity
from slo_gate.core.ports import Surroundings
from slo_gate.core.slo import Slo
from slo_gate.engine.validation import Reading, validate
from slo_gate.formats import FORMATS
from slo_gate.rules import RULES

ALONE = Surroundings(Duration(30, "d"))
FOLDERS: Mapping[str, set[Severity]] = {
    "valid": set(),
    "doubtful": {Severity.WARNING},
    "invalid": {Severity.ERROR},
}
"""The folders of a corpus, and the severities of what each of their files is told."""

SELF_EVIDENT = {"SLO001", "SLO103"}
"""Rules whose messages say what stands there and what must: no YAML, or another type."""

_TOLD = r"(?P<told>\w+ SLO\d{3} \d+:\d+) (?P<fragment>.*?)"
_EXPECTED = re.compile(rf"^# expect: {_TOLD}\r?$", re.MULTILINE)
_EXPECTED_IN_JSON = re.compile(rf'"expect": "{_TOLD}"')
"""JSON has no comments; a label serves."""


@dataclass(frozen=True, slots=True)
class Expected:
    """`told` is severity, rule and place; the fragment stands in the message or the help."""

    told: str
    fragment: str

    def meets(self, finding: Finding) -> bool:
        return told(finding) == self.told and self.fragment in f"{finding.message}\n{finding.help}"


@dataclass(frozen=True, slots=True)
class Corpus:
    """The files below a folder, sorted into FOLDERS; their names are those from that folder on."""

    root: Path

    def files(self, folder: str = "*") -> list[Path]:
        return sorted(path for path in self.root.glob(f"{folder}/*") if path.is_file())

    def name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def read(self, path: Path) -> Reading:
        return read_set({self.name(path): path.read_bytes()})

    def valid(self, name: str) -> Slo:
        """The one SLO of a valid file."""
        (slo,) = self.read(self.root / f"valid/{name}.yaml").slos
        return slo

    def unexpected(self, path: Path, reading: Reading) -> list[str]:
        """How what a file is told differs from what its comments expect."""
        findings = reading.report.findings
        wanted = expected(path)
        if sorted(told(finding) for finding in findings) != sorted(each.told for each in wanted):
            return [f"{told(finding)} {finding.message} | {finding.help}" for finding in findings] or ["nothing"]
        return [str(each) for each in wanted if not any(each.meets(finding) for finding in findings)]

    def shown(self) -> set[tuple[str, str]]:
        """The rules, with their severities, that some file expects."""
        words = [each.told.split() for path in self.files() for each in expected(path)]
        return {(rule, severity) for severity, rule, _ in words}


def expected(path: Path) -> list[Expected]:
    text = path.read_bytes().decode(errors="replace")
    matches = (_EXPECTED_IN_JSON if path.suffix == ".json" else _EXPECTED).finditer(text)
    return [Expected(match["told"], match["fragment"]) for match in matches]


def told(finding: Finding) -> str:
    place = finding.location
    return f"{finding.severity} {finding.rule} {place.line}:{place.column}"


def read_set(files: Mapping[str, str | bytes], surroundings: Surroundings = ALONE) -> Reading:
    """What a set of files promises, each given as its text."""
    parsed = [documents.parse(text.encode() if isinstance(text, str) else text, file) for file, text in files.items()]
    return validate(parsed, FORMATS, RULES, surroundings)


def plain(value: node.Node) -> Any:
    """The tree as JSON would hold it."""
    if isinstance(value, node.Mapping):
        return {key: plain(entry.value) for key, entry in value.entries.items()}
    if isinstance(value, node.Sequence):
        return [plain(item) for item in value.items]
    return float(value.value) if isinstance(value.value, Decimal) else value.value


def objects(data: bytes, file: str = "slo.yaml") -> Iterator[node.Mapping]:
    """The mappings of a file: its documents, or the items of those that are lists."""
    for document in documents.parse(data, file).documents:
        roots = document.root.items if isinstance(document.root, node.Sequence) else [document.root]
        yield from (root for root in roots if isinstance(root, node.Mapping))
