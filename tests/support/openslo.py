"""OpenSLO documents of tests: the corpus with what it expects, and sets of files made up on the spot."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from slo_gate import documents
from slo_gate.core import node
from slo_gate.core.duration import Duration
from slo_gate.core.finding import Finding
from slo_gate.core.ports import Surroundings
from slo_gate.engine.validation import Reading, validate
from slo_gate.formats import FORMATS
from slo_gate.rules import RULES

CORPUS = Path(__file__).parents[1] / "formats/openslo_v1/corpus"
ALONE = Surroundings(Duration(30, "d"))
_EXPECTED = re.compile(r"^# expect: (?P<told>\w+ SLO\d{3} \d+:\d+) (?P<fragment>.*?)\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Expected:
    """`told` is severity, rule and place; the fragment stands in the message or the help."""

    told: str
    fragment: str


def corpus(folder: str = "*") -> list[Path]:
    return sorted(path for path in CORPUS.glob(f"{folder}/*") if path.is_file())


def name(path: Path) -> str:
    return path.relative_to(CORPUS).as_posix()


def expected(path: Path) -> list[Expected]:
    text = path.read_bytes().decode(errors="replace")
    return [Expected(match["told"], match["fragment"]) for match in _EXPECTED.finditer(text)]


def told(finding: Finding) -> str:
    place = finding.location
    return f"{finding.severity} {finding.rule} {place.line}:{place.column}"


def read_set(files: Mapping[str, str | bytes], surroundings: Surroundings = ALONE) -> Reading:
    """What a set of files promises, each given as its text."""
    parsed = [documents.parse(text.encode() if isinstance(text, str) else text, file) for file, text in files.items()]
    return validate(parsed, FORMATS, RULES, surroundings)


def read_corpus(path: Path) -> Reading:
    return read_set({name(path): path.read_bytes()})


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
