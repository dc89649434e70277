"""A run that was recorded is replayed to the letter, whatever its sources answered."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.conditions.burn_rate import BurnRate
from slo_gate.core.duration import Duration
from slo_gate.core.measurement import Bucket, Measurement, NoData, Reading, Reason, Recorded, Request
from slo_gate.core.plan import Planned
from slo_gate.core.policy import Context, Policy, Rule
from slo_gate.core.report import PolicyOrigin
from slo_gate.core.slo import BudgetingMethod, Indicator, Kind, Objective, Query, Ratio, RawRatio, Slo
from slo_gate.core.snapshot import Snapshot
from slo_gate.core.verdict import Verdict
from slo_gate.core.window import Calendar, TimeWindow
from slo_gate.engine.choosing import Sources
from slo_gate.engine.gating import Taken, judge, take
from slo_gate.engine.recording import recorded
from slo_gate.engine.run import Run
from slo_gate.outputs import json_v1
from slo_gate.outputs.style import Style
from slo_gate.snapshot.opening import open_snapshot
from slo_gate.snapshot.writing import write
from slo_gate.sources import SOURCES
from slo_gate.sources.file_source import replayed
from tests.support.properties import tried
from tests.support.schemas import validator
from tests.support.snapshots import AT, HOUR, MINUTE, PLACE, RATIO, quick

STYLE = Style(width=100, colour=False, unicode=True)
JAKARTA = Calendar(datetime(2026, 1, 1), ZoneInfo("Asia/Jakarta"), "Asia/Jakarta")  # noqa: DTZ001 - local
BURNING = Rule("burning", (BurnRate(Decimal("0.02"), HOUR, 5 * MINUTE),), Verdict.WARN)

NUMBERS = st.one_of(
    st.integers(0, 1000).map(Decimal),
    st.decimals(-5, 10**9, places=3),
    st.floats(0, 1e12).map(Decimal),
    st.sampled_from(["1E+3", "0E-7", "1e-20", "Infinity", "0.1"]).map(Decimal),
)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SECONDS = st.integers(0, 40 * 86_400).map(lambda seconds: timedelta(seconds=seconds))
WINDOWS = st.sampled_from(
    [
        TimeWindow(Duration(30, "d")),
        TimeWindow(Duration(3, "h")),
        TimeWindow(Duration(1, "M"), JAKARTA),
        TimeWindow(Duration(1, "d"), JAKARTA),
    ]
)
INDICATORS: st.SearchStrategy[Indicator] = st.one_of(
    st.just(RATIO),
    st.just(Ratio(RATIO.total, bad=Query("other", "bad", PLACE), counter=False)),
    st.sampled_from(["0.3", "1"]).map(quick),
    st.booleans().map(lambda success: RawRatio(Query("other", "ratio", PLACE), success)),
)


@st.composite
def slos(draw: st.DrawFn) -> Slo:
    method = draw(st.sampled_from(BudgetingMethod))
    sliced = None if method is BudgetingMethod.OCCURRENCES else 10 * MINUTE
    window = draw(WINDOWS) if sliced is None else TimeWindow(Duration(3, "h"))
    objectives = tuple(
        Objective(name, draw(st.sampled_from([Decimal("0.9"), Decimal("0.999")])), draw(INDICATORS), PLACE, Decimal("0.95"), sliced)
        for name in draw(st.sampled_from([("main",), ("main", "strict"), ("",)]))
    )  # fmt: skip
    return Slo(
        draw(st.sampled_from("abc")), draw(st.sampled_from(["x", "y"])), Kind.OTHER, window, method, objectives, PLACE
    )


def unique(promises: Sequence[Slo]) -> list[Slo]:
    """As validation has it: each name once."""
    return list({(slo.service, slo.name): slo for slo in promises}.values())


@st.composite
def measurements(draw: st.DrawFn, request: Request, labels: tuple[tuple[str, str], ...]) -> Measurement:
    grid = request.grid
    present = draw(st.sets(st.integers(0, min(grid.size, 40) - 1)))

    def bucket(start: datetime, end: datetime) -> Bucket:
        return Bucket(start, end, draw(NUMBERS), draw(NUMBERS))

    return Measurement(
        buckets=tuple(bucket(*grid.bucket(index)) for index in sorted(present)),
        stretches=tuple(bucket(*one) if draw(st.booleans()) else None for one in request.stretches),
        newest=draw(st.none() | SECONDS.map(lambda age: request.at - age)),
        coverage=draw(st.decimals(0, 1, allow_nan=False)),
        queries=tuple(draw(st.lists(WORDS, max_size=2))),
        warnings=tuple(draw(st.lists(WORDS, max_size=2))),
        series=labels,
        recorded=draw(st.none() | records()) if request.promise else None,
    )


@st.composite
def records(draw: st.DrawFn) -> Recorded:
    """What rules had recorded: mostly ratios, and sometimes what can be none."""
    ratios = st.decimals(0, 1, places=4) | NUMBERS
    lookbacks = draw(st.dictionaries(st.sampled_from([5 * MINUTE, HOUR, 6 * HOUR]), st.none() | ratios))
    return Recorded(
        errors=draw(ratios),
        basis=draw(WORDS),
        lookbacks=lookbacks,
        history=tuple(draw(st.lists(st.none() | ratios, max_size=3))),
        total=draw(st.none() | NUMBERS),
        tolerance=draw(st.decimals(0, 1, places=3)),
    )


@dataclass
class Drawing:
    """Answers whatever is drawn."""

    data: st.DataObject
    clock: datetime | None
    stale_after: timedelta | None

    def now(self) -> datetime | None:
        return self.clock

    def plan(self, requests: Sequence[Request]) -> Sequence[Planned]:
        return ()

    def measure(self, requests: Sequence[Request]) -> Mapping[Request, Reading]:
        return {request: self._reading(request) for request in requests}

    def _reading(self, request: Request) -> Reading:
        if self.data.draw(st.integers(0, 4)) == 0:
            return NoData(self.data.draw(st.sampled_from(Reason)), self.data.draw(WORDS), ("asked",))
        names = self.data.draw(st.sampled_from([((),), ((("code", "a"),), (("code", "b"), ("az", "1")))]))
        return tuple(self.data.draw(measurements(request, labels)) for labels in names)


def report(taken: Taken, run: Run) -> str:
    return json_v1.render(judge(taken, run), STYLE)


def reopened(snapshot: Snapshot) -> Snapshot:
    return open_snapshot(write(snapshot).encode(), "snapshot.json")


@tried(300)
@given(st.lists(slos(), min_size=1, max_size=3).map(unique), st.booleans(), st.booleans(), st.booleans(), st.data())
def test_a_replay_gives_the_same_report(
    promises: list[Slo], at_given: bool, closed: bool, burning: bool, data: st.DataObject
) -> None:
    policy = Policy(rules=(*Policy().rules, BURNING)) if burning else Policy()
    now = AT + data.draw(SECONDS)
    run = Run(policy, PolicyOrigin(), Context(), now, AT if at_given else None)
    clock = data.draw(st.none() | st.sampled_from([now, now - MINUTE, now - HOUR]))
    source = Drawing(data, clock, data.draw(st.none() | SECONDS.filter(bool)))
    missing = NoData(Reason.MISSING_CREDENTIALS, "a variable is not set")
    types = {"metrics": data.draw(st.sampled_from(["prometheus", "recorded"])), "other": "sql"}

    def connect(name: str) -> Drawing | NoData:
        return missing if closed and name == "other" else source

    taken = take(promises, Sources(types, connect, known=SOURCES), run)
    held = reopened(recorded(taken, run, "slo-gate"))
    later = run._replace(now=datetime.now(UTC), at=held.at)
    again = take(promises, Sources(types, lambda name: replayed(held, name), known=SOURCES), later)
    assert report(again, later) == report(taken, run)
    assert write(recorded(again, run, "slo-gate")) == write(recorded(taken, run, "slo-gate"))


@tried(50)
@given(st.lists(slos(), min_size=1, max_size=2).map(unique), st.data())
def test_a_recording_fits_its_schema(promises: list[Slo], data: st.DataObject) -> None:
    run = Run(Policy(), PolicyOrigin(), Context(), AT, AT)
    types = {"metrics": "recorded", "other": "sql"}
    taken = take(promises, Sources(types, lambda _name: Drawing(data, None, None), known=SOURCES), run)
    validator("snapshot.v1.json").validate(json.loads(write(recorded(taken, run, "slo-gate"))))
