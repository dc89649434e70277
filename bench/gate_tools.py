"""The same promises, told to slo-gate and to its peers in their own formats, and what each of them answers."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from fleet import Slo
from peers import environment, own_program

OPENSLO = """\
apiVersion: openslo/v1
kind: SLO
metadata:
  name: {name}
spec:
  description: What {service} promises, over 30 days.
  service: {service}
  budgetingMethod: Occurrences
  timeWindow:
    - duration: 30d
      isRolling: true
  indicator:
    metadata:
      name: {name}
    spec:
      ratioMetric:
        counter: true
        good:
          metricSource:
            metricSourceRef: metrics
            type: Prometheus
            spec:
              query: sum({good})
        total:
          metricSource:
            metricSourceRef: metrics
            type: Prometheus
            spec:
              query: sum({total})
  objectives:
    - displayName: {name}
      target: {target}
"""
SLO_GATE = "version: 1\nslos: [slo/*.yaml]\nsources:\n  metrics: {{type: prometheus, url: '{url}'}}\n"
SLO_GENERATOR_SLO = """\
apiVersion: sre.google.com/v2
kind: ServiceLevelObjective
metadata:
  name: {name}
  labels:
    service_name: {service}
    feature_name: {service}
    slo_name: {name}
spec:
  description: What {service} promises, over 30 days.
  backend: prometheus
  method: good_bad_ratio
  exporters: []
  service_level_indicator:
    filter_good: {good}[window]
    filter_valid: {total}[window]
  goal: {target}
"""
SLO_GENERATOR = """\
backends:
  prometheus:
    url: {url}
error_budget_policies:
  default:
    steps:
      - name: 30 days
        burn_rate_threshold: 1
        alert: true
        message_alert: spent
        message_ok: ok
        window: 2592000
"""
SLOKIT = """\
---
apiVersion: slo-kit/v1
name: {name}
service: {service}
description: What {service} promises, over 30 days.
objective: {target}
window: 30d
sli:
  good_query: sum(increase({good}[{{window}}]))
  total_query: sum(increase({total}[{{window}}]))
"""
Budgets = Mapping[str, float]
"""What remains of each SLO's error budget: 1 for all of it, 0 where it is spent."""


class Tool(NamedTuple):
    """`command` writes what the tool reads into a folder, and makes its command line; it ends with one of `ends`.

    `budgets` reads them from what the command prints, `shown` being the options with which it prints them.
    """

    name: str
    command: Callable[[Path, Sequence[Slo], str], list[str]]
    budgets: Callable[[str], Budgets]
    ends: tuple[int, ...] = (0,)
    shown: tuple[str, ...] = ()


def slo_gate() -> Tool:
    program = own_program()

    def command(folder: Path, slos: Sequence[Slo], url: str) -> list[str]:
        config = folder / ".slo-gate.yaml"
        config.write_text(SLO_GATE.format(url=url))
        _write_each(folder / "slo", OPENSLO, slos)
        return [str(program), "gate", "--config", str(config)]

    return Tool("slo-gate", command, _of_slo_gate, ends=(0, 1), shown=("--format", "json"))


def slo_generator() -> Tool:
    python = environment("slo-generator", ["slo-generator[prometheus]==2.6.0", "setuptools<81"])

    def command(folder: Path, slos: Sequence[Slo], url: str) -> list[str]:
        config = folder / "slo-generator.yaml"
        config.write_text(SLO_GENERATOR.format(url=url))
        _write_each(folder / "slo-generator", SLO_GENERATOR_SLO, slos)
        program = str(python.with_name("slo-generator"))
        return [program, "compute", "--slo-config", str(folder / "slo-generator"), "--config", str(config)]

    return Tool("slo-generator", command, _of_slo_generator)


def slokit() -> Tool:
    python = environment("slokit-sre", ["slokit-sre==1.0.1"])

    def command(folder: Path, slos: Sequence[Slo], url: str) -> list[str]:
        file = folder / "slokit.yaml"
        file.write_text("".join(SLOKIT.format(**slo._asdict()) for slo in slos))
        return [str(python.with_name("slo-kit")), "gate", str(file), "--source", url]

    return Tool("slokit-sre", command, _of_slokit, ends=(0, 1))


def _write_each(folder: Path, template: str, slos: Sequence[Slo]) -> None:
    folder.mkdir(exist_ok=True)
    for slo in slos:
        (folder / f"{slo.name}.yaml").write_text(template.format(**slo._asdict()))


def _of_slo_gate(printed: str) -> Budgets:
    objectives = json.loads(printed)["objectives"]
    return {one["slo"]: max(float(one["remaining"]), 0.0) for one in objectives if one["remaining"] is not None}


def _of_slo_generator(printed: str) -> Budgets:
    lines = re.findall(r"([\w-]+) +\| 30 days +\| SLI: ([0-9.]+) +% \| SLO: ([0-9.]+) %", printed)
    return {name: max(1 - (100 - float(sli)) / (100 - float(slo)), 0.0) for name, sli, slo in lines}


def _of_slokit(printed: str) -> Budgets:
    lines = re.findall(r"([\w-]+): error budget .*: ([0-9.]+)% remaining", printed)
    return {name: float(remaining) / 100 for name, remaining in lines}
