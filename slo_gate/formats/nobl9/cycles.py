"""Composites that are made of themselves."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from slo_gate.core.declared import Declared
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.node import Scalar
from slo_gate.formats.nobl9.objects import Objects, components, is_name, project_of

CYCLE = "SLO730"
_SHOWN = 6


class _Component(NamedTuple):
    """That one SLO is made of another, and where that is said."""

    slo: Declared
    name: Scalar


def cyclic(objects: Objects) -> Iterator[Finding]:
    """One finding for each way back to an SLO that is being followed; the search is deep first, and without recursion."""
    slos = [one for one in objects.all if one.kind == "SLO" and one.name]
    made_of = {id(slo): list(_components(slo, objects)) for slo in slos}
    done: set[int] = set()
    for slo in slos:
        yield from _from(slo, made_of, done)


def _components(slo: Declared, objects: Objects) -> Iterable[_Component]:
    for component in components(slo):
        name = component.get("slo")
        if is_name(name):
            found = objects.find("SLO", component.text("project") or project_of(slo), name.text)
            if found:
                yield _Component(found, name)


def _from(start: Declared, made_of: Mapping[int, list[_Component]], done: set[int]) -> Iterator[Finding]:
    path, depth = [start], {id(start): 0}
    pending = [iter(made_of[id(start)] if id(start) not in done else ())]
    while pending:
        component = next(pending[-1], None)
        if component is None:
            pending.pop()
            left = path.pop()
            del depth[id(left)]
            done.add(id(left))
        elif (at := depth.get(id(component.slo))) is not None:
            yield _cycle(path[at:], path[-1], component.name)
        elif id(component.slo) not in done:
            depth[id(component.slo)] = len(path)
            path.append(component.slo)
            pending.append(iter(made_of[id(component.slo)]))


def _cycle(path: list[Declared], last: Declared, name: Scalar) -> Finding:
    way = [f"`{slo.name[:80]}`" for slo in path]
    shown = way if len(way) <= _SHOWN else [*way[: _SHOWN - 1], "…", way[-1]]
    message = f"the composite is made of itself: {' → '.join([*shown, way[0]])}"
    hint = "remove one of these components: an SLO cannot be computed from its own result"
    return Finding(CYCLE, Severity.ERROR, Location(last.file, name.span), message, hint)
