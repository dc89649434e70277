"""The objects of a set of documents: who is there, in which project, and who refers to whom."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeGuard

from slo_gate.core import node
from slo_gate.core.declared import Declared, Lost, nowhere, twice
from slo_gate.core.finding import Finding
from slo_gate.core.node import Node, Scalar
from slo_gate.core.ports import Surroundings
from slo_gate.formats.nobl9.pieces import NAME

SOURCES = ("Agent", "Direct")


class Reference(NamedTuple):
    """A name in an object, and the kind and project of what it means. An empty project may be any.

    `stated` tells that the project stands beside the name, and is not just that of the object.
    """

    kind: str
    project: str
    name: Scalar
    stated: bool = False


class Objects:
    """The named objects, the first of each kind, project and name."""

    def __init__(self, declared: Iterable[Declared]) -> None:
        self.all = tuple(declared)
        self._named: dict[tuple[str, str], dict[str, Declared]] = {}
        self._names: dict[tuple[str, str], dict[str, None]] = {}
        self._listed: dict[tuple[str, str], list[str]] = {}
        self._copies: list[tuple[Declared, Declared]] = []
        for one in self.all:
            if one.name:
                self._add(one)

    def _add(self, one: Declared) -> None:
        kind, project = one.kind, project_of(one)
        first = self._named.setdefault((kind, one.name), {}).setdefault(project, one)
        self._names.setdefault((kind, project), {})[one.name] = None
        if first is not one:
            self._copies.append((one, first))

    def find(self, kind: str, project: str, name: str) -> Declared | None:
        """An object that states no project may be in any, since who applies it decides."""
        candidates = self._named.get((kind, name), {})
        if project in candidates:
            return candidates[project]
        return next(iter(candidates.values()), None) if not project else candidates.get("")

    def _elsewhere(self, kind: str, name: str) -> str:
        """A project with an object of the name; empty where there is none."""
        return next(iter(self._named.get((kind, name), {})), "")

    def _known(self, kind: str, project: str) -> list[str]:
        """The names of a kind in a project."""
        if (kind, project) not in self._listed:
            self._listed[kind, project] = self._names_in(kind, project)
        return self._listed[kind, project]

    def _names_in(self, kind: str, project: str) -> list[str]:
        """An empty project may be any."""
        projects = [project, ""] if project else [each for known, each in self._names if known == kind]
        return list({name: None for each in projects for name in self._names.get((kind, each), ())})

    def duplicates(self) -> Iterator[Finding]:
        return (twice(copy, first) for copy, first in self._copies)

    def unresolved(self, surroundings: Surroundings) -> Iterator[Finding]:
        """References to objects that are nowhere.

        A project may be kept in several repositories. So where one declares objects of a kind, every reference to that
        kind in the project must be right. Where it declares none, a name that is in another project is a project left out.
        """
        return nowhere(() if surroundings.partial else self._lost(surroundings))

    def _lost(self, surroundings: Surroundings) -> Iterator[Lost]:
        for one in self.all:
            for kind, project, name, stated in references(one):
                if self.find(kind, project, name.text) or (kind in SOURCES and name.text in surroundings.sources):
                    continue
                known, other = self._known(kind, project), self._elsewhere(kind, name.text)
                own = one.name if kind == one.kind else ""
                if any(each != own for each in known) or (other and not stated):
                    within = f" in the project `{project[:80]}`" if project else ""
                    hint = f"it is in the project `{other[:80]}`: say so, or move it" if other else ""
                    yield Lost(one.file, kind, name, known, within, hint, own)


def project_of(one: Declared) -> str:
    """The project that an object states; objects of kinds that belong to none have an empty one."""
    return "" if one.kind == "Project" else one.root.text("metadata", "project")


def references(one: Declared) -> Iterator[Reference]:
    """Names that an object refers to, as far as they are names."""
    project = project_of(one)
    if is_name(stated := one.root.get("metadata", "project")) and one.kind != "Project":
        yield Reference("Project", "", stated)
    if one.kind == "AlertPolicy":
        for method in one.spec.mappings("alertMethods"):
            yield from _by_name("AlertMethod", project, method.get("metadata"))
    if one.kind == "SLO":
        yield from _of_slo(one, project)


def _of_slo(slo: Declared, project: str) -> Iterator[Reference]:
    if is_name(service := slo.spec.get("service")):
        yield Reference("Service", project, service)
    for policy in slo.spec.items("alertPolicies"):
        if is_name(policy):
            yield Reference("AlertPolicy", project, policy)
    for method in slo.spec.items("anomalyConfig", "noData", "alertMethods"):
        yield from _by_name("AlertMethod", project, method)
    yield from source_of(slo)
    for component in components(slo):
        yield from _by_name("SLO", project, component, "slo")


def source_of(slo: Declared) -> Iterator[Reference]:
    """The Agent or Direct that an SLO asks."""
    source = slo.spec.get("indicator", "metricSource")
    kind = source.text("kind", default="Agent") if isinstance(source, node.Mapping) else ""
    if kind in SOURCES:
        yield from _by_name(kind, project_of(slo), source)


def components(slo: Declared) -> Iterator[node.Mapping]:
    """What the composites of an SLO are made of."""
    for objective in slo.spec.mappings("objectives"):
        yield from objective.mappings("composite", "components", "objectives")


def _by_name(kind: str, project: str, value: Node | None, key: str = "name") -> Iterator[Reference]:
    """A reference with a project of its own, or else that of the object."""
    if isinstance(value, node.Mapping) and is_name(name := value.get(key)):
        stated = str(value.value("project") or "")
        yield Reference(kind, stated or project, name, stated=bool(stated))


def is_name(value: Node | None) -> TypeGuard[Scalar]:
    """Anything else has a finding of its own."""
    return isinstance(value, Scalar) and NAME.takes(value)
