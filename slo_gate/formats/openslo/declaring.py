"""Documents become objects: each held to the shape of its kind, in the dialect that its file is read in."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, islice
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import Place, Shape, Violation
from slo_gate.core.declared import Declared
from slo_gate.core.dialect import Dialect
from slo_gate.core.enough import Enough, distinct
from slo_gate.core.finding import Finding
from slo_gate.core.kinds import with_sure_fix
from slo_gate.core.node import Span
from slo_gate.core.ports import Document, Surroundings
from slo_gate.core.scalar_shapes import Choice
from slo_gate.core.shape import Field, Record
from slo_gate.formats.openslo.changes import Change, Forgiven
from slo_gate.formats.openslo.dialects import REFUSED, TAKEN
from slo_gate.formats.openslo.differences import Refused, Taken, places, rewritten
from slo_gate.formats.openslo.versions import OPERATORS_V1, unread

_MOST_HINTS = 100
"""How many mistakes of a file are shown to other dialects. Of an object with more, none makes a good one; and each dialect
costs one more check of the object."""


class Reading(NamedTuple):
    """An object as a dialect reads it, and what that dialect finds wrong with its shape, found as it is asked for."""

    root: node.Mapping
    violations: Iterator[Violation]


class _Differences(NamedTuple):
    """What a dialect changes, forgives and refuses of a kind, and where."""

    changed: Sequence[tuple[Sequence[str], Change]]
    forgiven: Sequence[tuple[Sequence[str], Forgiven]]
    refused: Sequence[tuple[Sequence[str], Shape]]


def declare(
    documents: Sequence[Document], version: str, kinds: Mapping[str, Record], surroundings: Surroundings
) -> tuple[list[Declared], list[Finding]]:
    declared: list[Declared] = []
    findings: list[Finding] = []
    mistakes: defaultdict[str, int] = defaultdict(int)
    enough = Enough()
    for document in documents:
        assert isinstance(document.root, node.Mapping)
        dialect = surroundings.validation.dialect_of(document.file)
        reading = read_as(dialect, document.root, version, kinds)
        told = list(enough.of(document.file, reading.violations))
        mistakes[document.file] += len(told)
        if told and mistakes[document.file] <= _MOST_HINTS:
            told = _with_other_dialects(dialect, told, document.root, version, kinds)
        findings += [with_sure_fix(violation, document.root).finding(document.file) for violation in told]
        declared.append(Declared(document.file, reading.root, sound=not told))
    return declared, findings


def read_as(dialect: Dialect, root: node.Mapping, version: str, kinds: Mapping[str, Record]) -> Reading:
    kind = root.text("kind")
    changed, forgiven, refused = _differences(dialect, version, kind if kind in kinds else "")
    seen = root
    for path, change in changed:
        rewriting = rewritten(seen, path, change)
        assert isinstance(rewriting, node.Mapping)
        seen = rewriting
    violations = _shape_violations(seen, kinds)
    if forgiven:
        violations = _unforgiven(violations, forgiven, seen)
    if refused:
        violations = chain(violations, _refusals(refused, root))
    return Reading(seen, distinct(violations))


@cache
def _differences(dialect: Dialect, version: str, kind: str) -> _Differences:
    taken = [(one.where.split("."), one.change) for one in TAKEN if _concerns(one, dialect, version, kind)]
    return _Differences(
        [(path, change) for path, change in taken if not isinstance(change, Forgiven)],
        [(path, change) for path, change in taken if isinstance(change, Forgiven)],
        [(one.where.split("."), one.shape) for one in REFUSED if _concerns(one, dialect, version, kind)],
    )


def _concerns(one: Taken | Refused, dialect: Dialect, version: str, kind: str) -> bool:
    return one.dialect is dialect and version in one.versions and one.kind in {"", kind}


def _unforgiven(
    found: Iterator[Violation], forgiven: Sequence[tuple[Sequence[str], Forgiven]], root: node.Mapping
) -> Iterator[Violation]:
    for first in found:
        spared = {
            (change.rule, value.span)
            for path, change in forgiven
            for value, _ in places(root, path, Place("", root.span))
        }
        yield from (each for each in chain([first], found) if (each.rule, each.span) not in spared)


def _refusals(refused: Sequence[tuple[Sequence[str], Shape]], root: node.Mapping) -> Iterator[Violation]:
    """What the dialect refuses of the text, said of what stands in the file."""
    for path, shape in refused:
        for value, place in places(root, path, Place("", _start(root))):
            yield from shape.check(value, place)


def _shape_violations(root: node.Mapping, kinds: Mapping[str, Record]) -> Iterator[Violation]:
    violation = unread(root)
    if violation:
        yield violation
        if root.text("apiVersion") != OPERATORS_V1:
            return
    shape: Shape = kinds.get(root.text("kind")) or _any_of(kinds)
    if not shape.takes(root):
        for each in shape.check(root, Place("", _start(root))):
            if not (violation and each.span == violation.span):
                yield each


def _any_of(kinds: Mapping[str, Record]) -> Record:
    kind = Field(Choice(tuple(kinds)), required=True, doc=f"One of {', '.join(kinds)}.")
    return Record({"kind": kind}, open=True)


def _with_other_dialects(
    dialect: Dialect, found: Sequence[Violation], root: node.Mapping, version: str, kinds: Mapping[str, Record]
) -> list[Violation]:
    """The violations, each with the dialect that would take what stands there, and find nothing else instead."""
    milder = _milder(dialect, found, root, version, kinds)
    takers = (next((each for each, told in milder.items() if one not in told), None) for one in found)
    return [
        one._replace(help=_taken_by(taker, one.help)) if taker else one
        for one, taker in zip(found, takers, strict=True)
    ]


def _milder(
    dialect: Dialect, found: Sequence[Violation], root: node.Mapping, version: str, kinds: Mapping[str, Record]
) -> Mapping[Dialect, set[Violation]]:
    """What the dialects find that find less than the chosen one does, and nothing that it does not."""
    readings = {each: read_as(each, root, version, kinds) for each in Dialect if each is not dialect}
    others = {each: set(islice(reading.violations, len(found))) for each, reading in readings.items()}
    return {each: told for each, told in others.items() if told < set(found)}


def _taken_by(dialect: Dialect, otherwise: str) -> str:
    hint = f"`--dialect {dialect}` takes it as it is"
    return f"{otherwise} ({hint})" if otherwise else hint


def _start(root: node.Mapping) -> Span:
    """The first key: what to blame for a missing one."""
    first = next(iter(root.entries.values()), None)
    return first.key.span if first else root.span
