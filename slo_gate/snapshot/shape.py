"""The shape of a snapshot, and its JSON Schema."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import WRONG_VALUE, Place, Schema, Violation, wrong_type
from slo_gate.core.constraints import ExactlyOne, IfThen
from slo_gate.core.instant import Instant
from slo_gate.core.keys import demand, holding
from slo_gate.core.measurement import Reason
from slo_gate.core.node import Node
from slo_gate.core.scalar_shapes import Boolean, Choice, Number, Text
from slo_gate.core.shape import Field, ListOf, MapOf, Record

FILE_NAME = "snapshot.v1.json"
_MOST_DIGITS = 1100
"""Before the point or behind it: a floating-point number, written out in full, has up to 1074."""
_DECIMAL = rf"-?[0-9]{{1,{_MOST_DIGITS}}}(\.[0-9]{{1,{_MOST_DIGITS}}})?|-?Infinity|NaN"
_MEANING = "a number, best in quotes: then it stays as exact as it is written"


class Quantity(NamedTuple):
    """A number, or one in quotes."""

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        number = value.value if isinstance(value, node.Scalar) else None
        if isinstance(number, bool) or not isinstance(number, int | Decimal | str):
            yield wrong_type(value, place, _MEANING)
        elif isinstance(value, node.Scalar) and not self.takes(value):
            yield Violation(WRONG_VALUE, value.span, f"`{place}` is {value.text[:60]!r}", f"it must be {_MEANING}")

    def takes(self, value: Node) -> bool:
        if not isinstance(value, node.Scalar) or isinstance(value.value, bool):
            return False
        if isinstance(value.value, str):
            return re.fullmatch(_DECIMAL, value.text) is not None
        number = Decimal(value.value) if isinstance(value.value, int | Decimal) else None
        return number is not None and number.is_finite() and abs(number.adjusted()) <= _MOST_DIGITS

    def schema(self) -> Schema:
        return {"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^({_DECIMAL})$"}]}


class OrNull(NamedTuple):
    """A number, or null where there is none to tell."""

    number: Quantity = Quantity()

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        return iter(()) if self.takes(value) else self.number.check(value, place)

    def takes(self, value: Node) -> bool:
        return (isinstance(value, node.Scalar) and value.value is None) or self.number.takes(value)

    def schema(self) -> Schema:
        return {"anyOf": [{"type": "null"}, self.number.schema()]}


_NAME = Text(min_length=1, meaning="a name")
_TEXTS = ListOf(Text())
_QUANTITY = Quantity()
_SECONDS = Number(meaning="seconds, above 0", above=Decimal(0), maximum=Decimal(10**10))
_BOTH = (
    IfThen(holding("good"), demand({"total": "How many events there were, good and bad."})),
    IfThen(holding("total"), demand({"good": "How many of the events were good."})),
)

_BUCKET = Record(
    {
        "start": Field(Instant(), doc="When the bucket begins."),
        "end": Field(Instant(), doc="When it ends: the first instant that is no longer in it."),
        "day": Field(
            Text(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", meaning="a day such as 2026-01-31"),
            doc="A whole day in UTC, instead of `start` and `end`.",
        ),
        "good": Field(_QUANTITY, required=True, doc="How many of the events were good."),
        "total": Field(_QUANTITY, required=True, doc="How many events there were, good and bad."),
    },
    (
        ExactlyOne(("start", "day")),
        IfThen(holding("start"), demand({"end": "When the bucket ends."})),
        IfThen(holding("end"), demand({"start": "When the bucket begins."})),
    ),
    doc="The events of a stretch of time.",
)
_NO_DATA = Record(
    {
        "reason": Field(Choice(tuple(Reason)), required=True, doc="Why there are no numbers."),
        "detail": Field(Text(), doc="The reason in words."),
        "queries": Field(_TEXTS, doc="The queries that were sent."),
    },
    doc="Why there are no numbers: the objective is unknown.",
)
_RECORDED = Record(
    {
        "errors": Field(_QUANTITY, required=True, doc="The share of events that was bad."),
        "basis": Field(Text(), required=True, doc="Who recorded it, and how it is weighed."),
        "total": Field(_QUANTITY, doc="How many events there were."),
        "tolerance": Field(
            Text(pattern=rf"[0-9]{{1,{_MOST_DIGITS}}}(\.[0-9]{{1,{_MOST_DIGITS}}})?", meaning="a number in quotes"),
            required=True,
            doc="The share of the budget by which a computed one may differ.",
        ),
        "lookbacks": Field(
            ListOf(Record({"length": Field(_SECONDS, required=True), "errors": Field(OrNull(), required=True)})),
            doc="The share that was bad over the lookbacks of burn rates, in seconds; null without events.",
        ),
        "history": Field(ListOf(OrNull()), doc="The share that was bad at the end of each past step of the window."),
    },
    doc="What rules had recorded of the window; only a run writes it down.",
)
_SERIES = Record(
    {
        "labels": Field(MapOf(Text()), doc="What tells the series from others: each has a budget of its own."),
        "good": Field(_QUANTITY, doc="How many events of the whole window were good."),
        "total": Field(_QUANTITY, doc="How many events the whole window had."),
        "buckets": Field(ListOf(_BUCKET), doc="The events, bucket by bucket."),
        "stretches": Field(ListOf(_BUCKET), doc="The events of the lookbacks of burn rates."),
        "newest": Field(Instant(), doc="The time of the newest sample."),
        "coverage": Field(_QUANTITY, doc="The share of the window that has data, 0 to 1."),
        "queries": Field(_TEXTS, doc="The queries that were sent."),
        "warnings": Field(_TEXTS, doc="What the source warned of."),
        "recorded": Field(_RECORDED),
    },
    (ExactlyOne(("total", "buckets")), *_BOTH),
)
_ASKED = Record(
    {
        "indicator": Field(MapOf(Text()), required=True, doc="The queries of the SLO, and what they mean."),
        "start": Field(Instant(), required=True, doc="When the window begins."),
        "end": Field(Instant(), required=True, doc="Where its buckets end."),
        "step": Field(_SECONDS, required=True, doc="How long a bucket is, in seconds."),
        "stretches": Field(
            ListOf(Record({"start": Field(Instant(), required=True), "end": Field(Instant(), required=True)})),
            doc="The lookbacks of burn rates.",
        ),
    },
    doc="The question, where a run recorded the answer: then only this very question is answered to the letter.",
)
_ENTRY = Record(
    {
        "slo": Field(_NAME, required=True, doc="The name of the SLO."),
        "service": Field(_NAME, doc="Its service, where several have an SLO of that name."),
        "objective": Field(_NAME, doc="Which of its objectives, where it has several."),
        "source": Field(Text(), doc="The source that answered."),
        "asked": Field(_ASKED),
        "good": Field(_QUANTITY, doc="How many events of the whole window were good."),
        "total": Field(_QUANTITY, doc="How many events the whole window had."),
        "buckets": Field(ListOf(_BUCKET), doc="The events, bucket by bucket, instead of the window's sums."),
        "series": Field(ListOf(_SERIES, minimum=1), doc="Several series, each with a budget of its own."),
        "no_data": Field(_NO_DATA),
    },
    (ExactlyOne(("total", "buckets", "series", "no_data")), *_BOTH),
    doc="The numbers of one SLO, or of one of its objectives.",
)
_SOURCE = Record(
    {
        "stale_after": Field(_SECONDS, doc="How old the newest sample may be, in seconds."),
        "closed": Field(_NO_DATA),
    }
)
SHAPE = Record(
    {
        "$schema": Field(Text(), doc="For editors."),
        "version": Field(
            Number(meaning="1", minimum=Decimal(1), maximum=Decimal(1)), required=True, doc="1: the first of its kind."
        ),
        "at": Field(Instant(), doc="The instant that was judged, or until which the numbers count."),
        "at_given": Field(Boolean(), doc="Whether somebody had fixed the instant."),
        "recorded_by": Field(Text(), doc="The program that wrote the snapshot."),
        "sources": Field(MapOf(_SOURCE), doc="What the run knew of its sources."),
        "slos": Field(ListOf(_ENTRY), required=True, doc="What is known of each SLO."),
    },
    doc="What sources answered at an instant, or numbers of SLOs that come from elsewhere.",
)


def schemas() -> dict[str, Schema]:
    title = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "A snapshot of slo-gate"}
    return {FILE_NAME: title | SHAPE.schema()}
