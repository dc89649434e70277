"""What differs between a promise as it was and as it is, and whether that makes it hold less, or hide more."""

from collections.abc import Callable, Iterator

from slo_gate.core.kind import ANNOTATION as KIND
from slo_gate.core.plan import Promised
from slo_gate.core.promise_change import Aspect
from slo_gate.core.query_text import normal
from slo_gate.core.slo import Objective, Op, Query, Ratio, Threshold, queries_of
from slo_gate.engine.choosing import SOURCE
from slo_gate.engine.chosen import Chosen
from slo_gate.engine.pairing import sort_of

_OURS = "slo-gate/"


def aspects(before: Promised, after: Promised, chosen: Chosen) -> Iterator[Aspect]:
    """`chosen` is by what the policy chooses SLOs: only labels that it looks at are part of a promise."""
    yield from _named(before, after, chosen)
    yield from _target(before.objective, after.objective)
    yield from _counted(before, after)
    yield from _asked(before, after, chosen.source_of)


def _named(before: Promised, after: Promised, chosen: Chosen) -> Iterator[Aspect]:
    old, new = before.slo, after.slo
    chosen_otherwise = chosen.weakened(old, new)
    if old.service != new.service:
        yield _aspect("service", old.service, new.service, weakens=True)
    if old.name != new.name:
        yield _aspect("name", old.name, new.name, weakens=chosen_otherwise or chosen.by_name(before))
    elif before.objective.name != after.objective.name:
        weakens = chosen.by_name(before)
        yield _aspect("objective", before.objective.name, after.objective.name, weakens=weakens)
    for key in chosen.labels:
        values = [", ".join(slo.labels.get(key, ())) for slo in (old, new)]
        if values[0] != values[1]:
            yield Aspect("label", {"label": key, **_values(*values)}, weakens=chosen_otherwise)
    for key in sorted({*old.annotations, *new.annotations}):
        if key.startswith(_OURS) and key not in {SOURCE, KIND}:
            values = [slo.annotations.get(key, "") for slo in (old, new)]
            if values[0] != values[1]:
                yield Aspect("annotation", {"label": key, **_values(*values)}, weakens=True)


def _target(before: Objective, after: Objective) -> Iterator[Aspect]:
    if before.target != after.target:
        factor = after.error_budget / before.error_budget if before.error_budget else None
        evidence = {**_values(before.target, after.target), "factor": factor}
        yield Aspect("target", evidence, after.target < before.target, after.location)
    if before.weight != after.weight:
        yield _aspect("weight", before.weight, after.weight)


def _counted(before: Promised, after: Promised) -> Iterator[Aspect]:
    old, new = before.slo, after.slo
    if old.window != new.window:
        yield Aspect("window", _values(old.window, new.window), weakens=True, location=new.window_location)
    if old.method != new.method:
        yield _aspect("method", old.method, new.method, weakens=True)
        return
    yield from _sliced(before.objective, after.objective)


def _sliced(before: Objective, after: Objective) -> Iterator[Aspect]:
    place = after.slice_location
    if before.slice_length != after.slice_length:
        yield Aspect("slice", _values(before.slice_length, after.slice_length), weakens=True, location=place)
    if before.slice_target != after.slice_target:
        old, new = before.slice_target, after.slice_target
        stricter = old is not None and new is not None and new > old
        yield Aspect("slice_target", _values(old, new), not stricter, place)


def _asked(before: Promised, after: Promised, source_of: Callable[[Promised], str]) -> Iterator[Aspect]:
    old, new = before.objective.indicator, after.objective.indicator
    sources = [source_of(one) for one in (before, after)]
    if sources[0] != sources[1]:
        yield _aspect("source", *sources, weakens=True)
    if sort_of(old) != sort_of(new):
        place = queries_of(new)[0].location
        yield Aspect("indicator", _values(sort_of(old), sort_of(new)), weakens=True, location=place)
        return
    parts = ("part", "total") if isinstance(new, Ratio) else ("value",)
    for part, one, other in zip(parts, queries_of(old), queries_of(new), strict=True):
        if _differ(one, other):
            evidence = {"part": part, **_values(one.original, other.original)}
            yield Aspect("query", evidence, weakens=True, location=other.location)
    if isinstance(old, Threshold) and isinstance(new, Threshold):
        yield from _limited(old, new)


def _differ(before: Query, after: Query) -> bool:
    if before.text or after.text:
        return normal(before.text) != normal(after.text)
    return normal(before.written) != normal(after.written)


def _limited(before: Threshold, after: Threshold) -> Iterator[Aspect]:
    if before.op != after.op:
        yield Aspect("operator", _values(before.op, after.op), weakens=True, location=after.query.location)
    if before.limit != after.limit:
        up = after.limit > before.limit
        weakens = up if after.op in {Op.LT, Op.LTE} else not up
        yield Aspect("limit", _values(before.limit, after.limit), weakens, after.query.location)


def _aspect(code: str, before: object, after: object, *, weakens: bool = False) -> Aspect:
    return Aspect(code, _values(before, after), weakens)


def _values(before: object, after: object) -> dict[str, object]:
    return {"before": before, "after": after}
