"""How long `slo-gate gate` takes, beside its peers: python bench/gate.py [--slos 1,50,200,1000] [--delayed 1,50,200]"""

import argparse
import json
import re
import subprocess
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import history
from fleet import SERVICES, Slo, slos
from gate_tools import Budgets, Tool, slo_gate, slo_generator, slokit
from measure import taken
from watching import Asked, Watch, watched

DELAY = 0.04
"""Seconds that a round trip takes behind the delay, above what it takes on loopback."""
TOLERANCE = 0.01
"""Of a budget: what rounding in a tool's output, and days that are added up, may make of it."""


class Comparison:
    """Some tools over the same SLOs, on the same server; the first one is slo-gate."""

    def __init__(self, tools: Sequence[Tool], url: str, most_runs: int) -> None:
        self._tools = tools
        self._url = url
        self._most_runs = most_runs

    def show(self, count: int, *, delayed: bool) -> None:
        """Our own program runs before each of its peers and after the last: a machine is not as quick in one minute as in another."""
        own, *peers = self._tools
        answered = self._watched_all(slos(count))
        ours: list[Measured] = []
        theirs: list[tuple[Tool, Measured]] = []
        for peer in (*peers, None):
            ours.append(self._measured(own, slos(count), delayed=delayed))
            theirs += [(peer, self._measured(peer, slos(count), delayed=delayed))] if peer else []
        together = Measured.of(ours)
        for tool, found in ((own, together), *theirs):
            _, requests, server, note = answered[tool.name]
            shown = [
                f"{one:9.3f} {_ratio(one, first):>7}"
                for one, first in zip(found.seconds, together.seconds, strict=True)
            ]
            print(f"{count:>6}  {tool.name:14} {requests:>8} {server:8.3f} {found.busy:8.3f} {'  '.join(shown)}")
            print(note, end="", flush=True)

    def _watched_all(self, some: Sequence[Slo]) -> Mapping[str, tuple[Budgets, int, float, str]]:
        """What each tool says, and what that took of the server. They say the same, or the benchmark stops."""
        found: dict[str, tuple[Budgets, int, float, str]] = {}
        for tool in self._tools:
            expected = next(iter(found.values()))[0] if found else {}
            with tempfile.TemporaryDirectory() as folder:
                found[tool.name] = self._agreeing(tool, Path(folder), some, expected)
        return found

    def _agreeing(
        self, tool: Tool, folder: Path, some: Sequence[Slo], expected: Budgets
    ) -> tuple[Budgets, int, float, str]:
        """As `_watched`, where the budgets are those expected; twice at most, for a minute may begin between two questions."""
        found = self._watched(tool, folder, some)
        if found[0].keys() == expected.keys() and _apart(found[0], expected):
            found = self._watched(tool, folder, some)
        _compare(tool.name, found[0], expected or found[0], len(some))
        return found

    def _runs(self, tool: Tool, count: int) -> int:
        """One where they take long."""
        return min(self._most_runs, 5 if count <= 50 or tool is self._tools[0] else 3 if count <= 200 else 1)

    def _watched(self, tool: Tool, folder: Path, some: Sequence[Slo]) -> tuple[Budgets, int, float, str]:
        """The tool's budgets, how many requests and seconds of the server's processor they took, and how long slo-gate waited."""
        before = processor_seconds(self._url)
        with watched(self._url) as proxy:
            command = [*tool.command(folder, some, proxy.url), *tool.shown]
            run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        server = processor_seconds(self._url) - before
        note = self._waited(proxy) if tool is self._tools[0] else ""
        return tool.budgets(run.stdout), len(proxy.asked), server, note

    def _waited(self, proxy: Watch) -> str:
        seconds = evaluation_seconds(self._url, proxy.asked)
        return (
            f"{'':8}waits {proxy.waiting:.3f} s; the server evaluates for {seconds:.3f} s: "
            f"{proxy.waiting / seconds:.2f} times that\n"
        )

    def _measured(self, tool: Tool, some: Sequence[Slo], *, delayed: bool) -> "Measured":
        with tempfile.TemporaryDirectory() as folder:
            direct = taken(tool.command(Path(folder), some, self._url), self._runs(tool, len(some)), tool.ends)
            if not delayed:
                return Measured((direct.seconds,), direct.busy)
            with watched(self._url, DELAY) as proxy:
                runs = 3 if tool is self._tools[0] else 1
                behind = taken(tool.command(Path(folder), some, proxy.url), runs, tool.ends)
        return Measured((direct.seconds, behind.seconds), direct.busy)


class Measured(NamedTuple):
    """Wall time on loopback, and behind the delay where that was asked for; and the least time on a processor."""

    seconds: tuple[float, ...]
    busy: float

    @classmethod
    def of(cls, several: Sequence["Measured"]) -> "Measured":
        seconds = zip(*(one.seconds for one in several), strict=True)
        return cls(tuple(median(each) for each in seconds), min(one.busy for one in several))


def _ratio(seconds: float, own: float) -> str:
    """How many times what slo-gate takes; nothing for itself."""
    return "" if seconds == own else f"{seconds / own:.1f} x"


def _compare(name: str, budgets: Budgets, expected: Budgets, count: int) -> None:
    """Raises RuntimeError where a tool did not answer for every SLO, or says something else than slo-gate."""
    if len(budgets) != count or budgets.keys() != expected.keys():
        raise RuntimeError(f"{name} answers for {len(budgets)} of {count} SLOs")
    for slo in _apart(budgets, expected):
        raise RuntimeError(f"{name} says that {budgets[slo]:.3f} of {slo} remains, slo-gate {expected[slo]:.3f}")


def _apart(budgets: Budgets, expected: Budgets) -> list[str]:
    return [slo for slo, left in budgets.items() if abs(left - expected[slo]) > TOLERANCE]


def evaluation_seconds(url: str, asked: Iterable[Asked]) -> float:
    """How long the server evaluates the same requests, one after the other, by its own account."""
    total = 0.0
    for one in asked:
        form = urllib.parse.urlencode([*one.parameters, ("stats", "all")]).encode()
        with urllib.request.urlopen(f"{url}{one.path}", data=form) as answer:
            total += json.load(answer)["data"]["stats"]["timings"]["evalTotalTime"]
    return total


def processor_seconds(url: str) -> float:
    """How long the server has been busy, by its own metrics."""
    with urllib.request.urlopen(f"{url}/metrics") as answer:
        return float(re.search(rb"^process_cpu_seconds_total (\S+)", answer.read(), re.MULTILINE)[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--slos", default="1,50,200,1000", help="how many SLOs, separated by commas")
    parser.add_argument("--delayed", default="1,50,200", help="which of these behind the delay too; 1000 take long")
    parser.add_argument("--runs", type=int, default=5, help="at most so many runs of each command")
    options = parser.parse_args()
    counts = [int(count) for count in options.slos.split(",")]
    if max(counts) > 4 * SERVICES:
        parser.error(f"there are {4 * SERVICES} SLOs")
    delayed = {int(count) for count in options.delayed.split(",") if count}
    with history.running() as url:
        comparison = Comparison([slo_gate(), slo_generator(), slokit()], url, options.runs)
        print(
            f"{'SLOs':>6}  {'program':14} {'requests':>8} {'server':>8} {'busy':>8} {'seconds':>9} {'':7}  behind {DELAY * 1000:.0f} ms"
        )
        for count in counts:
            comparison.show(count, delayed=count in delayed)
    print("Every program gave the same budgets.")


if __name__ == "__main__":
    main()
