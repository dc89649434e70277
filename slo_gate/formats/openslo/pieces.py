"""Shapes that objects of every version share: names, parts of metadata, and conditions about keys."""

from slo_gate.core.checking import Shape
from slo_gate.core.name import ANNOTATION_KEY, Name
from slo_gate.core.or_nothing import OrNothing
from slo_gate.core.scalar_shapes import Choice, Text
from slo_gate.core.shape import Field, ListOf, MapOf, Record
from slo_gate.core.slo import Op

NAME = Name()
TEXT = Text()
FILLED = Text(min_length=1, meaning="a string that is not empty")
DESCRIPTION = Field(OrNothing(Text(max_length=1050)), doc="What it is for, in at most 1050 characters.")
OP = Choice(tuple(op.value for op in Op))


NAMED = Field(NAME, required=True, doc="The name others refer to, unique among objects of the kind.")
DISPLAY_NAME = Field(OrNothing(TEXT), doc="The name people read.")
ANNOTATIONS = Field(OrNothing(MapOf(TEXT, key=ANNOTATION_KEY)))


def each_objective(shape: Shape) -> Record:
    """A spec whose every objective fits a shape."""
    return Record({"objectives": Field(ListOf(shape))}, open=True)
