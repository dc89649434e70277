"""What the text allows of sound objects, and what is hardly meant."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from slo_gate.core import node
from slo_gate.core.declared import Declared
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.node import START, Node, Scalar
from slo_gate.core.shape import Place
from slo_gate.core.slo import Op, Slo
from slo_gate.formats.openslo.differences import places
from slo_gate.formats.openslo.pages import NO_NAME, WRONG_WAY
from slo_gate.formats.openslo.pieces import NAME


def doubts(slo: Declared) -> Iterator[Finding]:
    """Findings about one sound SLO."""
    service = slo.spec.get("service")
    assert service
    for violation in NAME.check(service, Place("spec.service", service.span)):
        yield _warning(slo.file, NO_NAME, service, violation.message, violation.help)


def idle_conditions(declared: Iterable[Declared], slos: Iterable[Slo]) -> Iterator[Finding]:
    """Conditions that hold while all is well, where no SLO uses them; those of SLOs are for the rules about SLOs."""
    used = {alert.location for slo in slos for alert in slo.alerts}
    for one in declared:
        for condition, _ in places(one.spec, ("**", "condition"), Place("spec", START)) if one.sound else ():
            threshold = condition.get("threshold") if isinstance(condition, node.Mapping) else None
            if threshold and Location(one.file, threshold.span) not in used:
                yield from _wrong_way(one.file, condition)


def _wrong_way(file: str, condition: Node) -> Iterator[Finding]:
    assert isinstance(condition, node.Mapping)
    op, threshold = condition.get("op"), condition.get("threshold")
    if isinstance(op, Scalar) and op.value in {Op.LTE, Op.LT}:
        message = f"`op` is {op.text}: the condition holds while the budget is not burning"
        yield _warning(file, WRONG_WAY, op, message, f"write `op: {'gte' if op.value == Op.LTE else 'gt'}`")
    if isinstance(threshold, Scalar) and isinstance(threshold.value, int | Decimal) and threshold.value <= 0:
        message = f"`threshold` is {threshold.text}: no burn rate is below 0"
        yield _warning(file, WRONG_WAY, threshold, message, "write how many times too fast the budget burns, such as 2")


def _warning(file: str, rule: str, value: Node, message: str, hint: str) -> Finding:
    return Finding(rule, Severity.WARNING, Location(file, value.span), message, hint)
