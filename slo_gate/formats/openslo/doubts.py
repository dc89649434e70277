"""What the text allows of sound objects, and what is hardly meant."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from slo_gate.core import node
from slo_gate.core.checking import Place, Violation
from slo_gate.core.declared import Declared
from slo_gate.core.dialect import Dialect
from slo_gate.core.enough import Enough
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.kinds import with_sure_fix
from slo_gate.core.node import Node, Scalar
from slo_gate.core.ports import Document, Surroundings
from slo_gate.core.slo import Op, Slo
from slo_gate.core.writing import item_at
from slo_gate.formats.openslo.differences import FREE, places
from slo_gate.formats.openslo.pages import BARE_NAME, NO_NAME, WRONG_WAY
from slo_gate.formats.openslo.pieces import NAME


def doubts(slo: Declared) -> Iterator[Finding]:
    """Findings about one sound SLO."""
    service = slo.spec.get("service")
    assert service
    if NAME.takes(service):
        return
    for violation in NAME.check(service, Place("spec.service", service.span)):
        yield _warning(slo.file, NO_NAME, service, violation.message, violation.help)


def idle_conditions(declared: Iterable[Declared], slos: Iterable[Slo]) -> Iterator[Finding]:
    """Conditions that hold while all is well, where no SLO uses them; those of SLOs are for the rules about SLOs."""
    used = {alert.location for slo in slos for alert in slo.alerts}
    for one in declared:
        # Below anything else of an SLO there is none, and most SLOs have no alerts at all.
        holder = one.spec.get("alertPolicies") if one.kind == "SLO" else one.spec
        for condition in _conditions(holder) if holder and one.sound else ():
            threshold = condition.get("threshold") if isinstance(condition, node.Mapping) else None
            if threshold and Location(one.file, threshold.span) not in used:
                yield from _wrong_way(one.file, condition)


def _conditions(value: Node) -> Iterator[Node]:
    """Whatever is called a condition, at any depth."""
    if isinstance(value, node.Sequence):
        for item in value.items:
            yield from _conditions(item)
    elif isinstance(value, node.Mapping):
        for key, entry in value.entries.items():
            if key == "condition":
                yield entry.value
            if key not in FREE:
                yield from _conditions(entry.value)


def _wrong_way(file: str, condition: Node) -> Iterator[Finding]:
    assert isinstance(condition, node.Mapping)
    op, threshold = condition.get("op"), condition.get("threshold")
    if isinstance(op, Scalar) and op.value in {Op.LTE, Op.LT}:
        message = f"`op` is {op.text}: the condition holds while the budget is not burning"
        yield _warning(file, WRONG_WAY, op, message, f"write `op: {'gte' if op.value == Op.LTE else 'gt'}`")
    if isinstance(threshold, Scalar) and isinstance(threshold.value, int | Decimal) and threshold.value <= 0:
        message = f"`threshold` is {threshold.text}: no burn rate is below 0"
        yield _warning(file, WRONG_WAY, threshold, message, "write how many times too fast the budget burns, such as 2")


def bare_policies(documents: Iterable[Document], surroundings: Surroundings) -> Iterator[Finding]:
    """Names of alert policies without their key, which the text does not know; whatever else is wrong with the SLO."""
    enough = Enough()
    for document in documents:
        root = document.root
        if not isinstance(root, node.Mapping) or not root.items("spec", "alertPolicies"):
            continue
        if surroundings.validation.dialect_of(document.file) is Dialect.SPEC and root.text("kind") == "SLO":
            for violation in enough.of(document.file, _bare_names(root)):
                yield violation.finding(document.file)._replace(severity=Severity.WARNING)


def _bare_names(slo: node.Mapping) -> Iterator[Violation]:
    for value, place in places(slo, ("spec", "alertPolicies", "[]"), Place("", slo.span)):
        if isinstance(value, Scalar) and NAME.takes(value):
            yield with_sure_fix(_bare(value, place), slo)


def _bare(name: Scalar, place: Place) -> Violation:
    message = f"`{place}` is a name alone, as oslo took it until 0.12; it should be a mapping"
    instead = item_at(name, "alertPolicyRef")
    hint = f"write `{instead or 'alertPolicyRef: NAME'}` (`--dialect legacy` takes it as it is)"
    return Violation(BARE_NAME, name.span, message, hint, instead)


def _warning(file: str, rule: str, value: Node, message: str, hint: str) -> Finding:
    return Finding(rule, Severity.WARNING, Location(file, value.span), message, hint)
