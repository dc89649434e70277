"""Files that other projects publish, with the verdicts of their own tools: read in place where they are, never kept here."""

import csv
import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from slo_gate.core.finding import Finding
from tests.support.corpus import read_set
from tests.support.repository import ROOT

FOLDER = Path(os.environ.get("SLO_GATE_FIXTURES", ROOT.parent / "shared/fixtures"))
TABLE = ROOT / "docs/conformance.md"
_LINE = re.compile(
    r"\| `(?P<file>[^`]+)` \| (?P<upstream>\w+) \| (?P<ours>\w+) \| (?P<rules>[^|]+) \| (?P<reason>[^|]+) \|"
)


class Row(NamedTuple):
    """`expected` is upstream's verdict; `suggested` what a better validator should say of a probe."""

    file: str
    expected: str
    kind: str
    suggested: str


class Disagreement(NamedTuple):
    upstream: str
    ours: str
    rules: tuple[str, ...]


def rows() -> list[Row]:
    """Empty where the fixtures are not at hand."""
    manifest = FOLDER / "manifest.tsv"
    if not manifest.is_file():
        return []
    with manifest.open(newline="", encoding="utf-8") as file:
        found = csv.DictReader(file, delimiter="\t")
        return [Row(row["file"], row["expected"], row["kind"], row["suggested_slo_gate"] or "") for row in found]


def needed() -> None:
    if not (FOLDER / "manifest.tsv").is_file():
        pytest.skip(f"the files of other projects are not at {FOLDER} (SLO_GATE_FIXTURES says where)")


def findings(row: Row) -> tuple[Finding, ...]:
    return read_set({row.file: (FOLDER / row.file).read_bytes()}).report.findings


def verdict(found: tuple[Finding, ...]) -> str:
    return "invalid" if any(finding.is_error for finding in found) else "valid"


@cache
def disagreements() -> Mapping[str, Disagreement]:
    """What docs/conformance.md lists."""
    lines = _LINE.finditer(TABLE.read_text(encoding="utf-8"))
    return {
        line["file"]: Disagreement(line["upstream"], line["ours"], tuple(re.findall(r"SLO\d{3}", line["rules"])))
        for line in lines
    }
