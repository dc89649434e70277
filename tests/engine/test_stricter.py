"""Of two versions of a promise the stricter one judges, by one measurement. The source is a port fake."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.measurement import Bucket, Measurement, NoData, Reading, Reason, Request
from slo_gate.core.plan import Planned
from slo_gate.core.policy import Context, Policy
from slo_gate.core.report import GateReport, ObjectiveReport, PolicyOrigin
from slo_gate.core.slo import Objective, Query, Ratio, Slo, queries_of
from slo_gate.core.verdict import Verdict, worst
from slo_gate.engine.choosing import Sources
from slo_gate.engine.chosen import Chosen
from slo_gate.engine.comparing import compare
from slo_gate.engine.gating import gate, reported, take_promises
from slo_gate.engine.run import Run
from slo_gate.engine.stricter import Tried, together, trials, tried
from tests.core.promises import HERE, slo
from tests.support.properties import tried as tried_on

AT = datetime(2026, 11, 18, 12, tzinfo=UTC)
RUN = Run(Policy(min_events_for_fail=None), PolicyOrigin(), Context(), AT, AT)


@dataclass
class Counting:
    """Of each day's 100 000 events, so many of a total are bad; a query that it does not know it rejects."""

    bad: Mapping[str, int]
    asked: list[Request] = field(default_factory=list)
    stale_after: timedelta | None = None

    def now(self) -> datetime | None:
        return None

    def plan(self, requests: Sequence[Request]) -> Sequence[Planned]:
        return [Planned("all", AT, AT, None, tuple(requests))]

    def measure(self, requests: Sequence[Request]) -> Mapping[Request, Reading]:
        self.asked += requests
        return {request: self._reading(request) for request in requests}

    def _reading(self, request: Request) -> Reading:
        text = queries_of(request.indicator)[-1].text
        if text not in self.bad:
            return NoData(Reason.QUERY_REJECTED, "no such metric")
        good, total = Decimal(100_000 - self.bad[text]), Decimal(100_000)
        grid = request.grid
        buckets = tuple(Bucket(*grid.bucket(index), good, total) for index in range(grid.size))
        stretches = tuple(Bucket(*stretch, good, total) for stretch in request.stretches)
        return (Measurement(buckets, stretches),)


def promise(target: str | Decimal, query: str = "requests") -> Slo:
    indicator = Ratio(Query("metrics", query, HERE), good=Query("metrics", f"good_{query}", HERE))
    plain = slo()
    return plain._replace(objectives=(Objective("main", Decimal(target), indicator, HERE),))


def results(before: list[Slo], after: list[Slo], source: Counting, *, run_new: bool = True) -> list[Tried]:
    planned = list(trials(compare(before, after, Chosen()), run_new=run_new))
    sources = Sources({"metrics": "prometheus"}, lambda _: source)
    taken = take_promises([one for trial in planned for one in trial.asked], sources, RUN)
    return list(tried(planned, taken, RUN))


def judged(before: list[Slo], after: list[Slo], source: Counting, *, run_new: bool = True) -> GateReport:
    return reported(together(results(before, after, source, run_new=run_new)), AT, RUN, ())


def verdict(target: str | Decimal, source: Counting) -> Verdict:
    report = gate([promise(target)], Sources({"metrics": "prometheus"}, lambda _: source), RUN)
    return report.objectives[0].verdict


def only(report: GateReport) -> ObjectiveReport:
    (one,) = report.objectives
    return one


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        pytest.param("0.999", "0.99", ("0.999", True), id="a lowered target"),
        pytest.param("0.99", "0.999", ("0.999", False), id="a raised one"),
        pytest.param("0.99", "0.99", ("0.99", False), id="the same"),
    ],
)
def test_the_higher_target_judges(before: str, after: str, shown: tuple[str, bool]) -> None:
    one = only(judged([promise(before)], [promise(after)], Counting({"requests": 300})))
    assert (str(one.objective.target), one.at_base) == shown


def test_a_query_that_looks_better_does_not_judge() -> None:
    source = Counting({"requests": 300, "up": 0})
    one = only(judged([promise("0.999")], [promise("0.999", "up")], source))
    assert (one.verdict, one.at_base) == (Verdict.FAIL, True)


def test_a_query_that_looks_worse_judges() -> None:
    source = Counting({"requests": 0, "down": 300})
    one = only(judged([promise("0.999")], [promise("0.999", "down")], source))
    assert (one.verdict, one.at_base) == (Verdict.FAIL, False)


def test_what_was_promised_and_nobody_could_measure_does_not_block_its_repair() -> None:
    source = Counting({"requests": 0})
    assert only(judged([promise("0.999", "gone")], [promise("0.999")], source)).verdict is Verdict.PASS
    assert judged([promise("0.999", "gone")], [], source).objectives == ()


def test_both_targets_are_measured_by_one_question() -> None:
    source = Counting({"requests": 300})
    elsewhere = promise("0.99")._replace(location=HERE._replace(file="other.yaml"))
    assert len(results([promise("0.999")], [elsewhere], source)[0].before) == 1
    assert len(source.asked) == 1


def test_what_is_withheld_is_never_asked() -> None:
    source = Counting({"requests": 0, "secret": 0})
    report = judged([promise("0.999")], [promise("0.999", "secret")], source, run_new=False)
    assert {queries_of(request.indicator)[-1].text for request in source.asked} == {"requests"}
    assert (only(report).verdict, only(report).at_base) == (Verdict.PASS, True)


TARGETS = st.integers(0, 99_999).map(lambda part: Decimal(part) / 100_000)


@tried_on(200)
@given(before=TARGETS, after=TARGETS, bad=st.integers(0, 100_000))
def test_no_target_makes_the_answer_better_than_the_one_before_would_have(
    before: Decimal, after: Decimal, bad: int
) -> None:
    source = Counting({"requests": bad})
    both = only(judged([promise(before)], [promise(after)], source))
    assert both.verdict is worst((verdict(before, source), verdict(after, source)))
