"""Clocks, zones and calendars, from the SLO file to the report. The ids name the lines of the fault table."""

import itertools
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.faults.gating import SLOW, Gate, gated, verdict_of
from tests.faults.running import SLO, put
from tests.support import faults
from tests.support.faults import answering, serving
from tests.support.playing import playing
from tests.support.program import run

ROLLING = "    - duration: 30d\n      isRolling: true\n"


def on_calendar(length: str, start: str, zone: str) -> dict[str, str]:
    """The file of an SLO over calendar windows."""
    calendar = f"calendar: {{startTime: '{start}', timeZone: {zone}}}"
    assert ROLLING in SLO
    return {
        "slo/web.yaml": SLO.replace(ROLLING, f"    - duration: {length}\n      isRolling: false\n      {calendar}\n")
    }


BERLIN = on_calendar("1d", "2026-01-01 00:00:00", "Europe/Berlin")


@pytest.mark.parametrize(
    ("files", "at", "start", "length"),
    [
        pytest.param(BERLIN, "2026-10-25T22:30", "2026-10-24T22:00", timedelta(hours=25), id="J2 a day of 25 hours"),
        pytest.param(BERLIN, "2026-03-29T21:30", "2026-03-28T23:00", timedelta(hours=23), id="J2 a day of 23 hours"),
        pytest.param(
            on_calendar("1M", "2026-01-31 00:00:00", "UTC"),
            "2026-03-15T12:00",
            "2026-02-28T00:00",
            timedelta(days=31),
            id="J5 a month that begins on the 31st",
        ),
        pytest.param(
            on_calendar("1Y", "2024-02-29 00:00:00", "UTC"),
            "2026-11-01T12:00",
            "2026-02-28T00:00",
            timedelta(days=365),
            id="J5 a year that begins on the 29th of February",
        ),
    ],
)
def test_calendar_windows(files: dict[str, str], at: str, start: str, length: timedelta, gate: Gate) -> None:
    put(gate.folder, files)
    now = datetime.fromisoformat(f"{at}:00Z")
    code, report = gated(gate, playing(newest=now.timestamp() - 60), at=now)
    (objective,) = report["objectives"]
    assert (code, objective["verdict"]) == (0, "pass")
    assert objective["window"]["start"] == f"{start}:00Z"
    assert objective["window"]["length"] == length.total_seconds()


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(on_calendar("1d", "2026-01-01 00:00:00", "Mars/Phobos"), id="J3 a zone of another planet"),
        pytest.param(on_calendar("1d", "2026-01-01 00:00:00", "../../etc/passwd"), id="J3 a zone that is a path"),
        pytest.param(on_calendar("1d", "2031-01-01 00:00:00", "UTC"), id="J6 a window that begins in years"),
    ],
)
def test_windows_that_cannot_be(files: dict[str, str], gate: Gate) -> None:
    put(gate.folder, files)
    code, report = gated(gate, playing())
    assert (code, report["outcome"]) == (2, "invalid")


def test_j4_zones_need_nothing_of_the_system(gate: Gate) -> None:
    put(gate.folder, BERLIN)
    done = run("validate", cwd=gate.folder, env={"PYTHONTZPATH": ""})
    assert done.code == 0, done.out


def test_j7_seconds_go_on_after_32_bits(gate: Gate) -> None:
    at = datetime(2038, 2, 1, tzinfo=UTC)
    code, report = gated(gate, playing(newest=at.timestamp() - 60), at=at)
    assert (code, verdict_of(report), report["at"]) == (0, "pass", "2038-02-01T00:00:00Z")


@pytest.mark.parametrize("step", [-3600, 3600], ids=["J8 back", "J8 ahead"])
def test_a_clock_that_is_set_while_a_question_waits_changes_no_deadline(
    step: int, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, steps = time.time(), itertools.count()
    monkeypatch.setattr(time, "time", lambda: now + step * next(steps))
    with serving(faults.silent) as server:
        code, report = gate.run(server.url, seconds=SLOW)
    assert (code, verdict_of(report)) == (3, "out-of-time")
    with answering(playing()) as server:
        assert gate.run(server.url)[0] == 0
