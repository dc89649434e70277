"""Shapes that objects of OpenSLO v1 share: names, texts and metadata."""

from slo_gate.core.name import ANNOTATION_KEY, Name
from slo_gate.core.shape import Choice, Either, Field, ListOf, MapOf, Record, Text
from slo_gate.core.slo import Op

NAME = Name()
TEXT = Text()
FILLED = Text(min_length=1, meaning="a string that is not empty")
_LABEL_KEY = Text(
    pattern=r"^[a-zA-Z0-9]([-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$",
    meaning="1 to 63 letters, digits, `-`, `.` and `_`, with a letter or digit first and last",
)
DESCRIPTION = Field(Text(max_length=1050), doc="What it is for, in at most 1050 characters.")
OP = Choice(tuple(op.value for op in Op))


METADATA = Record(
    {
        "name": Field(NAME, required=True, doc="The name others refer to, unique among objects of the kind."),
        "displayName": Field(Text(max_length=63), doc="The name people read, at most 63 characters."),
        "labels": Field(MapOf(Either(TEXT, ListOf(TEXT)), key=_LABEL_KEY)),
        "annotations": Field(MapOf(TEXT, key=ANNOTATION_KEY)),
    }
)
