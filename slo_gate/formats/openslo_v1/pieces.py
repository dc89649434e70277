"""Shapes that objects of OpenSLO v1 share: names, metadata, and conditions about keys."""

from collections.abc import Mapping

from slo_gate.core.shape import Anything, Choice, Either, Field, ListOf, MapOf, Record, Text
from slo_gate.core.slo import Op
from slo_gate.formats.openslo_v1.values import Name

NAME = Name()
TEXT = Text()
FILLED = Text(min_length=1, meaning="a string that is not empty")
_LABEL_KEY = Text(
    pattern=r"^[a-zA-Z0-9]([-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$",
    meaning="1 to 63 letters, digits, `-`, `.` and `_`, with a letter or digit first and last",
)
_ANNOTATION_KEY = Text(
    pattern=(
        r"^(?=[^/]{1,253}/|[^/]+$)"
        r"([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?"
        r"[a-zA-Z0-9]([-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$"
    ),
    meaning="a name of at most 63 characters, perhaps after a domain of at most 253 and a `/`",
)
DESCRIPTION = Field(Text(max_length=1050), doc="What it is for, in at most 1050 characters.")
OP = Choice(tuple(op.value for op in Op))


def holding(*path: str) -> Record:
    """A mapping that has something under a path of keys."""
    key, *rest = path
    return Record({key: Field(holding(*rest) if rest else Anything(), required=True)}, open=True)


def demand(docs: Mapping[str, str]) -> Record:
    """A mapping that has all of some keys."""
    return Record({key: Field(Anything(), required=True, doc=doc) for key, doc in docs.items()}, open=True)


METADATA = Record(
    {
        "name": Field(NAME, required=True, doc="The name others refer to, unique among objects of the kind."),
        "displayName": Field(Text(max_length=63), doc="The name people read, at most 63 characters."),
        "labels": Field(MapOf(Either(TEXT, ListOf(TEXT)), key=_LABEL_KEY)),
        "annotations": Field(MapOf(TEXT, key=_ANNOTATION_KEY)),
    }
)
