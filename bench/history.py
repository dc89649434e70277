"""A Prometheus over 30 days of a fleet's counters: written once, then kept in .cache/bench for two days."""

import random
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import accumulate, chain, repeat
from pathlib import Path
from tempfile import TemporaryDirectory

from fleet import traffic
from peers import CACHE

HISTORY = CACHE / "history"
MINUTE, DAY = 60, 86_400
BLOCK = 162 * 3600
"""Seconds of a block: what a server that keeps 70 days compacts its blocks to, and never further."""
BACK, AHEAD = 31 * DAY, 2 * DAY
"""The peers ask for the present alone, so what is kept reaches beyond it and serves for a while."""


@contextmanager
def running() -> Iterator[str]:
    """The address of a server that holds the history. Raises RuntimeError where Prometheus is not installed."""
    for program in ("prometheus", "promtool"):
        if not shutil.which(program):
            raise RuntimeError(f"{program} is missing: install Debian's package prometheus")
    _write()
    address = f"127.0.0.1:{free_port()}"
    config = CACHE / "prometheus.yml"
    config.write_text("scrape_configs: []\n")
    options = [f"--config.file={config}", f"--storage.tsdb.path={HISTORY}", "--storage.tsdb.retention.time=70d"]
    command = ["prometheus", *options, f"--web.listen-address={address}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_until_ready(f"http://{address}")
            yield f"http://{address}"
        finally:
            server.terminate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _write() -> None:
    """Each block by itself, since promtool reads the whole text again for every block that it makes of it."""
    now = int(time.time()) // MINUTE * MINUTE
    until = HISTORY / "until"
    if until.exists() and now < int(until.read_text()):
        return
    shutil.rmtree(HISTORY, ignore_errors=True)
    HISTORY.mkdir(parents=True)
    start, end = now - BACK, now + AHEAD
    borders = [start, *range((start // BLOCK + 1) * BLOCK, end, BLOCK), end]
    with ProcessPoolExecutor() as workers:
        list(workers.map(_write_block, borders, borders[1:]))
    until.write_text(str(end))


def _write_block(start: int, end: int) -> None:
    times = [f" {at}\n" for at in range(start, end, MINUTE)]
    minutes = range(start // MINUTE, end // MINUTE)
    with TemporaryDirectory(dir=CACHE) as folder:
        text = Path(folder) / "history.om"
        with text.open("w") as file:
            for series, mean in traffic().items():
                values = map(str, _counted(mean, minutes))
                file.write("".join(chain.from_iterable(zip(repeat(f"{series} "), values, times, strict=False))))
            file.write("# EOF\n")
        create = ["promtool", "tsdb", "create-blocks-from", f"--max-block-duration={BLOCK}s", "openmetrics"]
        subprocess.run([*create, str(text), str(HISTORY)], check=True, capture_output=True)


def _counted(mean: float, minutes: range) -> Iterator[int]:
    """A counter's value at each minute since 1970. Every day is like the other, and no minute like the one before.

    All series are busy at the same times: so there are never more good events than events.
    """
    rng = random.Random(1)
    day = list(accumulate(int(mean * (0.5 + rng.random()) + rng.random()) for _ in range(DAY // MINUTE)))
    return (minute // len(day) * day[-1] + day[minute % len(day)] for minute in minutes)


def _wait_until_ready(url: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(f"{url}/-/ready", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
