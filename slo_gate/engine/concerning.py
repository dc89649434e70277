"""Which SLOs a run is about: those of the services that it names, or that the files of the change concern."""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from slo_gate.core.errors import NothingMatchedError
from slo_gate.core.scope import Scoped, ScopeEntry, scoped
from slo_gate.core.slo import Slo
from slo_gate.core.verdict import Because, Verdict

UNCONCERNED = "unconcerned"
"""The code of what is said of a change that concerns no SLO."""
_SHOWN = 500
"""How many characters of names from elsewhere stand in a note."""


class Asked(NamedTuple):
    """`services` are those that the run names, none for all. `changed` are the files of the change; None where nobody knows.

    `require_slo` are globs of the services that must have an SLO.
    """

    services: tuple[str, ...] = ()
    changed: tuple[str, ...] | None = None
    scope: tuple[ScopeEntry, ...] = ()
    require_slo: tuple[str, ...] = ()

    def requires(self, service: str) -> bool:
        return any(fnmatchcase(service, glob) for glob in self.require_slo)


class Concerned(NamedTuple):
    """The SLOs to judge; what there is to say of the run whatever their budgets are; and notes."""

    slos: tuple[Slo, ...]
    reasons: tuple[Because, ...] = ()
    notes: tuple[str, ...] = ()


def concerned(slos: Sequence[Slo], asked: Asked) -> Concerned:
    """Raises NothingMatchedError where a service that the run names has no SLO, or there is none at all."""
    known = {slo.service for slo in slos}
    reasons = [_required(service) for service in asked.services if service not in known and asked.requires(service)]
    _refuse_unknown(known, asked, anything=bool(reasons))
    if not asked.scope:
        return Concerned(_of(slos, asked.services), tuple(reasons))
    if not asked.changed:
        return Concerned(_of(slos, asked.services), tuple(reasons), (_BLIND,))
    return _narrowed(slos, known, asked, reasons)


def _refuse_unknown(known: set[str], asked: Asked, *, anything: bool) -> None:
    if not known and not anything:
        raise NothingMatchedError("there is no SLO to judge", "name the SLO files, or list them under `slos`")
    missing = [service for service in asked.services if service not in known and not asked.requires(service)]
    if missing:
        services = ", ".join(sorted(known))[:500]
        raise NothingMatchedError(f"no SLO is of the service {missing[0]!r}", f"services are: {services}")


def _narrowed(slos: Sequence[Slo], known: set[str], asked: Asked, reasons: list[Because]) -> Concerned:
    """The SLOs of the services that the changed files concern, as far as the run is about them."""
    assert asked.changed
    found = scoped(asked.changed, asked.scope)
    note = _told(len(asked.changed), found)
    if found.services is None:
        return Concerned(_of(slos, asked.services), tuple(reasons), (note,))
    wanted = [service for service in found.services if not asked.services or service in asked.services]
    without = [service for service in wanted if service not in known]
    reasons += [_required(one) for one in without if asked.requires(one) and one not in asked.services]
    left = tuple(slo for slo in slos if slo.service in wanted)
    if not left and not reasons:
        reasons.append(Because("scope", UNCONCERNED, Verdict.PASS, {"files": len(asked.changed)}))
    return Concerned(left, tuple(reasons), (note, *_unpromised(without, asked)))


def _of(slos: Sequence[Slo], services: Sequence[str]) -> tuple[Slo, ...]:
    return tuple(slo for slo in slos if not services or slo.service in services)


def _required(service: str) -> Because:
    return Because("require_slo", "require_slo", Verdict.FAIL, {"service": service})


_BLIND = "nobody knows which files the change touches, so `scope` leaves no SLO out"


def _told(files: int, found: Scoped) -> str:
    """`12 changed files concern checkout and search`."""
    subject = "1 changed file concerns" if files == 1 else f"{files} changed files concern"
    if found.services is None:
        return f"{subject} every service, because of {found.by[:_SHOWN]}"
    *most, last = found.services or ("no service",)
    return f"{subject} {', '.join(most)[:_SHOWN]} and {last}" if most else f"{subject} {last}"


def _unpromised(services: Sequence[str], asked: Asked) -> Iterator[str]:
    for service in services:
        if not asked.requires(service):
            yield f"no SLO is of the service {service}, which `scope` names"
