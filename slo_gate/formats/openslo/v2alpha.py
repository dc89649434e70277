"""OpenSLO v2alpha, as the text of its proposal says.

Source: https://github.com/OpenSLO/OpenSLO, enhancements/v2alpha.md. What it does not mention is as in v1.
"""

from collections.abc import Mapping, Sequence

from slo_gate.core.checking import Schema
from slo_gate.core.constraints import ExactlyOne
from slo_gate.core.name import ANNOTATION_KEY
from slo_gate.core.or_nothing import OrNothing
from slo_gate.core.ports import Contents, Document, Surroundings
from slo_gate.core.scalar_shapes import Anything, Text
from slo_gate.core.shape import Field, MapOf, Record
from slo_gate.formats.openslo import contents, pages, pieces
from slo_gate.formats.openslo.grammar import Grammar
from slo_gate.formats.openslo.shapes import DATA_SOURCE, kinds
from slo_gate.formats.openslo.versions import V2ALPHA

PAGES = pages.PAGES

_DURATION = r"^[1-9]([0-9]{0,5}[mh]|[0-9]{0,4}d|[0-9]{0,3}w)$"
_MEANING = "a whole number and one of m (minutes), h, d, w, such as 5m, 30d or 4w"
_LABEL = Text(
    pattern=r"^([a-zA-Z0-9]([-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?)?$",
    meaning="one string of at most 63 letters, digits, `-`, `.` and `_`, as labels of Kubernetes",
)
_LABELS = Field(OrNothing(MapOf(_LABEL, key=ANNOTATION_KEY)))
GRAMMAR = Grammar(
    version=V2ALPHA,
    indicator="sli",
    indicator_ref="sliRef",
    source=(),
    source_ref="dataSourceRef",
    source_type=("dataSourceSpec", "type"),
    metadata=Record({"name": pieces.NAMED, "labels": _LABELS, "annotations": pieces.ANNOTATIONS}),
    metric=Record(
        {
            "dataSourceRef": Field(pieces.NAME, doc="The name of a DataSource, or of a source of the gate's config."),
            "dataSourceSpec": Field(DATA_SOURCE, doc="The source itself, as the `spec` of a DataSource."),
            "spec": Field(MapOf(Anything()), doc="What to ask: `query` holds the query."),
        },
        (ExactlyOne(("dataSourceRef", "dataSourceSpec"), "name a DataSource, or give one in place"),),
    ),
    duration=Text(pattern=_DURATION, meaning=_MEANING),
    waiting=Text(pattern=rf"^0[mhdw]$|{_DURATION}", meaning=f"{_MEANING}, or 0m"),
    objective={"labels": _LABELS},
)
KINDS = kinds(GRAMMAR)


def read(documents: Sequence[Document], surroundings: Surroundings) -> Contents:
    return contents.contents(documents, GRAMMAR, KINDS, surroundings)


def schemas() -> Mapping[str, Schema]:
    return contents.schemas(V2ALPHA, KINDS)
