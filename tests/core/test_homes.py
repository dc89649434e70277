"""A key that stands in the wrong mapping is told where it belongs, and one that could belong anywhere is not."""

import pytest

from slo_gate.core.checking import Place, Shape
from slo_gate.core.or_nothing import OrNothing
from slo_gate.core.scalar_shapes import Anything, Forbidden, Text
from slo_gate.core.shape import Either, Field, ListOf, MapOf, Record
from tests.core.trees import tree

METHOD = Record({"ratioMetric": Field(Text()), "good": Field(Text()), "colour": Field(Forbidden("is no more"))})
OBJECTIVE = Record({"target": Field(Text()), "timeSliceWindow": Field(Text())})
SPEC = Record(
    {
        "window": Field(Text()),
        "timeWindow": Field(ListOf(Text())),
        "objectives": Field(OrNothing(ListOf(OBJECTIVE))),
        "ratio": Field(Either(Text(), Record({"spec": Field(METHOD)}))),
        "sources": Field(MapOf(Record({"url": Field(Text())}))),
        "one": Field(Record({"shared": Field(Text())})),
        "other": Field(Record({"shared": Field(Text())})),
        "free": Field(Anything()),
    }
)
DOCUMENT: Shape = Record(
    {
        "kind": Field(Text()),
        "metadata": Field(Record({"name": Field(Text()), "labels": Field(Text())})),
        "spec": Field(SPEC),
    }
)
NONE_HERE = "known"

CASES = {
    "what belongs around a list stands in one of its items": (
        {"spec": {"objectives": [{"timeWindow": []}]}},
        "it is a key of `spec`; known here: target, timeSliceWindow",
    ),
    "what belongs at the top stands below": ({"spec": {"kind": "SLO"}}, "it is a key of `the document`"),
    "what belongs in each item stands around the list": (
        {"spec": {"target": "0.99"}},
        "it is a key of `spec.objectives[]`",
    ),
    "levels were left out": ({"spec": {"ratioMetric": "x"}}, "it is a key of `spec.ratio.spec`"),
    "one level was left out": ({"spec": {"ratio": {"ratioMetric": "x"}}}, "it is a key of `spec.ratio.spec`"),
    "the level of a free name was left out": (
        {"spec": {"sources": "x", "url": "x"}},
        "it is a key of `spec.sources.*`",
    ),
    "it belongs right beside": ({"spec": {"labels": "x"}}, "it is a key of `metadata`"),
    "it belongs beside, on the other side": ({"metadata": {"window": "x"}}, "it is a key of `spec`"),
    "what stands too far away is not meant": ({"spec": {"objectives": [{"name": "x"}]}}, NONE_HERE),
    "two mappings beside each other have it": ({"spec": {"shared": "x"}}, NONE_HERE),
    "what is refused there belongs nowhere": ({"spec": {"colour": "x"}}, NONE_HERE),
    "a name that is merely like it is nearer than one inside": ({"kinds": "x", "spec": {}}, "did you mean `kind`?"),
    "a slip is a slip, wherever else the word is right": ({"spec": {"Window": "x"}}, "did you mean `window`?"),
    "nobody knows it": ({"spec": {"unheard": "x"}}, NONE_HERE),
}


@pytest.mark.parametrize(("document", "help_"), CASES.values(), ids=CASES.keys())
def test_an_unknown_key_is_told_where_it_belongs(document: dict[str, object], help_: str) -> None:
    root = tree(document)
    (told,) = [one for one in DOCUMENT.check(root, Place("", root.span)) if one.rule == "SLO101"]
    assert told.help.startswith(help_)
    assert (told.fix is None) is ("mean" not in told.help or "kinds" in document)


def test_a_record_that_is_looked_at_alone_knows_no_place_around_it() -> None:
    root = tree({"timeWindow": []})
    (told,) = OBJECTIVE.check(root, Place("", root.span))
    assert told.help == "did you mean `timeSliceWindow`?"
