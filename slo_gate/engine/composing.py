"""Composite SLOs: the budget of all objectives together, told with each of them."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from slo_gate.core.composite import Composite, Part
from slo_gate.core.report import ObjectiveReport


def with_composites(reports: Iterable[ObjectiveReport]) -> Iterator[ObjectiveReport]:
    """The reports, in their order: those of one SLO stand together."""
    for _, group in groupby(reports, key=lambda report: id(report.slo)):
        members = list(group)
        composite = _composite(members) if members[0].slo.composite else None
        yield from (member._replace(composite=composite) for member in members)


def _composite(members: Sequence[ObjectiveReport]) -> Composite:
    by_objective = groupby(members, key=lambda report: report.objective.location)
    return Composite.of([_part(list(series)) for _, series in by_objective])


def _part(series: Sequence[ObjectiveReport]) -> Part:
    consumed = [_consumed(one) for one in series]
    known = [share for share in consumed if share is not None]
    return Part(series[0].objective.weight, max(known) if len(known) == len(consumed) else None)


def _consumed(report: ObjectiveReport) -> Decimal | None:
    return report.budget.consumed if report.budget else None
