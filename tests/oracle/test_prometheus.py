"""Budgets with exclusions on a real Prometheus: within what `increase()` may be off, those of the samples.

The bound, for each stretch that is asked for, is that of tests/sources/test_prometheus_history.py: the count of 2.2 scrape
intervals, of which increase() extrapolates at both ends, and what the first interval counted, which it does not see.
"""

from bisect import bisect
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from slo_gate.core.exclusion import Exclusion
from slo_gate.core.measurement import Request
from slo_gate.core.policy import Context, Policy
from slo_gate.core.ports import Source, SourceContext
from slo_gate.core.report import ObjectiveReport, PolicyOrigin
from slo_gate.core.slo import Ratio, Slo
from slo_gate.engine.choosing import Sources
from slo_gate.engine.gating import gate
from slo_gate.engine.run import Run
from slo_gate.sources import prometheus
from tests.core.promises import objective, slo
from tests.support.prometheus import AT, INTERVAL, Samples, history, increases, running_prometheus
from tests.support.sql import mapping, query

pytestmark = pytest.mark.xdist_group("prometheus")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
INCIDENT = (AT - 10 * DAY, AT - 10 * DAY + 2 * HOUR)
"""Of the history: every fourth request fails."""
RESTART = (AT - 3 * DAY - HOUR, AT - 3 * DAY + HOUR)
"""Around a restart that sets the counters to zero."""
Pieces = list[tuple[datetime, datetime]]


@pytest.fixture(scope="module")
def samples() -> Samples:
    return history()


@pytest.fixture(scope="module")
def source(samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    folder: Path = tmp_path_factory.mktemp("prometheus")
    with running_prometheus(folder, samples) as url:
        settings = mapping({"type": "prometheus", "url": url})
        yield prometheus.connect("metrics", settings, SourceContext(folder, {}))


def promise(target: str) -> Slo:
    shop = Ratio(query("sum(shop_requests_total)"), bad=query('sum(shop_requests_total{code="500"})'))
    return slo()._replace(objectives=(objective(target)._replace(indicator=shop),))


def judged(source: Source, excluded: Pieces) -> ObjectiveReport:
    exclusions = tuple(Exclusion("maintenance", *piece, AT + DAY) for piece in excluded)
    run = Run(Policy(), PolicyOrigin(), Context(), AT, AT, exclusions=exclusions)
    (report,) = gate([promise("0.99")], Sources({"calls": "prometheus"}, lambda _name: source), run).objectives
    return report


def left(excluded: Pieces) -> Pieces:
    """The days of the window, in the pieces that are left of them."""
    pieces = [(AT - (30 - day) * DAY, AT - (29 - day) * DAY) for day in range(30)]
    for start, end in excluded:
        cut = []
        for from_, to in pieces:
            cut += [(from_, min(to, start)), (max(from_, end), to)]
        pieces = [(from_, to) for from_, to in cut if from_ < to]
    return pieces


def counted(samples: Samples, pieces: Pieces, *codes: int) -> tuple[float, float]:
    exact = bound = 0.0
    for code in codes:
        series = samples[f'shop_requests_total{{code="{code}"}}']
        for start, end in pieces:
            near = series[max(bisect(series, (start.timestamp(), 0)) - 2, 0) : bisect(series, (end.timestamp(), 0)) + 1]
            number = increases(near, start, end)
            exact += number
            bound += number * 2 * 1.1 * (INTERVAL / (end - start)) + increases(near, start, start + INTERVAL)
    return exact, bound


@pytest.mark.parametrize(
    "excluded",
    [
        pytest.param([], id="nothing excluded"),
        pytest.param([INCIDENT], id="an incident"),
        pytest.param([RESTART], id="a restart that resets the counters"),
        pytest.param([(AT - 20 * DAY - 7 * HOUR, AT - 17 * DAY + 5 * HOUR), INCIDENT], id="days and hours"),
        pytest.param([(AT - 40 * DAY, AT - 29 * DAY - 30 * INTERVAL), (AT - HOUR, AT)], id="both ends"),
    ],
)
def test_a_budget_without_what_is_excluded_is_that_of_the_samples(
    source: Source, samples: Samples, excluded: Pieces
) -> None:
    report = judged(source, excluded)
    assert report.budget
    for found, codes in ((report.budget.total, (200, 500)), (report.budget.bad, (500,))):
        assert found is not None
        exact, bound = counted(samples, left(excluded), *codes)
        assert abs(float(found) - exact) <= bound
    exact_bad, _ = counted(samples, left(excluded), 500)
    exact, _ = counted(samples, left(excluded), 200, 500)
    assert float(report.budget.consumed) == pytest.approx(exact_bad / exact / 0.01, rel=0.01)


def test_an_incident_that_is_excluded_is_gone(source: Source) -> None:
    with_it, without = judged(source, []).budget, judged(source, [INCIDENT]).budget
    assert with_it
    assert without
    assert without.bad is not None
    assert with_it.bad is not None
    assert without.bad < with_it.bad - Decimal(1000)


def test_only_the_cut_day_is_asked_again(source: Source) -> None:
    """One range for the days, and one query for each end of the lookbacks and of what is left of a day."""
    asked: list[Request] = []

    class Watched:
        stale_after = source.stale_after
        now = source.now

        def measure(self, requests: list[Request]) -> object:
            asked.extend(requests)
            return source.measure(requests)

    judged(Watched(), [(INCIDENT[0] + HOUR, INCIDENT[1])])  # type: ignore[arg-type]
    (request,) = asked
    assert len(request.stretches) == 2 + 2
    assert request._replace(stretches=()).grid.size == 30
