"""The SLOs of a set of documents and the configurations they share: who is there, and who refers to whom."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from slo_gate.core import node
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.node import Node, Scalar
from slo_gate.core.ports import Surroundings
from slo_gate.formats.slo_generator.values import has_variable

UNRESOLVED, DUPLICATE = "SLO201", "SLO202"
BACKENDS, EXPORTERS, POLICIES = "backends", "exporters", "error_budget_policies"
DEFAULT_POLICY = "default"
_CALLED = {BACKENDS: "backend", EXPORTERS: "exporter", POLICIES: "error budget policy"}


@dataclass(frozen=True, slots=True)
class Declared:
    """One object of a file. `sound` tells whether nothing in it is wrong."""

    file: str
    root: node.Mapping
    sound: bool

    @property
    def name(self) -> str:
        return self.root.text("metadata", "name")

    @property
    def spec(self) -> node.Mapping:
        spec = self.root.get("spec")
        return spec if isinstance(spec, node.Mapping) else node.Mapping(self.root.span)

    def location(self, *path: str) -> Location:
        """Where a value stands; the object's own place where it has none."""
        found = self.root.get(*path)
        return Location(self.file, found.span if found else self.root.span)


@dataclass(frozen=True, slots=True)
class Shared:
    """The configurations of a set of documents, taken together: a set may have one for each environment."""

    configs: tuple[Declared, ...]

    def names(self, section: str) -> list[str] | None:
        """What a section declares; None where no configuration has the section."""
        found = [each for config in self.configs if isinstance(each := config.root.get(section), node.Mapping)]
        return list(dict.fromkeys(key for each in found for key in each.entries)) if found else None

    def policy(self, name: str) -> tuple[str, node.Mapping] | None:
        """The file and the first sound error budget policy of a name."""
        for config in self.configs:
            policy = config.root.get(POLICIES, name)
            if config.sound and isinstance(policy, node.Mapping):
                return config.file, policy
        return None


def duplicates(slos: Iterable[Declared]) -> Iterator[Finding]:
    first: dict[str, Declared] = {}
    for slo in slos:
        known = first.setdefault(slo.name, slo) if slo.name else slo
        if known is not slo:
            place = known.location("metadata", "name")
            message = f"the SLO `{slo.name[:80]}` is declared twice; first at {place}"
            hint = "rename or remove one of them"
            yield Finding(DUPLICATE, Severity.ERROR, slo.location("metadata", "name"), message, hint)


def unresolved(slos: Sequence[Declared], shared: Shared, surroundings: Surroundings) -> Iterator[Finding]:
    """References to what no configuration declares. The default exporters of a configuration must be its own."""
    for config in shared.configs:
        known = Shared((config,)).names(EXPORTERS) or []
        yield from _missing(config.file, EXPORTERS, config.root.items("default_exporters"), known)
    if surroundings.partial:
        return
    for slo in slos:
        for section, references in _references(slo):
            known_of_all = shared.names(section)
            if known_of_all is not None:
                yield from _missing(slo.file, section, references, known_of_all)
        yield from _no_default(slo, shared)


def _references(slo: Declared) -> Iterator[tuple[str, Sequence[Node]]]:
    for section, key in ((BACKENDS, "backend"), (POLICIES, "error_budget_policy")):
        reference = slo.spec.get(key)
        yield section, [reference] if reference else []
    yield EXPORTERS, slo.spec.items("exporters")


def _missing(file: str, section: str, references: Sequence[Node], known: Sequence[str]) -> Iterator[Finding]:
    for reference in references:
        if isinstance(reference, Scalar) and isinstance(reference.value, str) and _is_wrong(reference, known):
            yield _unresolved(Location(file, reference.span), section, reference.text, known)


def _is_wrong(reference: Scalar, known: Sequence[str]) -> bool:
    """What has a variable in it cannot be judged; what is empty has a finding of its own."""
    return bool(reference.text) and reference.text not in known and not has_variable(reference)


def _no_default(slo: Declared, shared: Shared) -> Iterator[Finding]:
    known = shared.names(POLICIES)
    if (
        known is not None
        and slo.spec.entries
        and "error_budget_policy" not in slo.spec.entries
        and DEFAULT_POLICY not in known
    ):
        location = slo.location("metadata", "name")
        yield _unresolved(location, POLICIES, DEFAULT_POLICY, known)


def _unresolved(location: Location, section: str, name: str, known: Sequence[str]) -> Finding:
    close = get_close_matches(name[:80], known, n=1)
    listed = ", ".join(known[:5]) + (", …" if len(known) > 5 else "") or "none is declared in these files"
    hint = f"did you mean `{close[0]}`?" if close else f"declare it, or refer to one that is: {listed}"
    message = f"no {_CALLED[section]} is named `{name[:80]}` in the shared configuration"
    return Finding(UNRESOLVED, Severity.ERROR, location, message, hint)
