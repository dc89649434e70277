"""The `scope` section of the configuration: which files concern which services."""

from slo_gate.config.matching import PATHS, read_globs
from slo_gate.core import node
from slo_gate.core.scalar_shapes import Boolean, Choice, Text
from slo_gate.core.scope import ScopeEntry
from slo_gate.core.shape import Either, Field, ListOf, Record

_ALL = "all"
SHAPE = Record(
    {
        "paths": Field(PATHS, required=True, doc="Globs from the repository's root, such as services/checkout/**."),
        "services": Field(
            Either(Choice((_ALL,)), ListOf(Text(min_length=1, meaning="the name of a service"))),
            required=True,
            doc="Names of services; all for every one, and [] for none.",
        ),
    },
    doc="Which services such files concern. Of each file the last entry that fits speaks; one that none fits concerns all.",
)
REQUIRE_SLO = Either(Boolean(), ListOf(Text(min_length=1, meaning="a name or a glob"), minimum=1))


def read_scope(entry: node.Mapping) -> ScopeEntry:
    """The entry of a mapping that fits SHAPE."""
    everything = entry.value("services") == _ALL
    return ScopeEntry(read_globs(entry.get("paths")), None if everything else read_globs(entry.get("services")))


def read_require_slo(value: node.Node | None) -> tuple[str, ...]:
    """Globs of the services that must have an SLO."""
    if isinstance(value, node.Scalar):
        return ("*",) if value.value is True else ()
    return read_globs(value)
