"""`match`: which SLOs an entry of the configuration speaks for."""

from slo_gate.core import node
from slo_gate.core.policy import Match
from slo_gate.core.scalar_shapes import Text
from slo_gate.core.shape import Either, Field, ListOf, MapOf, Record

_GLOB = Text(min_length=1, meaning="a name or a glob")
_GLOBS = Either(_GLOB, ListOf(_GLOB, minimum=1))
SHAPE = Record(
    {
        "service": Field(_GLOBS, doc="Names of services, or globs."),
        "environment": Field(_GLOBS, doc="Names of environments, or globs."),
        "slo": Field(_GLOBS, doc="Names of SLOs, or globs."),
        "labels": Field(MapOf(_GLOBS), doc="Labels of the SLO; every one must match."),
    },
    doc="Which SLOs it speaks for; all of them where it is not given.",
)


def read_match(entry: node.Mapping) -> Match:
    """The `match` of an entry that fits SHAPE there."""
    labels = entry.get("match", "labels")
    entries = labels.entries.items() if isinstance(labels, node.Mapping) else ()
    return Match(
        services=_globs(entry.get("match", "service")),
        environments=_globs(entry.get("match", "environment")),
        slos=_globs(entry.get("match", "slo")),
        labels={key: _globs(value.value) for key, value in entries},
    )


def _globs(value: node.Node | None) -> tuple[str, ...]:
    items = value.items if isinstance(value, node.Sequence) else [value]
    return tuple(item.text for item in items if isinstance(item, node.Scalar))
