"""What a gate would ask, for people."""

from collections.abc import Iterator, Sequence

from slo_gate.core.plan import PlannedQuery, PlanReport, Promised, SourcePlan
from slo_gate.core.printable import printable
from slo_gate.outputs import numbers
from slo_gate.outputs.ending import finish
from slo_gate.outputs.paint import BOLD, DIM, paint_for
from slo_gate.outputs.style import Style

NAME = "text"
_SHOWN = 5
"""How many objectives of a query are named."""


def render(report: PlanReport, style: Style) -> str:
    return finish(_blocks(report, style), style)


def _blocks(report: PlanReport, style: Style) -> Iterator[str]:
    paint = paint_for(style.colour)
    yield paint(f"the plan at {numbers.instant(report.at)}; nothing was asked", BOLD)
    for source in report.sources:
        yield paint(_heading(source), BOLD)
        for number, planned in enumerate(source.queries, 1):
            yield f"{number:>3}  {paint(_times(planned), DIM)}\n     {printable(planned.query.text, 100_000)}"
    if report.unasked:
        lines = (f"  {printable(promise.title)}: {printable(why.detail)}" for promise, why in report.unasked)
        yield "\n".join((paint("nothing can be asked for", BOLD), *lines))


def _heading(source: SourcePlan) -> str:
    objectives, queries = len(source.promises), len(source.queries)
    return (
        f"{printable(source.name)} ({printable(source.type)}): {_counted(objectives, 'objective', 'objectives')}, "
        f"{_counted(queries, 'query', 'queries')}"
    )


def _counted(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def _times(planned: PlannedQuery) -> str:
    query = planned.query
    start, end = numbers.instant(query.start), numbers.instant(query.end)
    when = end if start == end else f"{start} to {end}"
    if query.step:
        when = f"{_counted(query.points, 'point', 'points')}, {when}, each {numbers.length(query.step)}"
    return f"{when}; for {_names(planned.promises)}"


def _names(promises: Sequence[Promised]) -> str:
    names = list(dict.fromkeys(printable(promise.title) for promise in promises))
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more:,} more" if more > 0 else "")
