"""What a file of policy tests must look like."""

from collections.abc import Iterator
from decimal import Decimal

from slo_gate.core import node
from slo_gate.core.change import Change
from slo_gate.core.checking import Place, Schema, Violation
from slo_gate.core.constraints import AtLeastOne, AtMostOne, IfThen
from slo_gate.core.duration import MEANING, PATTERN
from slo_gate.core.instant import Instant
from slo_gate.core.measurement import INVALID, Reason
from slo_gate.core.percent import PERCENT, SHARE
from slo_gate.core.scalar_shapes import Boolean, Choice, Forbidden, Number, Text
from slo_gate.core.shape import Either, Field, ListOf, MapOf, Record
from slo_gate.core.verdict import Outcome, Verdict

NAME = "policy-test.v1.json"
DEFAULT_TARGET, DEFAULT_WINDOW = "99.9%", "30d"
_NAME = Text(min_length=1, meaning="a name")
_LENGTH = Text(pattern=PATTERN, meaning=MEANING)
_COUNT = Number(meaning="a number from 0 on", minimum=Decimal(0))
_ABSENT = ("unknown", "no_traffic")
_NO_NUMBER = Forbidden("means nothing beside `unknown` or `no_traffic`: then there is no number", "remove one of them")
_NUMBERS = ("remaining", "burn_rates", "exhausts_in", "total")

_SLO = Record(
    {
        "service": Field(_NAME, doc="Its service."),
        "name": Field(_NAME, doc="Its name."),
        "labels": Field(MapOf(Either(_NAME, ListOf(_NAME, minimum=1))), doc="Its labels, such as `tier: critical`."),
        "target": Field(
            SHARE, default=DEFAULT_TARGET, doc="Its target; with `total` it tells whether events are too few."
        ),
        "window": Field(_LENGTH, default=DEFAULT_WINDOW, doc="The length of its window."),
    },
    doc="The SLO that is judged; what is not said of it matches no rule that asks for it.",
)
_GIVEN = Record(
    {
        "remaining": Field(PERCENT, default="100%", doc="The share of the error budget that remains, such as -3%."),
        "burn_rates": Field(
            MapOf(_COUNT, key=_LENGTH), doc="Burn rates by lookback, such as `1h: 20`; 0 where they are not given."
        ),
        "coverage": Field(SHARE, default="100%", doc="The share of the window that has data."),
        "exhausts_in": Field(_LENGTH, doc="How long the budget lasts at the present burn rate."),
        "total": Field(_COUNT, doc="How many events there were; enough where it is not given."),
        "unknown": Field(
            Choice(tuple(reason for reason in Reason if reason not in INVALID)), doc="Why there is no number."
        ),
        "no_traffic": Field(Boolean(only=True), doc="There were no events."),
    },
    (
        AtMostOne(_ABSENT),
        IfThen(
            Record({}, (AtLeastOne(_ABSENT),), open=True),
            Record({key: Field(_NO_NUMBER) for key in _NUMBERS}, open=True),
        ),
    ),
    doc="What is known of the objective; a full budget that does not burn where nothing is given.",
)
_EXPECT = Record(
    {
        "verdict": Field(Choice(tuple(Verdict)), doc="The verdict on the objective."),
        "outcome": Field(
            Choice((Outcome.PASS, Outcome.WARN, Outcome.UNKNOWN, Outcome.FAIL, Outcome.OVERRIDDEN)),
            doc="The outcome of the run, freezes and repairs included.",
        ),
        "rule": Field(_NAME, doc="A rule, a freeze or a setting that speaks."),
    },
    (AtLeastOne(("verdict", "outcome")),),
    doc="What the policy must say.",
)
_TEST = Record(
    {
        "name": Field(_NAME, required=True, doc="What it claims."),
        "environment": Field(_NAME, doc="Where the change goes."),
        "change": Field(Choice(tuple(Change)), default=str(Change.FEATURE), doc="What the change is for."),
        "at": Field(Instant(), doc="When; where it is not given, no freeze and no exemption holds."),
        "paths": Field(
            ListOf(_NAME), doc="The files that the change touches; where it is not given, nobody knows them."
        ),
        "slo": Field(_SLO),
        "given": Field(_GIVEN),
        "expect": Field(_EXPECT, required=True),
    }
)
_FILE = Record(
    {
        "version": Field(
            Number(meaning="1", minimum=Decimal(1), maximum=Decimal(1)), required=True, doc="1: the first of its kind."
        ),
        "tests": Field(ListOf(_TEST, minimum=1), required=True, doc="What the policy must say, and of what."),
    },
    doc="Tests of a policy of slo-gate.",
)


def violations(root: node.Node) -> Iterator[Violation]:
    return _FILE.check(root, Place("", root.span))


def schemas() -> dict[str, Schema]:
    """Draft-07, by published file name."""
    head: Schema = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "Policy tests of slo-gate"}
    return {NAME: head | _FILE.schema()}
