"""The `validate` section of the configuration: what a team asks of its SLO files."""

from collections.abc import Mapping
from decimal import Decimal

from slo_gate.core import node
from slo_gate.core.dialect import Dialect
from slo_gate.core.finding import Severity
from slo_gate.core.scalar_shapes import Boolean, Choice, Number, Text
from slo_gate.core.shape import Field, ListOf, MapOf, Record
from slo_gate.core.validation import Level, PathSettings, Requirements, Validation

_OFF = "off"
_NAME = Text(min_length=1, meaning="a name")
_RULES = MapOf(
    Choice((_OFF, *Severity)), key=Text(pattern=r"^SLO[0-9]{3}$", meaning="the id of a rule, such as SLO113")
)
_DIALECT = Choice(tuple(Dialect))
_REQUIRE = Record(
    {
        "labels": Field(ListOf(_NAME), doc="Labels that every SLO must have."),
        "annotations": Field(ListOf(_NAME), doc="Annotations that every SLO must have."),
        "description": Field(Boolean(), default=False, doc="Whether every SLO must have a description."),
        "owner": Field(Boolean(), default=False, doc="Whether a label or annotation must say who owns the SLO."),
        "runbook": Field(Boolean(), default=False, doc="Whether an annotation must hold the address of a runbook."),
        "names": Field(_NAME, doc="A glob that the name of every SLO must match."),
    }
)
SHAPE = Record(
    {
        "dialect": Field(_DIALECT, default=str(Dialect.SPEC), doc="Whose reading of OpenSLO the files follow."),
        "rules": Field(_RULES, doc="The level of rules: error, warning, notice or off."),
        "require": Field(_REQUIRE, doc="What every SLO must have."),
        "events_per_day": Field(
            MapOf(Number(meaning="a number above 0", above=Decimal(0))),
            doc="How much traffic services have, by their names or globs: tells targets that it is too little for.",
        ),
        "paths": Field(
            ListOf(
                Record(
                    {
                        "files": Field(ListOf(_NAME, minimum=1), required=True, doc="Globs from this file's folder."),
                        "dialect": Field(_DIALECT, doc="Whose reading of OpenSLO these files follow."),
                        "rules": Field(_RULES, doc="The level of rules in these files."),
                    }
                )
            ),
            doc="What holds for some files; later entries win.",
        ),
    },
    doc="What is asked of SLO files beyond what every file must hold.",
)


def read_validation(section: node.Node | None) -> Validation:
    """The settings of a section that fits SHAPE; the built-in ones where there is none."""
    if not isinstance(section, node.Mapping):
        return Validation()
    return Validation(
        dialect=Dialect(section.text("dialect", default=Dialect.SPEC)),
        rules=_rules(section),
        require=_require(section),
        events_per_day={key: Decimal(text) for key, text in _texts(section, "events_per_day").items()},
        paths=tuple(_path(item) for item in section.mappings("paths")),
    )


def _path(item: node.Mapping) -> PathSettings:
    dialect = item.text("dialect")
    return PathSettings(_names(item, "files"), Dialect(dialect) if dialect else None, _rules(item))


def _rules(section: node.Mapping) -> Mapping[str, Level]:
    return {rule: None if level == _OFF else Severity(level) for rule, level in _texts(section, "rules").items()}


def _require(section: node.Mapping) -> Requirements:
    return Requirements(
        labels=_names(section, "require", "labels"),
        annotations=_names(section, "require", "annotations"),
        description=section.value("require", "description") is True,
        owner=section.value("require", "owner") is True,
        runbook=section.value("require", "runbook") is True,
        names=section.text("require", "names"),
    )


def _texts(section: node.Mapping, key: str) -> Mapping[str, str]:
    found = section.get(key)
    entries = found.entries.items() if isinstance(found, node.Mapping) else ()
    return {name: entry.value.text for name, entry in entries if isinstance(entry.value, node.Scalar)}


def _names(section: node.Mapping, *path: str) -> tuple[str, ...]:
    return tuple(item.text for item in section.items(*path) if isinstance(item, node.Scalar))
