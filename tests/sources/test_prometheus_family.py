"""The same SLOs over the same history get the same verdicts from every server of the family."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.support.family import SERVERS, thanos_of_two
from tests.support.program import called
from tests.support.prometheus import AT, DEATH, INTERVAL, Samples, history, increases
from tests.support.prometheus_promises import DEAD, LOW, SPENT, WHOLE, write_workspace

pytestmark = pytest.mark.xdist_group("prometheus-family")
SECRET = "family-canary"
Urls = Callable[[str], str]


@pytest.fixture(scope="module")
def samples() -> Samples:
    """The history, and a service whose errors were counted, five at once, before anybody looked."""
    served = [(at, 100.0 * n) for n, (at, _) in enumerate(history()["queue_seconds"])]
    failed = [(at, 5.0) for at, _ in served[-2000:]]
    return {**history(), 'late_requests_total{code="200"}': served, 'late_requests_total{code="500"}': failed}


@pytest.fixture(scope="module")
def urls(samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Urls]:
    """The addresses of the servers by name; each is started when it is asked for."""
    with ExitStack() as stack:

        @cache
        def url(name: str) -> str:
            return stack.enter_context(SERVERS[name](tmp_path_factory.mktemp("server"), samples))

        yield url


def gated(folder: Path, *options: str) -> tuple[int, Any]:
    """The exit status, and the report's only objective."""
    arguments = ("gate", "--format=json", "--environment=production", *options)
    done = called(*arguments, cwd=folder, env={"PROM_TOKEN": SECRET})
    assert SECRET not in done.out + done.err
    (objective,) = json.loads(done.out)["objectives"]
    return done.code, objective


@pytest.mark.parametrize(
    ("targets", "code", "verdict"),
    [
        pytest.param(WHOLE, 0, "pass", id="a whole budget"),
        pytest.param(LOW, 0, "warn", id="a low budget"),
        pytest.param(SPENT, 1, "fail", id="a spent budget"),
        pytest.param(DEAD, 3, "stale-data", id="a service that stopped"),
        pytest.param({"nothing": "0.999"}, 3, "no-data", id="a service that nobody knows"),
    ],
)
@pytest.mark.parametrize("server", SERVERS)
def test_verdict(urls: Urls, server: str, targets: dict[str, str], code: int, verdict: str, tmp_path: Path) -> None:
    exit_code, objective = gated(write_workspace(tmp_path, urls(server), targets))
    reason = (objective["no_data"] or {}).get("reason")
    assert (exit_code, reason or objective["verdict"]) == (code, verdict), objective


@pytest.mark.parametrize("server", SERVERS)
def test_the_budget_is_that_of_the_samples(urls: Urls, server: str, samples: Samples, tmp_path: Path) -> None:
    _, objective = gated(write_workspace(tmp_path, urls(server), SPENT))
    month = (AT.replace(month=10, day=19), AT)
    bad, good = (increases(samples[f'shop_requests_total{{code="{code}"}}'], *month) for code in (500, 200))
    remaining = 1 - bad / (0.001 * (bad + good))
    assert float(objective["total"]) == pytest.approx(bad + good, rel=0.005)
    assert float(objective["remaining"]) == pytest.approx(remaining, abs=0.02 * (1 - remaining))
    newest = datetime.fromisoformat(objective["newest_sample"])
    assert newest == datetime.fromtimestamp(samples["queue_seconds"][-1][0], UTC)


@pytest.mark.parametrize("server", SERVERS)
def test_a_service_that_stopped_is_told_by_its_newest_sample(urls: Urls, server: str, tmp_path: Path) -> None:
    _, objective = gated(write_workspace(tmp_path, urls(server), DEAD))
    newest = datetime.fromisoformat(objective["newest_sample"])
    assert abs(DEATH - newest) < 3 * INTERVAL


@pytest.mark.parametrize("server", SERVERS)
def test_what_comes_after_the_instant_does_not_count(urls: Urls, server: str, samples: Samples, tmp_path: Path) -> None:
    """Nor before the history: two weeks in, on an odd minute, the incident of the last days is not known yet."""
    at = AT.replace(day=2, hour=7, minute=13)
    _, objective = gated(write_workspace(tmp_path, urls(server), SPENT), f"--at={at:%Y-%m-%dT%H:%M:%SZ}")
    bad, good = (
        increases(samples[f'shop_requests_total{{code="{code}"}}'], AT.min.replace(tzinfo=UTC), at)
        for code in (500, 200)
    )
    assert float(objective["total"]) == pytest.approx(bad + good, rel=0.01)
    assert float(objective["coverage"]) == pytest.approx(19 / 30, abs=0.04)
    assert "of the window has data" in " ".join(objective["warnings"])


@pytest.mark.parametrize(("server", "bad"), [(name, 5 if name == "VictoriaMetrics" else 0) for name in SERVERS])
def test_the_first_value_of_a_series_counts_on_victoriametrics_alone(
    urls: Urls, server: str, bad: int, tmp_path: Path
) -> None:
    """That the page says so is why error counters are to begin at zero."""
    _, objective = gated(write_workspace(tmp_path, urls(server), {"late": "0.999"}))
    assert float(objective["total"]) - float(objective["good"]) == pytest.approx(bad, abs=0.01)


SLICES = """\
      timeSliceTarget: 0.95
      timeSliceWindow: 1h
"""


@pytest.mark.parametrize("server", SERVERS)
def test_slices_that_begin_at_an_odd_minute_hold_their_own_events(urls: Urls, server: str, tmp_path: Path) -> None:
    """The incident, from 12 to 14 o'clock, is in three hours that begin at :40, and in two that VictoriaMetrics prefers."""
    write_workspace(tmp_path, urls(server), SPENT)
    slo = tmp_path / "slo" / "shop.yaml"
    slo.write_text(slo.read_text().replace("Occurrences", "Timeslices") + SLICES)
    _, objective = gated(tmp_path, f"--at={AT.replace(hour=9, minute=40):%Y-%m-%dT%H:%M:%SZ}")
    assert int(objective["total"]) - int(objective["good"]) == 3


@pytest.fixture(scope="module")
def half_of_thanos(samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Thanos that has lost its store of bad events."""
    with thanos_of_two(tmp_path_factory.mktemp("half"), samples) as thanos:
        thanos.failing.terminate()
        thanos.failing.wait()
        yield thanos.url


@pytest.mark.parametrize(
    "parameters", ["", "\n    parameters: {}"], ids=["asked for all or nothing", "asked for anything"]
)
def test_thanos_without_the_store_of_bad_events_is_no_perfect_service(
    half_of_thanos: str, parameters: str, tmp_path: Path
) -> None:
    write_workspace(tmp_path, half_of_thanos, SPENT)
    config = tmp_path / ".slo-gate.yaml"
    config.write_text(config.read_text().replace("type: prometheus", f"type: prometheus{parameters}"))
    code, objective = gated(tmp_path)
    assert (code, objective["verdict"]) == (3, "unknown")
    assert objective["no_data"]["reason"] == "partial-data"
