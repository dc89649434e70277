"""What holds between the parts of a sound SLO, beyond its shape."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from decimal import Decimal

from slo_gate.core import node
from slo_gate.core.declared import Declared
from slo_gate.core.duration import Duration
from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.node import Scalar
from slo_gate.core.slo import BudgetingMethod
from slo_gate.formats.openslo.grammar import Grammar
from slo_gate.formats.openslo.objects import Objects

IDLE_KEY = "SLO107"
_IDLE_IN: Mapping[str, tuple[str, ...]] = {
    BudgetingMethod.OCCURRENCES: ("timeSliceTarget", "timeSliceWindow"),
    BudgetingMethod.RATIO_TIMESLICES: ("timeSliceTarget",),
}


def slice_length(value: Scalar) -> timedelta:
    """The length of a time slice; a bare number counts minutes."""
    if isinstance(value.value, int | Decimal):
        return timedelta(minutes=int(value.value))
    return Duration.parse(value.text).nominal


def check(slo: Declared, objects: Objects, grammar: Grammar) -> Iterator[Finding]:
    """Findings about an SLO that fits its shape."""
    for objective in slo.spec.mappings("objectives"):
        yield from idle_slices(slo, objective)
        yield from _idle_weight(slo, objective, grammar)
        yield from _idle_limit(slo, objective, objects, grammar)


def idle_slices(slo: Declared, objective: node.Mapping) -> Iterator[Finding]:
    method = slo.spec.text("budgetingMethod")
    idle = [key for key in _IDLE_IN.get(method, ()) if key in objective.entries]
    if idle:
        yield from _idle(
            slo, objective, idle, f"the budgeting method is {method}", ", or write `budgetingMethod: Timeslices`"
        )


def _idle_weight(slo: Declared, objective: node.Mapping, grammar: Grammar) -> Iterator[Finding]:
    if "compositeWeight" in objective.entries and not objective.entries.keys() & set(grammar.indicators):
        yield from _idle(slo, objective, ("compositeWeight",), "the SLO is no composite of several indicators")


def _idle_limit(slo: Declared, objective: node.Mapping, objects: Objects, grammar: Grammar) -> Iterator[Finding]:
    """Beside a ratio given in place, the shape refuses them."""
    reference = objective.text(grammar.indicator_ref) or slo.spec.text(grammar.indicator_ref)
    sli = objects.find("SLI", reference)
    if sli and "ratioMetric" in sli.spec.entries:
        yield from _idle(slo, objective, ("op", "value"), f"the indicator `{reference}` is a ratioMetric")


def _idle(
    slo: Declared, objective: node.Mapping, keys: Iterable[str], because: str, otherwise: str = ""
) -> Iterator[Finding]:
    for key in keys:
        entry = objective.entries.get(key)
        if entry:
            message = f"`{key}` has no effect: {because}"
            location = Location(slo.file, entry.key.span)
            yield Finding(IDLE_KEY, Severity.WARNING, location, message, f"remove it{otherwise}")
