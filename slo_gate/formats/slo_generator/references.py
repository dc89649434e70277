"""What SLOs of slo-generator and the configurations they share say of each other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from slo_gate.core.declared import Declared
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.node import Node, Scalar
from slo_gate.core.ports import Surroundings
from slo_gate.formats.slo_generator.objects import BACKENDS, DEFAULT_POLICY, EXPORTERS, POLICIES, Shared
from slo_gate.formats.slo_generator.spelling import Speller
from slo_gate.formats.slo_generator.values import has_variable

UNRESOLVED, DUPLICATE = "SLO201", "SLO202"
_CALLED = {BACKENDS: "backend", EXPORTERS: "exporter", POLICIES: "error budget policy"}
_SHOWN = 5


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
        own = Shared.of([config]).names.get(EXPORTERS, {})
        yield from _Section(EXPORTERS, own).missing(config.file, config.root.items("default_exporters"))
    if surroundings.partial:
        return
    sections = [_Section(name, known) for name, known in shared.names.items()]
    for slo in slos:
        for section in sections:
            yield from section.missing(slo.file, _references(slo, section.name))
            if section.name == POLICIES:
                yield from section.default(slo)


def _references(slo: Declared, section: str) -> Sequence[Node]:
    if section == EXPORTERS:
        return slo.spec.items("exporters")
    reference = slo.spec.get("backend" if section == BACKENDS else "error_budget_policy")
    return [reference] if reference else []


class _Section:
    """A section of the shared configuration, and what it declares."""

    def __init__(self, name: str, known: Mapping[str, None]) -> None:
        self.name = name
        self._known = known
        self._speller = Speller(known)

    def missing(self, file: str, references: Sequence[Node]) -> Iterator[Finding]:
        """What has a variable in it cannot be judged; what is empty, or no text, has a finding of its own."""
        for reference in references:
            if isinstance(reference, Scalar) and isinstance(reference.value, str) and self._lacks(reference):
                yield self._unresolved(Location(file, reference.span), reference.text)

    def _lacks(self, reference: Scalar) -> bool:
        return bool(reference.text) and reference.text not in self._known and not has_variable(reference)

    def default(self, slo: Declared) -> Iterator[Finding]:
        """An SLO that names no policy refers to one all the same."""
        keys = slo.spec.entries
        if keys and "error_budget_policy" not in keys and DEFAULT_POLICY not in self._known:
            yield self._unresolved(slo.location("metadata", "name"), DEFAULT_POLICY)

    def _unresolved(self, location: Location, name: str) -> Finding:
        meant = self._speller.meant(name)
        hint = f"did you mean `{meant}`?" if meant else f"declare it, or refer to one that is: {self._listed()}"
        message = f"no {_CALLED[self.name]} is named `{name[:80]}` in the shared configuration"
        return Finding(UNRESOLVED, Severity.ERROR, location, message, hint)

    def _listed(self) -> str:
        if not self._known:
            return "none is declared in these files"
        return ", ".join(islice(self._known, _SHOWN)) + (", …" if len(self._known) > _SHOWN else "")
