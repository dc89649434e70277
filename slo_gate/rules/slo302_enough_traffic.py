from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from slo_gate.core.duration import spell
from slo_gate.core.finding import Severity
from slo_gate.core.glob import expression
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import BudgetingMethod, Objective, Slo
from slo_gate.core.validation import Validation
from slo_gate.core.window import DAY

ID = "SLO302"
PAGE = Page(
    "A target fits the traffic",
    "One bad event costs 1 / (error budget x events) of the whole budget. Where a service has so few events in the window "
    "that one of them costs all of it, the target is no other than 100 %. Told only where `validate.events_per_day` of the "
    "configuration says how much traffic a service has.",
    "# 10 events a day are 300 in 30 days, of which 99.99 % lets 0.03 be bad\ntarget: 0.9999",
    "# 10 events a day are 300 in 30 days, of which 99 % lets 3 be bad\ntarget: 0.99",
    (Severity.WARNING,),
)


def check(slos: Sequence[Slo], validation: Validation) -> Iterator[Found]:
    for slo in slos if validation.events_per_day else ():
        daily = _traffic(slo.service, validation.events_per_day)
        if daily and slo.method is BudgetingMethod.OCCURRENCES:
            for objective in slo.objectives:
                yield from _judge(slo, objective, daily)


def _traffic(service: str, known: Mapping[str, Decimal]) -> Decimal | None:
    """Events a day; the service's own name goes before globs."""
    if service in known:
        return known[service]
    return next((daily for glob, daily in known.items() if expression(glob).fullmatch(service)), None)


def _judge(slo: Slo, objective: Objective, daily: Decimal) -> Iterator[Found]:
    window = slo.window.duration.nominal
    events = daily * Decimal(window // window.resolution) / Decimal(DAY // DAY.resolution)
    allowed = objective.error_budget * events
    if allowed < 1:
        message = (
            f"about {_short(events)} events in {spell(window)} allow {_short(allowed)} bad ones at this target: "
            "the first one spends more than the whole budget"
        )
        yield Found(objective.location, message, _way_out(events))


def _way_out(events: Decimal) -> str:
    most = 1 - 1 / events if events > 1 else Decimal(0)
    return f"use a longer window, or a target of at most {_floor(most)}" if most > 0 else "use a longer window"


def _floor(ratio: Decimal) -> str:
    """A little less than the ratio, in four digits."""
    return f"{int(ratio * 10_000) / Decimal(10_000)}"


def _short(number: Decimal) -> str:
    return f"{number:.2g}" if number < 1 else f"{number:.0f}"
