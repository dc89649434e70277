"""ClickHouse's engine behind a listener of ours, for the tests: tests/support/clickhouse_server.py says what of it is real.

The engine is 50 MB to fetch and 180 MB on disk, so it is no dependency of development: pip fetches it, by its hash, once.
"""

import base64
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

from tests.support.fetched import fetched
from tests.support.repository import ROOT

USER, PASSWORD = "slo_gate", "clickhouse-canary-secret"
ZONE = "Asia/Tokyo"
"""The server's own: what is meant in UTC is only so because slo-gate says it."""


@dataclass(frozen=True, slots=True)
class ClickHouse:
    port: int

    def url(self, user: str = USER, database: str = "default") -> str:
        return f"clickhouse://{user}@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str) -> str:
        """Outside of slo-gate: nothing limits it. It answers tab-separated values."""
        request = Request(f"http://127.0.0.1:{self.port}/", data=statement.encode(), method="POST")
        request.add_header("Authorization", _basic())
        with urlopen(request, timeout=30) as answer:
            return str(answer.read().decode()).rstrip("\n")


@contextmanager
def running_clickhouse() -> Iterator[ClickHouse]:
    """Skips the test where pip cannot fetch the engine."""
    program = ROOT / "tests/support/clickhouse_server.py"
    with tempfile.TemporaryDirectory(prefix="slo-gate-clickhouse-") as folder:
        command = [sys.executable, str(program), str(_library()), folder, USER, PASSWORD]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"TZ": ZONE}) as server:
            try:
                assert server.stdout is not None
                port = server.stdout.readline()
                assert port, "the engine did not start"
                yield ClickHouse(int(port))
            finally:
                server.kill()


def _basic() -> str:
    return "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


def _library() -> Path:
    return fetched("clickhouse", "ClickHouse's engine") / "chdb" / "_chdb.abi3.so"
