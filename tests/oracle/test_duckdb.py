"""The oracle's histories as rows of a CSV file, asked of DuckDB through the gate: the same numbers, exactly."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slo_gate.core.slo import BudgetingMethod, Ratio
from tests.oracle.histories import History, histories
from tests.oracle.oracle import Samples, answer
from tests.oracle.test_agreement import MINUTES, assert_same, judged, slo
from tests.support.properties import tried
from tests.support.sql import connect, query

FROM = "FROM calls WHERE t >= $start AND t < $end GROUP BY bucket"
TOTAL = f"SELECT time_bucket($step, t, $start) AS bucket, sum(n) AS total {FROM}"
BAD = f"SELECT time_bucket($step, t, $start) AS bucket, sum(n - good) AS bad {FROM}"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    root, numbers = tmp_path_factory.mktemp("oracle"), count()

    def folder() -> Path:
        path = root / str(next(numbers))
        path.mkdir()
        return path

    return folder


def rows(samples: Samples) -> str:
    lines = [f"{minute:%Y-%m-%d %H:%M:%S},{total},{good}" for minute, (good, total) in sorted(samples.items())]
    return "\n".join(["t,n,good", *lines, ""])


def asked_of_duckdb(history: History, folder: Path) -> None:
    (folder / "calls.csv").write_text(rows(history.samples))
    source = connect(folder, tables={"calls": "calls.csv"})
    asked = slo(history.promise)
    ratio = Ratio(query(TOTAL), bad=query(BAD))
    asked = asked._replace(objectives=(asked.objectives[0]._replace(indicator=ratio),))
    report = judged(history, asked, source)
    expected = answer(history.promise, history.samples, history.excluded, history.at, MINUTES)
    if expected.state == "known":
        assert_same(report, expected)
    else:
        assert report.budget is None


@pytest.mark.parametrize("method", BudgetingMethod)
@settings(tried(25), suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_duckdb_and_oracle_agree(method: BudgetingMethod, folders: Callable[[], Path], data: st.DataObject) -> None:
    history = data.draw(histories(str(method), rolling=data.draw(st.booleans())))
    asked_of_duckdb(history, folders())
