"""What a run measured, as a snapshot from which the same run can be replayed."""

from collections.abc import Mapping

from slo_gate.core.measurement import Bucket, Measurement, NoData, Reading
from slo_gate.core.snapshot import Asked, Entry, Series, Snapshot, SourceState, spelt
from slo_gate.engine.gating import Taken
from slo_gate.engine.measuring import Question
from slo_gate.engine.run import Run


def recorded(taken: Taken, run: Run, program: str) -> Snapshot:
    """`program` is what records: its name and version."""
    asked = [one for _, _, one in taken.asked if isinstance(one, Question)]
    return Snapshot(
        entries=tuple(_entry(one, taken.answers[one]) for one in dict.fromkeys(asked)),
        at=taken.at,
        at_given=run.at is not None,
        recorded_by=program,
        sources=_states(taken),
    )


def _states(taken: Taken) -> Mapping[str, SourceState]:
    opened = {name: SourceState(stale_after) for name, stale_after in taken.stale_after.items()}
    closed = {name: SourceState(closed=no_data) for name, no_data in taken.closed.items()}
    return dict(sorted((opened | closed).items()))


def _entry(question: Question, reading: Reading) -> Entry:
    promise, request = question.promise, question.request
    return Entry(
        slo=promise.slo,
        service=promise.service,
        objective=promise.objective,
        source=question.source,
        asked=Asked(spelt(request.indicator), request.grid, request.stretches),
        answer=reading if isinstance(reading, NoData) else tuple(_series(question, found) for found in reading),
    )


def _series(question: Question, found: Measurement) -> Series:
    return Series(
        buckets=found.buckets,
        stretches=tuple(
            Bucket(*stretch, told.good, told.total)
            for stretch, told in zip(question.request.stretches, found.stretches, strict=False)
            if told
        ),
        newest=found.newest,
        coverage=found.coverage,
        queries=found.queries,
        warnings=found.warnings,
        labels=found.series,
        recorded=found.recorded,
    )
