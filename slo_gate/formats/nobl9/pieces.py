"""Shapes that all objects of Nobl9 share: names, metadata, and the frame around a `spec`."""

from collections.abc import Iterator
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import WRONG_VALUE, Place, Schema, Shape, Violation, by_checking
from slo_gate.core.kind import STATED
from slo_gate.core.name import ANNOTATION_KEY, Name
from slo_gate.core.node import Node
from slo_gate.core.or_nothing import OrNothing
from slo_gate.core.scalar_shapes import Anything, Choice, Text
from slo_gate.core.shape import Field, ListOf, MapOf, Record
from slo_gate.formats.nobl9.values import Distinct

VERSION = "n9/v1alpha"
LONGEST = 253
NAME = Name(LONGEST)
FILLED = Text(min_length=1, meaning="a string that is not empty")
SHOWN_NAME = Field(OrNothing(Text(max_length=LONGEST)), doc=f"The name people read, at most {LONGEST} characters.")
DESCRIPTION = Field(OrNothing(Text(max_length=1050)), doc="What it is for, in at most 1050 characters.")
PROJECT = Field(NAME, doc="The name of a Project.")

_LOWER = r"[a-z\u0080-\uffff]"
_LABEL_KEY = Text(
    pattern=rf"^{_LOWER}([-_0-9a-z\u0080-\uffff]{{0,61}}[0-9a-z\u0080-\uffff])?$",
    meaning="1 to 63 lower-case letters, digits, `-` and `_`, with a letter first, and a letter or digit last",
)
_LABELS = MapOf(OrNothing(Distinct(ListOf(Text(max_length=200)))), key=_LABEL_KEY)
LABELS = Field(OrNothing(_LABELS), doc="Each label has a list of values.")
_ANNOTATIONS = Field(OrNothing(MapOf(Text(max_length=1050), key=ANNOTATION_KEY)))
METADATA = Record(
    {
        "name": Field(
            NAME, required=True, doc="The name others refer to, unique among objects of the kind and project."
        ),
        "displayName": SHOWN_NAME,
        "project": PROJECT,
        "labels": LABELS,
        "annotations": _ANNOTATIONS,
    }
)
SLO_METADATA = Record(METADATA.fields, (Record({"annotations": Field(STATED)}, open=True),))
COMPUTED = Field(Anything(), doc="Written by Nobl9, and ignored where it is applied.")


def framed(kinds: tuple[str, ...], spec: Shape, metadata: Record = METADATA, *, needs_spec: bool = True) -> Record:
    """An object with a `spec`; what Nobl9 itself adds to it may stay."""
    what = kinds[0] if len(kinds) == 1 else "object"
    return Record(
        {
            "apiVersion": Field(Choice((VERSION,)), required=True, doc=f"Write `apiVersion: {VERSION}`."),
            "kind": Field(Choice(kinds), required=True, doc=f"One of {', '.join(kinds)}."),
            "metadata": Field(metadata, required=True, doc="At least a `name`."),
            "spec": Field(spec if needs_spec else OrNothing(spec), required=needs_spec, doc=f"What the {what} is."),
            "status": COMPUTED,
            "organization": COMPUTED,
            "manifestSrc": COMPUTED,
        }
    )


class Some(NamedTuple):
    """A list with at least one item of a shape: for conditions."""

    item: Shape

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        if not isinstance(value, node.Sequence) or not any(self.item.takes(item) for item in value.items):
            yield Violation(WRONG_VALUE, value.span, f"`{place}` has no such item", "")

    def takes(self, value: Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        return {"type": "array", "contains": self.item.schema()}
