"""The `freezes` section of the configuration: when a change is stopped whatever the budgets are."""

from slo_gate.config import matching
from slo_gate.config.rules import read_changes
from slo_gate.config.stretches import InTheirZone, fields, read_stretch
from slo_gate.core import node
from slo_gate.core.change import Change
from slo_gate.core.finding import Location
from slo_gate.core.freeze import Freeze
from slo_gate.core.policy import REPAIRS
from slo_gate.core.scalar_shapes import Choice, Text
from slo_gate.core.shape import Field, ListOf, Record
from slo_gate.core.verdict import Verdict

SHAPE = Record(
    {
        "name": Field(Text(min_length=1, meaning="a name"), required=True, doc="The name that reports show."),
        **fields("the freeze", zoned=True),
        "match": Field(matching.SHAPE_OF_RUNS),
        "then": Field(Choice((Verdict.FAIL, Verdict.WARN)), required=True, doc="The verdict on the run: fail or warn."),
        "unless": Field(
            Record(
                {"change": Field(ListOf(Choice(tuple(Change))), required=True, doc="Kinds of change; [] for none.")}
            ),
            doc="The kinds of change that pass through it; repairs where it is not given.",
        ),
    },
    (InTheirZone(required=True),),
    doc="A stretch of time in which changes are stopped, or warned of.",
)


def read_freeze(entry: node.Mapping, file: str) -> Freeze:
    """The freeze of an entry that fits SHAPE."""
    start, end = read_stretch(entry)
    name = entry.get("name")
    assert name
    return Freeze(
        name=entry.text("name"),
        start=start,
        end=end,
        then=Verdict(entry.text("then")),
        match=matching.read_match(entry),
        unless_change=read_changes(entry, "unless", "change") if "unless" in entry.entries else REPAIRS,
        location=Location(file, name.span),
    )
