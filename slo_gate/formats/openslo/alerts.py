"""The shapes of alert policies, their conditions and their notification targets."""

from slo_gate.core.checking import Shape
from slo_gate.core.constraints import AtMostOne, ExactlyOne, IfThen
from slo_gate.core.keys import demand, holding
from slo_gate.core.scalar_shapes import Boolean, Choice, Number
from slo_gate.core.shape import Either, Field, ListOf, Record
from slo_gate.formats.openslo.grammar import Grammar
from slo_gate.formats.openslo.pieces import DESCRIPTION, FILLED, NAME, OP
from slo_gate.formats.openslo.values import BareReference


def ref_or_inline(ref: str, kind: str, spec: Record, metadata: Record, *, bare: bool = False) -> Shape:
    """Either a reference, or an object without `apiVersion`; where `bare`, a name is read as a reference."""
    inline = {"kind": Field(Choice((kind,))), "metadata": Field(metadata), "spec": Field(spec)}
    complete = demand(dict.fromkeys(inline, f"A {kind} given in place needs `kind`, `metadata` and `spec`."))
    return Either(
        BareReference(ref, bare),
        Record(
            {ref: Field(NAME, doc=f"The name of a {kind}."), **inline},
            (
                ExactlyOne((ref, "spec"), f"refer to a {kind} by `{ref}`, or give one in place"),
                IfThen(holding("spec"), complete),
                *(AtMostOne((ref, key)) for key in ("kind", "metadata")),
            ),
        ),
    )


ALERT_NOTIFICATION_TARGET = Record(
    {"description": DESCRIPTION, "target": Field(FILLED, required=True, doc="Such as slack.")}
)


def alert_condition(grammar: Grammar) -> Record:
    condition = Record(
        {
            "kind": Field(Choice(("burnrate",)), default="burnrate"),
            "op": Field(OP, required=True, doc="One of lte, gte, lt, gt."),
            "threshold": Field(Number(), required=True, doc="The burn rate to compare with."),
            "lookbackWindow": Field(
                grammar.duration, required=True, doc="Over how long the burn rate is measured, such as 1h."
            ),
            "alertAfter": Field(grammar.waiting, doc="How long the condition must hold, such as 5m."),
        }
    )
    return Record(
        {
            "description": DESCRIPTION,
            "severity": Field(FILLED, required=True, doc="Such as page."),
            "condition": Field(condition, required=True, doc="The burn rate that alerts."),
        }
    )


def alert_policy(grammar: Grammar) -> Record:
    conditions = ref_or_inline("conditionRef", "AlertCondition", alert_condition(grammar), grammar.metadata)
    targets = ref_or_inline("targetRef", "AlertNotificationTarget", ALERT_NOTIFICATION_TARGET, grammar.metadata)
    return Record(
        {
            "description": DESCRIPTION,
            "alertWhenNoData": Field(Boolean()),
            "alertWhenResolved": Field(Boolean()),
            "alertWhenBreaching": Field(Boolean()),
            "conditions": Field(ListOf(conditions, minimum=1, maximum=1), required=True, doc="Exactly one condition."),
            "notificationTargets": Field(ListOf(targets, minimum=1), required=True, doc="At least one target."),
        }
    )
