"""What a team asks of its SLO files beyond what every file must hold: dialects, the level of each rule, requirements."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from slo_gate.core.dialect import Dialect
from slo_gate.core.finding import Severity
from slo_gate.core.glob import expression

Level = Severity | None
"""None where a rule is off."""


class Requirements(NamedTuple):
    """What every SLO must have. Empty, or false, where nothing is asked for; `names` is a glob."""

    labels: tuple[str, ...] = ()
    annotations: tuple[str, ...] = ()
    description: bool = False
    owner: bool = False
    runbook: bool = False
    names: str = ""


class PathSettings(NamedTuple):
    """What holds for some files: `files` are globs from the configuration's folder."""

    files: tuple[str, ...]
    dialect: Dialect | None = None
    rules: Mapping[str, Level] = MappingProxyType({})

    def hold_for(self, file: str) -> bool:
        return any(expression(glob).fullmatch(file) for glob in self.files)


class Validation(NamedTuple):
    """`base` is the configuration's folder, as the names of files start with it; empty where they start there.

    `events_per_day` tells how much traffic services have, by globs of their names. Of `paths`, later ones win.
    """

    dialect: Dialect = Dialect.SPEC
    rules: Mapping[str, Level] = MappingProxyType({})
    require: Requirements = Requirements()
    events_per_day: Mapping[str, Decimal] = MappingProxyType({})
    paths: tuple[PathSettings, ...] = ()
    base: str = ""

    def dialect_of(self, file: str) -> Dialect:
        if not self.paths:
            return self.dialect
        chosen = (settings.dialect for settings in reversed(self._settings_of(file)) if settings.dialect)
        return next(chosen, self.dialect)

    def level(self, rule: str, file: str, usual: Level) -> Level:
        """The severity of a rule's findings in a file; `usual` where nobody says otherwise."""
        for settings in reversed(self._settings_of(file)):
            if rule in settings.rules:
                return settings.rules[rule]
        return self.rules.get(rule, usual)

    def _settings_of(self, file: str) -> list[PathSettings]:
        name = file.removeprefix(f"{self.base}/") if self.base else file
        return [settings for settings in self.paths if settings.hold_for(name)]
