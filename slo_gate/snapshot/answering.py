"""What a question finds in a snapshot.

A question that a run recorded the answer of is answered to the letter. Any other is answered from buckets and sums, as far
as they tell: what they do not is None, or a NoData, and never a guess.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from slo_gate.core.measurement import Measurement, NoData, Promise, Reading, Reason, Request
from slo_gate.core.snapshot import Entry, Snapshot, spelt
from slo_gate.core.spelling import closest
from slo_gate.snapshot.telling import as_recorded, as_told


def answers(snapshot: Snapshot, requests: Sequence[Request], taken: datetime | None) -> Mapping[Request, Reading]:
    """`taken` is when the numbers were taken, None where nobody knows."""
    found = {request: _entry(snapshot, request) for request in requests}
    vague = _vague(found)
    return {
        request: vague.get(id(entry)) or _reading(entry, request, taken) if isinstance(entry, Entry) else entry
        for request, entry in found.items()
    }


def _entry(snapshot: Snapshot, request: Request) -> Entry | NoData:
    """The one entry that speaks for all who ask, or why there is none."""
    chosen: list[Entry] = []
    for promise in request.promises:
        entry = _entry_for(promise, snapshot, request)
        if isinstance(entry, NoData):
            return entry
        chosen.append(entry)
    if not chosen or any(entry.answer != chosen[0].answer for entry in chosen):
        names = " and ".join(f"`{promise.slo}`" for promise in request.promises)
        return _missing(f"{names} measure the same thing, and the snapshot has different numbers for them")
    return chosen[0]


def _entry_for(promise: Promise, snapshot: Snapshot, request: Request) -> Entry | NoData:
    named = [entry for entry in snapshot.entries if _names(entry, promise)]
    if not named:
        return _missing(_unknown(promise, snapshot.entries))
    indicator = spelt(request.indicator)
    fitting = [entry for entry in named if not entry.asked or entry.asked.indicator == indicator]
    if not fitting:
        return _missing(f"the snapshot was taken when the query of `{promise.slo}` was another")
    exact = [entry for entry in fitting if entry.asked and entry.asked.grid == request.grid]
    distinct = list({id(entry): entry for entry in exact or fitting}.values())
    if any(entry.answer != distinct[0].answer for entry in distinct):
        return _missing(f"the snapshot has {len(distinct)} answers for `{promise.slo}`: keep one")
    return distinct[0]


def _names(entry: Entry, promise: Promise) -> bool:
    return (
        entry.slo == promise.slo
        and entry.service in ("", promise.service)
        and entry.objective in ("", promise.objective)
    )


def _unknown(promise: Promise, entries: Iterable[Entry]) -> str:
    same = [entry for entry in entries if entry.slo == promise.slo]
    if not same:
        return f"the snapshot has no SLO `{promise.slo}`{_meant(promise.slo, (entry.slo for entry in entries))}"
    of_service = [entry for entry in same if entry.service in ("", promise.service)]
    if not of_service:
        names = (entry.service for entry in same)
        return f"the snapshot has no `{promise.slo}` of the service `{promise.service}`{_meant(promise.service, names)}"
    names = (entry.objective for entry in of_service)
    return f"the snapshot has no objective `{promise.objective}` of `{promise.slo}`{_meant(promise.objective, names)}"


def _meant(name: str, known: Iterable[str]) -> str:
    names = sorted(set(known))
    close = closest(name, names)
    if close:
        return f"; did you mean `{close}`, which it has?"
    return f"; it has {', '.join(names)[:200]}" if names else "; it has none at all"


def _vague(found: Mapping[Request, Entry | NoData]) -> Mapping[int, NoData]:
    """Entries that were written down for one promise, and would speak for different ones."""
    askers: dict[int, list[Request]] = defaultdict(list)
    entries = {id(entry): entry for entry in found.values() if isinstance(entry, Entry) and not entry.asked}
    for request, entry in found.items():
        askers[id(entry)].append(request)
    return {key: no_data for key, entry in entries.items() for no_data in [_torn(entry, askers[key])] if no_data}


def _torn(entry: Entry, requests: Sequence[Request]) -> NoData | None:
    if len({tuple(spelt(request.indicator).items()) for request in requests}) < 2:
        return None
    promises = [promise for request in requests for promise in request.promises]
    services = sorted({promise.service for promise in promises})
    if len(services) > 1:
        return _missing(f"`{entry.slo}` is an SLO of {', '.join(services)[:200]}: say which by `service`")
    objectives = ", ".join(sorted({promise.objective for promise in promises}))
    return _missing(f"`{entry.slo}` has the objectives {objectives[:200]}: say which by `objective`")


def _reading(entry: Entry, request: Request, taken: datetime | None) -> Reading:
    if isinstance(entry.answer, NoData):
        return entry.answer
    told: list[Measurement] = []
    for series in entry.answer:
        one = as_recorded(series, entry.asked, request) if entry.asked else as_told(series, request, taken)
        if isinstance(one, NoData):
            return one
        told.append(one)
    return tuple(told)


def _missing(detail: str) -> NoData:
    return NoData(Reason.NOT_IN_SNAPSHOT, detail)
