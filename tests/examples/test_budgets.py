"""The budgets of the examples, by plain arithmetic over the rows of their CSV files: no code of the program's."""

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.support.program import called
from tests.support.repository import ROOT

AT = datetime.fromisoformat("2026-11-18 12:00:00")
MIDNIGHT_IN_JAKARTA = datetime.fromisoformat("2026-11-17 17:00:00")
DAY = timedelta(days=1)
Row = dict[str, str]


class Expected(NamedTuple):
    """`good` and `total` in events or slices, and what the error budget of the whole window allows of bad ones."""

    good: int
    total: int
    allowed: Fraction

    @property
    def remaining(self) -> Fraction:
        return 1 - (self.total - self.good) / self.allowed


def rows(name: str) -> Iterator[Row]:
    with (ROOT / "examples" / name).open(newline="") as file:
        yield from csv.DictReader(file)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def since(name: str, column: str, start: datetime) -> list[Row]:
    return [row for row in rows(name) if start <= instant(row[column]) < AT]


def of(target: str, good: int, total: int, whole: int | None = None) -> Expected:
    return Expected(good, total, (1 - Fraction(target)) * (total if whole is None else whole))


def sums(name: str, bad: str, total: str, start: datetime) -> tuple[int, int]:
    found = since(name, "slot", start)
    every = sum(int(row[total]) for row in found)
    return every - sum(int(row[bad]) for row in found), every


def good_slices(found: Sequence[Row], total: str, bad: str, target: str) -> int:
    return sum(int(row[total]) - int(row[bad]) >= Fraction(target) * int(row[total]) for row in found)


def checkout_availability() -> Expected:
    return of("0.999", *sums("web-shop/data/checkout.csv", "failed", "requests", AT - 30 * DAY))


def checkout_latency() -> Expected:
    return of("0.95", *sums("web-shop/data/checkout.csv", "slow", "requests", AT - 30 * DAY))


def voice_downtime() -> Expected:
    """A minute is good if 99 % of its calls were carried; the day has 1440, of which 1140 have passed."""
    found = since("telecom/data/calls.csv", "slot", MIDNIGHT_IN_JAKARTA)
    return of("0.9993", good_slices(found, "calls", "dropped", "0.99"), len(found), 1440)


def lookup_under_100_ms() -> Expected:
    """5 minutes are good if none of their look-ups was slow."""
    found = since("telecom/data/lookups.csv", "slot", AT - 7 * DAY)
    return of("0.99", good_slices(found, "lookups", "slow", "1"), len(found), 7 * 24 * 12)


def tariff_switch_on_time() -> Expected:
    found = since("telecom/data/runs.csv", "slot", AT - 30 * DAY)
    late = [row for row in found if instant(row["finished_at"]) - instant(row["slot"]) > timedelta(seconds=5)]
    return of("0.95", len(found) - len(late), len(found))


def tickets_solved_in_a_day() -> Expected:
    """A ticket counts when it was solved or is a day old, whichever came first; only those solved in time are good."""
    good = total = 0
    for row in rows("service-desk/data/tickets.csv"):
        overdue = instant(row["opened_at"]) + DAY
        solved = instant(row["solved_at"] or "9999-12-31 00:00:00")
        if AT - 30 * DAY <= min(solved, overdue) < AT:
            total += 1
            good += solved <= overdue
    return of("0.95", good, total)


def good_ratings() -> Expected:
    found = since("service-desk/data/ratings.csv", "rated_at", AT - 90 * DAY)
    return of("0.9", sum(int(row["stars"]) >= 4 for row in found), len(found))


PROMISES: tuple[tuple[Callable[[], Expected], str], ...] = (
    (checkout_availability, "fail"),
    (checkout_latency, "pass"),
    (voice_downtime, "warn"),
    (lookup_under_100_ms, "pass"),
    (tariff_switch_on_time, "pass"),
    (tickets_solved_in_a_day, "warn"),
    (good_ratings, "pass"),
)


@pytest.fixture(scope="module")
def report() -> Any:
    return json.loads(called("gate", "--config", "examples/.slo-gate.yaml", "--format", "json", cwd=ROOT).out)


def test_every_promise_has_its_arithmetic(report: Any) -> None:
    names = [promise.__name__.replace("_", "-") for promise, _ in PROMISES]
    assert sorted(one["slo"] for one in report["objectives"]) == sorted(names)


@pytest.mark.parametrize(("promise", "verdict"), PROMISES, ids=lambda item: getattr(item, "__name__", item))
def test_budget(promise: Callable[[], Expected], verdict: str, report: Any) -> None:
    """R = 1 - bad / allowed, and allowed = (1 - T) times the events, or the slices of the whole window."""
    expected = promise()
    (found,) = (one for one in report["objectives"] if one["slo"] == promise.__name__.replace("_", "-"))
    assert (found["good"], found["total"]) == (expected.good, expected.total)
    assert float(found["remaining"]) == pytest.approx(float(expected.remaining), abs=1e-9)
    assert found["verdict"] == verdict


@pytest.mark.parametrize(("promise", "verdict"), PROMISES, ids=lambda item: getattr(item, "__name__", item))
def test_each_promise_is_explained_in_plain_words(promise: Callable[[], Expected], verdict: str) -> None:
    expected = promise()
    name = promise.__name__.replace("_", "-")
    done = called("explain", name, "--config", "examples/.slo-gate.yaml", cwd=ROOT)
    assert (done.code, done.err) == (0, "")
    words = " ".join(done.out.replace("\u202f", " ").split())
    counted = f"{expected.good:,} of {expected.total:,}".replace(",", " ")
    share = float(round(100 * expected.allowed / (1440 if name == "voice-downtime" else expected.total), 2))
    for said in (f"So {share:g} % ", f"good: {counted} ", f" {verdict}: ", "How the number comes about"):
        assert said in words, words


def test_an_open_overdue_ticket_is_bad_and_a_young_open_one_does_not_count() -> None:
    """Both are there, or the promise about tickets would show nothing."""
    ages = [AT - instant(row["opened_at"]) for row in rows("service-desk/data/tickets.csv") if not row["solved_at"]]
    assert any(DAY < age < 30 * DAY for age in ages)
    assert any(age < DAY for age in ages)


def test_every_kind_of_promise_and_of_verdict_is_there(report: Any) -> None:
    assert {one["kind"] for one in report["objectives"]} == {"availability", "performance", "satisfaction"}
    assert {one["verdict"] for one in report["objectives"]} == {"pass", "warn", "fail"}


def test_what_is_not_well_says_when_it_recovers(report: Any) -> None:
    assert all(one["recovers_at"] for one in report["objectives"] if one["verdict"] in {"warn", "fail"})


def test_a_target_of_100_percent_is_refused_with_the_way_that_works(tmp_path: Path) -> None:
    """The file on look-ups says why; this is what the tool answers to who writes it all the same."""
    text = (ROOT / "examples/telecom/slo/lookup-under-100-ms.yaml").read_text()
    assert "target: 0.99\n" in text
    (tmp_path / "slo.yaml").write_text(text.replace("target: 0.99\n", "target: 1.0\n"))
    done = called("validate", "--per-file", "slo.yaml", cwd=tmp_path)
    assert done.code == 1
    assert "error[SLO111]: `spec.objectives[0].target` of 100 % leaves no error budget" in done.out
    assert "use `budgetingMethod: Timeslices` with `timeSliceTarget: 1` and a target below 1" in done.out
