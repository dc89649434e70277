"""What a version makes of its documents, and what it publishes for editors."""

from collections.abc import Mapping, Sequence

from slo_gate.core.checking import Schema
from slo_gate.core.kinds import Kinds
from slo_gate.core.ports import Contents, Document, Surroundings
from slo_gate.core.shape import Record
from slo_gate.core.slo import Slo
from slo_gate.formats.openslo.checks import check
from slo_gate.formats.openslo.declaring import declare
from slo_gate.formats.openslo.doubts import bare_policies, doubts, idle_conditions
from slo_gate.formats.openslo.grammar import Grammar
from slo_gate.formats.openslo.measuring import IncompleteError
from slo_gate.formats.openslo.objects import Objects
from slo_gate.formats.openslo.reading import read_slo
from slo_gate.formats.openslo.renaming import with_renames


def contents(
    documents: Sequence[Document], grammar: Grammar, kinds: Mapping[str, Record], surroundings: Surroundings
) -> Contents:
    declared, findings = declare(documents, grammar.version, kinds, surroundings)
    findings = list(with_renames(findings, declared, surroundings))
    objects = Objects(declared, grammar)
    findings += objects.duplicates()
    findings += objects.unlinked(surroundings)
    slos: list[Slo] = []
    for slo in declared:
        if slo.kind == "SLO" and slo.sound:
            findings += check(slo, objects, grammar)
            findings += doubts(slo)
            try:
                read_into = read_slo(slo, objects, surroundings, grammar)
            except IncompleteError as error:
                findings += error.findings
            else:
                slos += [read_into] if read_into else []
    findings += idle_conditions(declared, slos)
    findings += bare_policies(documents, surroundings) if grammar.bare_policies else ()
    return Contents(tuple(slos), len(declared), tuple(findings))


def schemas(version: str, kinds: Mapping[str, Record]) -> Mapping[str, Schema]:
    """One schema for each kind, and one that takes any of them."""
    return Kinds(version, f"openslo.{version.rpartition('/')[2]}", kinds).schemas()
