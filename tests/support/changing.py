"""A team's repository, with SLOs, a configuration and numbers, and a change that somebody makes to it."""

import json
from pathlib import Path
from typing import Any

from tests.support.commits import commit, git, repository
from tests.support.program import Finished, called

AT = "2026-11-18T12:00:00Z"
NUMBERS = {
    "version": 1,
    "at": AT,
    "slos": [
        {"slo": "checkout", "good": 99_700, "total": 100_000},
        {"slo": "search", "good": 99_999, "total": 100_000},
        {"slo": "orders", "good": 100_000, "total": 100_000},
    ],
}
"""Of checkout's events 0.3 % are bad: too many for 99.9 %, few enough for 99 %."""
CONFIG = f"""\
version: 1
at: {AT}
slos: [slo/*.yaml]
sources: {{metrics: {{type: file, path: numbers.json}}}}
"""


def slo(name: str = "checkout", target: str = "0.999", **spec: str) -> str:
    query = spec.get("query", f"{name}_requests")
    window = spec.get("window", "30d")
    return f"""\
apiVersion: openslo/v1
kind: SLO
metadata: {{name: {name}, labels: {{{spec.get("labels", "")}}}}}
spec:
  service: {spec.get("service", "shop")}
  description: What the shop promises.
  budgetingMethod: Occurrences
  timeWindow: [{{duration: {window}, isRolling: true}}]
  indicator:
    metadata: {{name: requests}}
    spec:
      ratioMetric:
        counter: true
        good: {{metricSource: {{metricSourceRef: metrics, type: prometheus, spec: {{query: 'sum({query}{{code!~"5.."}})'}}}}}}
        total: {{metricSource: {{metricSourceRef: metrics, type: prometheus, spec: {{query: sum({query})}}}}}}
  objectives: [{{displayName: main, target: {target}}}]
"""


class Team:
    """The folder of a repository whose `main` has two promises: `checkout` and `search`."""

    def __init__(self, folder: Path, **files: str) -> None:
        self.folder = folder
        plain = {"slo/checkout.yaml": slo(), "slo/search.yaml": slo("search"), ".slo-gate.yaml": CONFIG}
        repository(folder, {**plain, "numbers.json": json.dumps(NUMBERS), **files})

    def changes(self, files: dict[str, str | None]) -> None:
        """A commit on a branch of its own."""
        git(self.folder, "checkout", "--quiet", "-B", "mine")
        commit(self.folder, files)

    def gate(self, *arguments: str, base: str = "main") -> tuple[int, Any]:
        """The exit status and the JSON report."""
        return _answer(called("gate", "--base", base, "--format", "json", *arguments, cwd=self.folder))

    def diff(self, *arguments: str, base: str = "main") -> tuple[int, Any]:
        return _answer(called("diff", "--base", base, "--format", "json", *arguments, cwd=self.folder))


def _answer(done: Finished) -> tuple[int, Any]:
    assert "Traceback" not in done.err, done.err
    assert done.out, done.err
    return done.code, json.loads(done.out)


def rules(report: Any) -> list[str]:
    return [finding["rule"] for finding in report["findings"]]


def verdicts(report: Any) -> dict[str, str]:
    return {one["slo"]: one["verdict"] for one in report["objectives"]}
