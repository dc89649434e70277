"""The servers that speak Prometheus' query API, for real, each over the same history."""

import json
import shutil
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from tests.support.go_programs import go_program
from tests.support.prometheus import AT, Samples, free_address, running_prometheus, started, wait_until_ready
from tests.support.require import require

FAILING = 'code="500"'
"""What the series of one half of Thanos' stores have in their names."""


def prometheus_2(folder: Path, samples: Samples) -> AbstractContextManager[str]:
    return running_prometheus(folder, samples)


def prometheus_3(folder: Path, samples: Samples) -> AbstractContextManager[str]:
    return running_prometheus(folder, samples, str(go_program("prometheus")))


@contextmanager
def victoria_metrics(folder: Path, samples: Samples) -> Iterator[str]:
    require(shutil.which("victoria-metrics") is not None, "Debian's package victoria-metrics is not installed")
    address = free_address()
    command = ["victoria-metrics", f"-storageDataPath={folder / 'data'}", f"-httpListenAddr={address}"]
    with started([*command, "-retentionPeriod=100y"]):
        url = f"http://{address}"
        wait_until_ready(f"{url}/health")
        for name, values in samples.items():
            lines = "".join(f"{name} {value} {round(at * 1000)}\n" for at, value in values)
            with urllib.request.urlopen(f"{url}/api/v1/import/prometheus", lines.encode(), timeout=30):
                pass
        with urllib.request.urlopen(f"{url}/internal/force_flush", timeout=30):
            pass
        _wait_until_known(url)
        yield url


@dataclass(frozen=True, slots=True)
class Thanos:
    """A querier before two stores: one knows the failing requests, the other all else."""

    url: str
    failing: "subprocess.Popen[bytes]"
    """The process of the store of failing requests."""


@contextmanager
def thanos(folder: Path, samples: Samples) -> Iterator[str]:
    with thanos_of_two(folder, samples) as one:
        yield one.url


@contextmanager
def thanos_of_two(folder: Path, samples: Samples) -> Iterator[Thanos]:
    with ExitStack() as stack:
        halves = [
            {name: values for name, values in samples.items() if (FAILING in name) is failing}
            for failing in (False, True)
        ]
        stores = [stack.enter_context(_store(folder / f"store-{n}", half)) for n, half in enumerate(halves)]
        http = free_address()
        query = [str(go_program("thanos")), "query", f"--http-address={http}", f"--grpc-address={free_address()}"]
        stack.enter_context(started([*query, *(f"--endpoint-strict={address}" for address, _ in stores)]))
        wait_until_ready(f"http://{http}/-/ready")
        _wait_until_known(f"http://{http}")
        yield Thanos(f"http://{http}", stores[1][1])


@contextmanager
def _store(folder: Path, samples: Samples) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """A Prometheus and the sidecar that opens it to Thanos; the address and the process of the latter."""
    config = f"global: {{external_labels: {{store: {folder.name}}}}}\n"
    with running_prometheus(folder, samples, str(go_program("prometheus")), config) as url:
        grpc, http = free_address(), free_address()
        paths = [f"--prometheus.url={url}", f"--tsdb.path={folder / 'data'}"]
        with started(
            [str(go_program("thanos")), "sidecar", *paths, f"--grpc-address={grpc}", f"--http-address={http}"]
        ) as one:
            wait_until_ready(f"http://{http}/-/ready")
            yield grpc, one


SERVERS: Mapping[str, Callable[[Path, Samples], AbstractContextManager[str]]] = {
    "Prometheus 2": prometheus_2,
    "Prometheus 3": prometheus_3,
    "VictoriaMetrics": victoria_metrics,
    "Thanos": thanos,
}


def _wait_until_known(url: str) -> None:
    """Until all of the history can be asked for."""
    form = {"query": "count(shop_requests_total)", "time": str(AT.timestamp()), "nocache": "1"}
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(f"{url}/api/v1/query?{urllib.parse.urlencode(form)}", timeout=10) as answer:
                result = json.load(answer)["data"]["result"]
        except (URLError, OSError):
            result = []
        if result and result[0]["value"][1] == "2":
            return
        assert time.monotonic() < deadline, f"{url} does not know the history: {result}"
