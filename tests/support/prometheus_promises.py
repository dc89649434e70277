"""A workspace as a team has it: SLO files over the counters of `tests.support.prometheus.history`, and a config."""

from collections.abc import Mapping
from pathlib import Path

from tests.support.prometheus import AT
from tests.support.repository import fences

URL = "https://prometheus.example.com"
"""The server that the README's configuration names."""
SLO = """\
apiVersion: openslo/v1
kind: SLO
metadata:
  name: {service}-availability
  labels: {{tier: critical}}
spec:
  service: {service}
  budgetingMethod: Occurrences
  timeWindow: [{{duration: 30d, isRolling: true}}]
  indicator:
    metadata: {{name: {service}-requests}}
    spec:
      ratioMetric:
        counter: true
        bad:
          metricSource:
            metricSourceRef: metrics
            type: Prometheus
            spec: {{query: 'sum({service}_requests_total{{code="500"}})'}}
        total:
          metricSource:
            metricSourceRef: metrics
            type: Prometheus
            spec: {{query: sum({service}_requests_total)}}
  objectives:
    - displayName: requests succeed
      target: {target}
"""
SPENT, LOW, WHOLE, DEAD = {"shop": "0.999"}, {"shop": "0.9975"}, {"clean": "0.999"}, {"dead": "0.999"}
"""Services and their targets: budgets that are spent, nearly spent, and whole, and a service that stopped."""


def configuration(url: str) -> str:
    """The README's configuration, asked of another server, at the instant where the history ends."""
    text = next(fence.text for fence in fences("README.md") if "\nsources:" in fence.text)
    assert URL in text
    return text.replace(URL, url) + f"at: {AT:%Y-%m-%dT%H:%M:%SZ}\n"


def write_workspace(folder: Path, url: str, targets: Mapping[str, str]) -> Path:
    """`targets` by service. The folder is made where it is missing."""
    (folder / "slo").mkdir(parents=True, exist_ok=True)
    (folder / ".slo-gate.yaml").write_text(configuration(url))
    for service, target in targets.items():
        (folder / "slo" / f"{service}.yaml").write_text(SLO.format(service=service, target=target))
    return folder
