"""A real Prometheus over a history that was written for the test, and that history's samples."""

import json
import math
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from socket import socket
from urllib.error import URLError

from tests.support.require import require

AT = datetime(2026, 11, 18, 12, tzinfo=UTC)
DAYS = 35
INTERVAL = timedelta(minutes=2)
DEATH = AT - timedelta(hours=6)
Samples = Mapping[str, list[tuple[float, float]]]


@cache
def history() -> Samples:
    """35 days of scrapes, 17 s beside the minute: traffic by day and night, two restarts, an incident, a dead service."""
    rng = Random(7)
    values = dict.fromkeys(('shop_requests_total{code="200"}', 'shop_requests_total{code="500"}'), 0.0)
    values |= dict.fromkeys(('dead_requests_total{code="200"}', 'clean_requests_total{code="200"}'), 0.0)
    samples: dict[str, list[tuple[float, float]]] = {name: [] for name in (*values, "queue_seconds")}
    restarts = {AT - timedelta(days=20, minutes=1, seconds=43), AT - timedelta(days=3, minutes=1, seconds=43)}
    at = AT - timedelta(days=DAYS) + timedelta(seconds=17)
    while at < AT:
        load = 100 + 80 * math.sin(at.hour / 24 * 2 * math.pi)
        incident = timedelta(0) <= at - (AT - timedelta(days=10)) < timedelta(hours=2)
        if at in restarts:
            values = dict.fromkeys(values, 0.0)
        for name in values:
            failing = "500" in name
            values[name] += int((load / 4 if incident else rng.random() * 1.2) if failing else load + rng.random() * 9)
            if not (name.startswith("dead") and at > DEATH):
                samples[name].append((at.timestamp(), values[name]))
        samples["queue_seconds"].append((at.timestamp(), 9.0 if incident else 1.5 + rng.random()))
        at += INTERVAL
    return samples


def increases(samples: list[tuple[float, float]], start: datetime, end: datetime) -> float:
    """What a counter counted between two instants, a restart at zero included: from its samples, and nothing else."""
    total, before = 0.0, None
    for at, value in samples:
        if start.timestamp() < at <= end.timestamp() and before is not None:
            total += value - before if value >= before else value
        before = value
    return total


@contextmanager
def running_prometheus(
    folder: Path,
    samples: Samples,
    program: str = "prometheus",
    config: str = "scrape_configs: []\n",
    rules: Sequence[Path] = (),
) -> Iterator[str]:
    """The address of a server that holds the samples, and has loaded the rules. Its data is in `data` below the folder, which is made."""
    require(bool(shutil.which(program) and shutil.which("promtool")), "Debian's package prometheus is not installed")
    folder.mkdir(exist_ok=True)
    text = folder / "history.om"
    with text.open("w") as file:
        for name, values in samples.items():
            file.writelines(f"{name} {value} {at}\n" for at, value in values)
        file.write("# EOF\n")
    data = folder / "data"
    (folder / "prometheus.yml").write_text(f"{config}rule_files: {json.dumps([str(rule) for rule in rules])}\n")
    # promtool reads the whole text again for each block: few blocks, where two hours each would take half a minute.
    create = ["promtool", "tsdb", "create-blocks-from", "--max-block-duration=1000h", "openmetrics"]
    subprocess.run([*create, str(text), str(data)], check=True, capture_output=True)
    address = free_address()
    options = [f"--config.file={folder / 'prometheus.yml'}", f"--storage.tsdb.path={data}"]
    command = [program, *options, "--storage.tsdb.retention.time=10y", f"--web.listen-address={address}"]
    with started(command):
        wait_until_ready(f"http://{address}/-/ready")
        yield f"http://{address}"


def free_address() -> str:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


@contextmanager
def started(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            yield server
        finally:
            server.terminate()


def wait_until_ready(url: str) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (URLError, OSError):
            if time.monotonic() > deadline:
                raise
