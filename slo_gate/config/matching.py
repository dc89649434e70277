"""`match`: which SLOs an entry of the configuration speaks for."""

from slo_gate.core import node
from slo_gate.core.policy import TIER, Match
from slo_gate.core.scalar_shapes import Text
from slo_gate.core.shape import Either, Field, ListOf, MapOf, Record

_GLOB = Text(min_length=1, meaning="a name or a glob")
GLOBS = Either(_GLOB, ListOf(_GLOB, minimum=1))
_PATH = Text(
    pattern=r"^(?!/)(?!\.{1,2}(/|$))(?!.*/\.{1,2}(/|$))(.*[^/])$",
    meaning="a glob from the repository's root, such as docs/** for all that is in docs",
)
PATHS = Either(_PATH, ListOf(_PATH, minimum=1))
"""Never one that no file can fit, such as `/docs/` of those who know CODEOWNERS."""
_DOC = "Which SLOs it speaks for; all of them where it is not given."
_FIELDS = {
    "service": Field(GLOBS, doc="Names of services, or globs."),
    "environment": Field(GLOBS, doc="Names of environments, or globs."),
    "slo": Field(GLOBS, doc="Names of SLOs, or globs."),
    "labels": Field(MapOf(GLOBS), doc="Labels of the SLO; every one must match."),
    "tier": Field(GLOBS, doc=f"Values of the label `{TIER}`, or globs."),
}
_PATHS = Field(
    PATHS,
    doc="Globs over the files that the change touches, from the repository's root; where nobody knows them, they match.",
)
SHAPE = Record(_FIELDS, doc=_DOC)
SHAPE_OF_RUNS = Record(
    {"service": _FIELDS["service"], "environment": _FIELDS["environment"], "paths": _PATHS},
    doc="Which runs it speaks for; all of them where it is not given.",
)
SHAPE_OF_CHANGES = Record({**_FIELDS, "paths": _PATHS}, doc=_DOC)
"""Of what stops a change. What forgives something has no `paths`: it would match where nobody knows what is touched."""


def read_match(entry: node.Mapping) -> Match:
    """The `match` of an entry that fits SHAPE there."""
    labels = entry.get("match", "labels")
    entries = labels.entries.items() if isinstance(labels, node.Mapping) else ()
    return Match(
        services=read_globs(entry.get("match", "service")),
        environments=read_globs(entry.get("match", "environment")),
        slos=read_globs(entry.get("match", "slo")),
        labels={key: read_globs(value.value) for key, value in entries},
        tiers=read_globs(entry.get("match", "tier")),
        paths=read_globs(entry.get("match", "paths")),
    )


def read_globs(value: node.Node | None) -> tuple[str, ...]:
    items = value.items if isinstance(value, node.Sequence) else [value]
    return tuple(item.text for item in items if isinstance(item, node.Scalar))
