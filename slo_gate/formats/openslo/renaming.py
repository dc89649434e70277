"""Names in the wrong case or with blanks, put right where nobody refers to the wrong one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from slo_gate.core import node
from slo_gate.core.checking import WRONG_VALUE
from slo_gate.core.declared import Declared
from slo_gate.core.finding import Edit, Finding, Location
from slo_gate.core.node import Node, Scalar
from slo_gate.core.ports import Surroundings
from slo_gate.core.writing import string_at
from slo_gate.formats.openslo.pieces import NAME

_PROSE = frozenset({"displayName", "description"})
"""What stands there is read by people, and refers to nothing."""


def with_renames(
    findings: Sequence[Finding], declared: Sequence[Declared], surroundings: Surroundings
) -> Iterator[Finding]:
    """The findings of a whole set, those about names with their fixes; of a part of one, as they are.

    A name is changed where its text stands nowhere else in the set, the new one stands nowhere yet, and to the
    configuration both are the same.
    """
    wrong = {finding.location for finding in findings if finding.rule == WRONG_VALUE}
    fixes = _fixes(declared, wrong, surroundings.globs) if wrong and not surroundings.partial else {}
    for finding in findings:
        edit = fixes.get(finding.location) if finding.rule == WRONG_VALUE else None
        yield finding._replace(fix=edit) if edit else finding


def _fixes(declared: Sequence[Declared], wrong: set[Location], globs: Iterable[str]) -> Mapping[Location, Edit]:
    names = {
        Location(one.file, name.span): name
        for one in declared
        for name in _names(one.root)
        if Location(one.file, name.span) in wrong
    }
    said = Counter(text for one in declared for text in _texts(one.root)) if names else Counter()
    meant = Counter(NAME.meant(name.text) for name in names.values())
    fixes = {}
    for location, name in names.items():
        new = NAME.meant(name.text)
        text = string_at(name, new) if new and meant[new] == 1 else None
        told_apart = any(fnmatchcase(name.text, glob) is not fnmatchcase(new, glob) for glob in globs)
        if text is not None and said[name.text] == 1 and not said[new] and not told_apart:
            fixes[location] = Edit(name.span, text)
    return fixes


def _names(value: Node) -> Iterator[Scalar]:
    """The names of an object and of those given in place within it."""
    if isinstance(value, node.Mapping):
        name = value.get("metadata", "name")
        if isinstance(name, Scalar):
            yield name
        for entry in value.entries.values():
            yield from _names(entry.value)
    elif isinstance(value, node.Sequence):
        for item in value.items:
            yield from _names(item)


def _texts(value: Node) -> Iterator[str]:
    if isinstance(value, Scalar):
        yield value.text
    elif isinstance(value, node.Sequence):
        for item in value.items:
            yield from _texts(item)
    else:
        for key, entry in value.entries.items():
            if key not in _PROSE:
                yield from _texts(entry.value)
