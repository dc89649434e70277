"""Commands over the files of a fault, in this process: quick enough for a table of a hundred."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from slo_gate import cli

CANARY = "canary-secret-0451"
SLO = """\
apiVersion: openslo/v1
kind: SLO
metadata:
  name: web
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow:
    - duration: 30d
      isRolling: true
  indicator:
    metadata:
      name: requests
    spec:
      ratioMetric:
        counter: true
        good: {metricSource: {metricSourceRef: metrics, type: prometheus, spec: {query: 'sum(r_good_total)'}}}
        total: {metricSource: {metricSourceRef: metrics, type: prometheus, spec: {query: sum(r_total)}}}
  objectives:
    - target: 0.999
"""
CONFIG = """\
version: 1
slos: ["slo/**"]
sources:
  metrics: {type: prometheus, url: "http://127.0.0.1:1", timeout_seconds: 1}
"""


class Ran(NamedTuple):
    code: int
    out: str
    err: str


def slo(**changed: str) -> str:
    """The SLO with lines changed: `target="1.5"` makes its line `target: 1.5`, and so on; each must be there."""
    text = SLO
    for key, value in changed.items():
        lines = [line for line in text.splitlines() if line.strip().removeprefix("- ").startswith(f"{key}:")]
        assert lines, key
        text = text.replace(lines[0], lines[0].partition(f"{key}:")[0] + f"{key}: {value}", 1)
    return text


def put(folder: Path, files: Mapping[str, str | bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content)


def ran(capsys: pytest.CaptureFixture[str], *arguments: str) -> Ran:
    """Never a traceback, and never the secret of the environment."""
    try:
        code = cli.main(arguments)
    except SystemExit as error:
        code = int(error.code or 0)
    shown = capsys.readouterr()
    assert "Traceback" not in shown.out + shown.err
    assert CANARY not in shown.out + shown.err
    return Ran(code, " ".join(shown.out.split()), shown.err)
