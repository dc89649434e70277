"""The `rules` section of the configuration: what stops a change, or warns of it."""

from decimal import Decimal

from slo_gate.config import matching
from slo_gate.config.automatic import read_count
from slo_gate.core import node
from slo_gate.core.change import Change
from slo_gate.core.conditions import CONDITIONS
from slo_gate.core.conditions.subject import About
from slo_gate.core.constraints import AtLeastOne, AtMostOne, IfThen
from slo_gate.core.finding import Location
from slo_gate.core.policy import Rule
from slo_gate.core.scalar_shapes import Choice, Forbidden, Number, Text
from slo_gate.core.shape import Field, ListOf, Record
from slo_gate.core.verdict import Verdict

_ABSENCE, _BUDGET = (
    tuple(key for key, one in CONDITIONS.items() if one.ABOUT is about) for about in (About.ABSENCE, About.BUDGET)
)
_NEVER = Forbidden("never holds beside `unknown` or `no_traffic`: then there is no budget", "make two rules of it")
_WHEN = Record(
    {key: Field(condition.SHAPE, doc=condition.DOC) for key, condition in CONDITIONS.items()},
    (
        AtLeastOne(tuple(CONDITIONS)),
        AtMostOne(_ABSENCE, "make two rules of it"),
        IfThen(
            Record({}, (AtLeastOne(_ABSENCE),), open=True), Record({key: Field(_NEVER) for key in _BUDGET}, open=True)
        ),
    ),
)
_PASS_OF_ABSENCE = IfThen(
    Record({"then": Field(Choice((Verdict.PASS,)), required=True)}, open=True),
    Record(
        {"when": Field(Record({}, (AtLeastOne(_ABSENCE, "`then: pass` answers these alone"),), open=True))}, open=True
    ),
)
UNLESS = Record(
    {"change": Field(ListOf(Choice(tuple(Change)), minimum=1), required=True, doc="Kinds of change.")},
)
SHAPE = Record(
    {
        "name": Field(Text(min_length=1, meaning="a name"), required=True, doc="The name that reports show."),
        "match": Field(matching.SHAPE_OF_CHANGES),
        "when": Field(_WHEN, required=True, doc=f"All of these must hold: {', '.join(CONDITIONS)}."),
        "then": Field(
            Choice((Verdict.FAIL, Verdict.WARN, Verdict.PASS)),
            required=True,
            doc="The verdict: fail or warn; pass only where `when` has `unknown` or `no_traffic`.",
        ),
        "unless": Field(UNLESS, doc="The kinds of change for which the rule is silent."),
        "min_events_for_fail": Field(
            Number(meaning="a whole number such as 1000 or 0", minimum=Decimal(0), integer=True),
            doc="How many events a fail of this rule needs, instead of `defaults.min_events_for_fail`.",
        ),
    },
    (_PASS_OF_ABSENCE,),
)


def read_rule(rule: node.Mapping, file: str) -> Rule:
    """The rule of an entry that fits SHAPE."""
    when = rule.get("when")
    name = rule.get("name")
    assert isinstance(when, node.Mapping)
    assert name
    return Rule(
        name=rule.text("name"),
        when=tuple(CONDITIONS[key].read(entry.value) for key, entry in when.entries.items()),
        then=Verdict(rule.text("then")),
        match=matching.read_match(rule),
        unless_change=read_changes(rule, "unless", "change"),
        min_events_for_fail=read_count(rule.get("min_events_for_fail")),
        location=Location(file, name.span),
    )


def read_changes(root: node.Mapping, *path: str) -> frozenset[Change]:
    return frozenset(Change(item.text) for item in root.items(*path) if isinstance(item, node.Scalar))
