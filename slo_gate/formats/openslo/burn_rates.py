"""The burn-rate alerts of a sound SLO, read into the model."""

from collections.abc import Iterator
from decimal import Decimal

from slo_gate.core import node
from slo_gate.core.declared import Declared
from slo_gate.core.duration import Duration
from slo_gate.core.finding import Location
from slo_gate.core.node import Scalar
from slo_gate.core.slo import Alert, Op
from slo_gate.formats.openslo.objects import Objects


def alerts_of(slo: Declared, objects: Objects) -> Iterator[Alert]:
    """The burn-rate conditions of the SLO's policies, given in place or referred to; those that are not there are not."""
    for item in slo.spec.mappings("alertPolicies"):
        for file, policy in _found(slo.file, item, "alertPolicyRef", "AlertPolicy", objects):
            for condition in policy.mappings("spec", "conditions"):
                for where, found in _found(file, condition, "conditionRef", "AlertCondition", objects):
                    yield from _alert(where, found)


def _found(file: str, item: node.Mapping, ref: str, kind: str, objects: Objects) -> Iterator[tuple[str, node.Mapping]]:
    if ref not in item.entries:
        yield file, item
    elif (declared := objects.find(kind, item.text(ref))) and declared.sound:
        yield declared.file, declared.root


def _alert(file: str, condition: node.Mapping) -> Iterator[Alert]:
    rate = condition.get("spec", "condition")
    threshold = rate.get("threshold") if isinstance(rate, node.Mapping) else None
    if isinstance(rate, node.Mapping) and isinstance(threshold, Scalar) and isinstance(threshold.value, int | Decimal):
        yield Alert(
            name=condition.text("metadata", "name"),
            threshold=Decimal(threshold.value),
            op=Op(rate.text("op")),
            lookback=Duration.parse(rate.text("lookbackWindow")).nominal,
            location=Location(file, threshold.span),
        )
