"""Whether a format's JSON Schemas, which editors know, and its check refuse the same objects."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from slo_gate.core import node
from slo_gate.core.ports import Document, Format
from tests.support.corpus import ALONE, objects, plain
from tests.support.schemas import validator

SHAPE_RULES = frozenset({"SLO010", *(f"SLO10{number}" for number in range(1, 7)), "SLO110", "SLO111"})
"""The rules that a schema can hold; those of all formats."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """`schema_of` names the published schema for an object; `rules` are those that it holds."""

    format: Format
    schema_of: Callable[[node.Mapping], str]
    rules: frozenset[str] = SHAPE_RULES

    def refused(self, root: node.Mapping) -> bool:
        findings = self.format.load().read([Document("slo.yaml", 0, root)], ALONE).findings
        return any(finding.rule in self.rules and finding.is_error for finding in findings)

    def agrees(self, root: node.Mapping) -> bool:
        return self.refused(root) is not validator(self.schema_of(root)).is_valid(plain(root))

    def disagreements(self, path: Path) -> list[node.Mapping]:
        """The objects of a file that one of the two refuses alone."""
        ours = [root for root in objects(path.read_bytes()) if self.format.recognises(root)]
        return [root for root in ours if not self.agrees(root)]
