from collections.abc import Iterator, Sequence

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Objective, Query, Slo, Threshold, queries_of
from slo_gate.core.validation import Validation

ID = "SLO303"
PAGE = Page(
    "Each SLO of a service measures something of its own",
    "Two SLOs with the same queries over the same window spend their budgets together: the one with the higher target "
    "decides, and the other says the same more quietly. Several targets for one indicator are objectives of one SLO.",
    "metadata: {name: web-gold}\n# …\nmetadata: {name: web-gold-copy}".replace("\n# …\n", "\n---\n"),
    "metadata: {name: web-gold}\n---\nmetadata: {name: web-gold-weekly}  # over another window",
    (Severity.NOTICE,),
    across=True,
)


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    seen: dict[tuple[object, ...], Slo] = {}
    for slo in slos if len(slos) > 1 else ():
        first = seen.setdefault(_what(slo), slo)
        if first is not slo and first.name != slo.name:
            message = f"the SLO measures what `{first.name}` does, over the same window; see {first.location}"
            yield Found(slo.location, message, "make them objectives of one SLO, or remove one")


def _what(slo: Slo) -> tuple[object, ...]:
    window = slo.window
    measured = (_of(objective) for objective in slo.objectives)
    return (slo.service, window.duration, window.calendar, slo.method, frozenset(measured))


def _of(objective: Objective) -> tuple[object, ...]:
    indicator = objective.indicator
    limit = (indicator.op, indicator.limit) if isinstance(indicator, Threshold) else None
    slices = (objective.slice_length, objective.slice_target)
    return (tuple(_asked(query) for query in queries_of(indicator)), limit, slices)


def _asked(query: Query) -> tuple[str, str, str]:
    return query.source, query.source_type, query.text or str(query.location)
