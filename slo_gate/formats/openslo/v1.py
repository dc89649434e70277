"""OpenSLO v1, as its specification's text says.

Source: https://github.com/OpenSLO/OpenSLO, README, "openslo/v1".
"""

from collections.abc import Mapping, Sequence

from slo_gate.core.checking import Schema
from slo_gate.core.constraints import AtLeastOne
from slo_gate.core.duration import MEANING, PATTERN
from slo_gate.core.or_nothing import OrNothing
from slo_gate.core.ports import Contents, Document, Surroundings
from slo_gate.core.scalar_shapes import Anything, Text
from slo_gate.core.shape import Either, Field, ListOf, MapOf, Record
from slo_gate.formats.openslo import contents, pages, pieces
from slo_gate.formats.openslo.grammar import Grammar
from slo_gate.formats.openslo.shapes import kinds
from slo_gate.formats.openslo.versions import V1

PAGES = pages.PAGES

_LABEL_KEY = Text(
    pattern=r"^[a-zA-Z0-9]([-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$",
    meaning="1 to 63 letters, digits, `-`, `.` and `_`, with a letter or digit first and last",
)
_METRIC_SOURCE = Record(
    {
        "metricSourceRef": Field(pieces.NAME, doc="The name of a DataSource, or of a source of the gate's config."),
        "type": Field(pieces.FILLED, doc="The type of the source, such as prometheus or sql."),
        "spec": Field(MapOf(Anything(), minimum=1), required=True, doc="What to ask: `query` holds the query."),
    },
    (AtLeastOne(("metricSourceRef", "type"), "name a DataSource, or say the type of the source"),),
)
GRAMMAR = Grammar(
    version=V1,
    indicator="indicator",
    indicator_ref="indicatorRef",
    source=("metricSource",),
    source_ref="metricSourceRef",
    source_type=("type",),
    metadata=Record(
        {
            "name": pieces.NAMED,
            "displayName": pieces.DISPLAY_NAME,
            "labels": Field(OrNothing(MapOf(Either(pieces.TEXT, ListOf(pieces.TEXT)), key=_LABEL_KEY))),
            "annotations": pieces.ANNOTATIONS,
        }
    ),
    metric=Record(
        {
            "metricSource": Field(
                _METRIC_SOURCE, required=True, doc="Where the numbers come from, and the query that gets them."
            )
        }
    ),
    duration=Text(pattern=PATTERN, meaning=MEANING),
    waiting=Text(pattern=rf"^0[mhdwMQY]$|{PATTERN}", meaning=f"{MEANING}, or 0m"),
    bare_policies=True,
)
KINDS = kinds(GRAMMAR)


def read(documents: Sequence[Document], surroundings: Surroundings) -> Contents:
    return contents.contents(documents, GRAMMAR, KINDS, surroundings)


def schemas() -> Mapping[str, Schema]:
    return contents.schemas(V1, KINDS)
