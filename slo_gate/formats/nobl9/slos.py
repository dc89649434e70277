"""The shape of SLOs."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from slo_gate.core import node
from slo_gate.core.checking import WRONG_LENGTH, Place, Schema, Shape, Violation, by_checking
from slo_gate.core.constraints import ExactlyOne, IfThen
from slo_gate.core.keys import Is, demand, holding
from slo_gate.core.node import Node
from slo_gate.core.or_nothing import OrNothing
from slo_gate.core.scalar_shapes import Anything, Boolean, Choice, Forbidden, Number, Text
from slo_gate.core.shape import Field, ListOf, Record
from slo_gate.core.slo import BudgetingMethod
from slo_gate.core.target import Target
from slo_gate.formats.nobl9.objectives import LIMIT, MEASURED, OBJECTIVE
from slo_gate.formats.nobl9.pieces import COMPUTED, DESCRIPTION, NAME, PROJECT, SHOWN_NAME, Some
from slo_gate.formats.nobl9.values import Distinct, GoDuration, OrEmpty
from slo_gate.formats.nobl9.vendors import METRIC
from slo_gate.formats.nobl9.windows import WINDOW

_METHODS = (BudgetingMethod.OCCURRENCES, BudgetingMethod.TIMESLICES)


class _Alone(NamedTuple):
    """A list of one, since a composite shares its SLO with no other objective."""

    def check(self, value: Node, place: Place) -> Iterator[Violation]:
        if isinstance(value, node.Sequence) and len(value.items) > 1:
            message = f"`{place}` has {len(value.items)} items, and one of them is a composite"
            hint = "a composite is the only objective of its SLO: give it one of its own"
            yield Violation(WRONG_LENGTH, value.items[1].span, message, hint)

    def takes(self, value: Node) -> bool:
        return by_checking(self, value)

    def schema(self) -> Schema:
        return {"maxItems": 1}


def _each(shape: Shape) -> Record:
    return Record({"objectives": Field(ListOf(shape))}, open=True)


def _some(key: str) -> Record:
    return Record({"objectives": Field(Some(holding(key)), required=True)}, open=True)


def _without(keys: tuple[str, ...], why: str, help: str = "remove it") -> Record:  # noqa: A002 - the shape's word
    return Record({key: Field(Forbidden(why, help)) for key in keys}, open=True)


def _method(method: BudgetingMethod) -> Record:
    return Record({"budgetingMethod": Field(Is((method,)), required=True)}, open=True)


def _older(method: BudgetingMethod) -> Record:
    """SLOs with a composite of the older form."""
    return Record({**_method(method).fields, "composite": Field(Anything(), required=True)}, open=True)


def _in_older(shape: Shape) -> Record:
    return Record({"composite": Field(shape)}, open=True)


_SOURCE = Record(
    {
        "name": Field(NAME, required=True, doc="The name of an Agent or Direct."),
        "project": PROJECT._replace(shape=OrEmpty(NAME)),
        "kind": Field(Choice(("Agent", "Direct")), default="Agent"),
    }
)
_INDICATOR = Record(
    {
        "metricSource": Field(_SOURCE, required=True, doc="Which Agent or Direct is asked."),
        "rawMetric": Field(METRIC, doc="The older form of `rawMetric`, one for all objectives."),
    }
)
_ATTACHMENT = Record(
    {
        "url": Field(
            Text(pattern=r"^[a-zA-Z][-+.a-zA-Z0-9]*:\S+$", meaning="a URL, such as https://example.com/runbook"),
            required=True,
            doc="The address, such as https://example.com/runbook.",
        ),
        "displayName": SHOWN_NAME,
    }
)
_NO_DATA = Record(
    {
        "alertMethods": Field(
            Distinct(
                ListOf(
                    Record({"name": Field(NAME, required=True, doc="The name of an AlertMethod."), "project": PROJECT}),
                    minimum=1,
                )
            ),
            required=True,
            doc="At least one AlertMethod.",
        ),
        "alertAfter": Field(
            GoDuration(timedelta(minutes=5), timedelta(days=31), whole=True), doc="Whole minutes, such as 1h."
        ),
        "treatZeroAsNoData": Field(Boolean(), default=False),
    }
)
_OLD_COMPOSITE = Record(
    {
        "target": Field(Target(1), required=True, doc="The share of good events, a ratio such as 0.999."),
        "burnRateCondition": Field(
            Record(
                {
                    "value": Field(
                        Number(meaning="from 0 to 1000", minimum=Decimal(0), maximum=Decimal(1000)),
                        required=True,
                        doc="A burn rate from 0 to 1000.",
                    ),
                    "op": Field(Choice(("gt",)), required=True, doc="Write `op: gt`."),
                }
            )
        ),
    }
)
_NOT_BESIDE = _without(("indicator", "composite", "anomalyConfig"), "has no place beside a composite objective")
_IN_COMPOSITES = Record({**_NOT_BESIDE.fields, "objectives": Field(_Alone())}, open=True)
_RAW_FOR_ALL = _without(("rawMetric", "countMetrics"), "stands beside `indicator.rawMetric`", "keep one of them")
_NO_COUNTS = _without(
    ("countMetrics",),
    "stands beside an objective that is measured by a `rawMetric`",
    "measure all objectives of an SLO in one way, or write an SLO for each",
)
_BURN_RATE = "Where events are counted, it needs one, such as {value: 2, op: gt}."
_ONLY_OCCURRENCES = "means nothing where the budgeting method is Timeslices"
_ONLY_TIMESLICES = "means nothing where the budgeting method is Occurrences"

SPEC = Record(
    {
        "description": DESCRIPTION,
        "indicator": Field(_INDICATOR, doc="Which source is asked."),
        "budgetingMethod": Field(Choice(_METHODS), required=True, doc=f"One of {', '.join(_METHODS)}."),
        "objectives": Field(ListOf(OBJECTIVE, minimum=1), required=True, doc="At least one objective with a target."),
        "service": Field(NAME, required=True, doc="The name of the Service that makes the promise."),
        "timeWindows": Field(ListOf(WINDOW, minimum=1, maximum=1), required=True, doc="Exactly one window."),
        "alertPolicies": Field(OrNothing(ListOf(NAME)), doc="Names of AlertPolicies."),
        "attachments": Field(OrNothing(ListOf(_ATTACHMENT, maximum=20)), doc="At most 20 links."),
        "anomalyConfig": Field(Record({"noData": Field(_NO_DATA)})),
        "composite": Field(_OLD_COMPOSITE, doc="The older form of composites."),
        "createdAt": COMPUTED,
        "createdBy": COMPUTED,
        "tier": COMPUTED,
    },
    (
        IfThen(_some("composite"), _IN_COMPOSITES),
        IfThen(_each(_without(("composite",), "")), demand({"indicator": "Say which Agent or Direct is asked."})),
        IfThen(
            Record({"indicator": Field(_without(("rawMetric",), ""))}, open=True),
            _each(Record({}, (ExactlyOne(MEASURED, "measure it in exactly one way"),), open=True)),
        ),
        IfThen(holding("indicator", "rawMetric"), _each(Record({}, (LIMIT, _RAW_FOR_ALL), open=True))),
        IfThen(_some("rawMetric"), _each(Record({}, (IfThen(_without(("rawMetric",), ""), _NO_COUNTS),), open=True))),
        IfThen(
            _method(BudgetingMethod.TIMESLICES),
            _each(demand({"timeSliceTarget": "Which share of good events makes a slice good, such as 0.99."})),
        ),
        IfThen(
            _method(BudgetingMethod.OCCURRENCES),
            _each(
                _without(("timeSliceTarget",), _ONLY_TIMESLICES, "remove it, or write `budgetingMethod: Timeslices`")
            ),
        ),
        IfThen(_older(BudgetingMethod.OCCURRENCES), _in_older(demand({"burnRateCondition": _BURN_RATE}))),
        IfThen(_older(BudgetingMethod.TIMESLICES), _in_older(_without(("burnRateCondition",), _ONLY_OCCURRENCES))),
    ),
)
