"""Findings about promises that a change weakens: each aspect by its rule, where it stands now or stood before."""

from collections.abc import Iterable, Iterator

from slo_gate.config import Config
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.promise_change import PromiseChange
from slo_gate.core.validation import Level
from slo_gate.core.weakening_pages import RULES
from slo_gate.outputs.change_wording import ChangeWording
from slo_gate.outputs.numbers import plain
from slo_gate.request import Request
from slo_gate.shell import validation_of

_WORDS = ChangeWording()


def weakenings(changes: Iterable[PromiseChange], request: Request, config: Config) -> tuple[Finding, ...]:
    """`config` is the trusted one: its `weakening` is their usual level, and its levels of rules hold for them too."""
    return tuple(_found(changes, request, config))


def _found(changes: Iterable[PromiseChange], request: Request, config: Config) -> Iterator[Finding]:
    usual = Severity.ERROR if config.weakening_fails else Severity.WARNING
    validation = validation_of(request, config)
    for change in changes:
        for aspect in change.aspects:
            place = aspect.location or change.location
            rule = RULES[aspect.code] if aspect.weakens else ""
            severity = (
                _stricter(validation.level(rule, file, usual) for file in _files(change, place)) if rule else None
            )
            if severity:
                message = plain(_WORDS.titled(change, aspect))
                yield Finding(rule, severity, place, message, _WORDS.say("weakening.help"))


def _files(change: PromiseChange, place: Location) -> set[str]:
    """Where it stands and where it stood: no change moves a promise to where nobody minds."""
    return {place.file, change.was.file if change.was else place.file}


def _stricter(levels: Iterable[Level]) -> Level:
    return min((level for level in levels if level), key=list(Severity).index, default=None)
