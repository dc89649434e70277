"""Files of at most a megabyte that are made to be slow: `validate` answers each in little time and little memory.

What is claimed is 2 s of work on an idle machine, and 256 MB. The bound here is twice that, for machines that are not idle.
Measured when this was written, on two cores that others used too: at most 2.2 s and 105 MB.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.program import SCRIPT

MEGABYTE = 1024 * 1024
SECONDS, MEMORY = 4, 256 * MEGABYTE

MEASURING = """
import json, os, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
said = [done.returncode, "Traceback" in done.stdout + done.stderr, done.stdout[-300:] + done.stderr[-300:]]
print(json.dumps([*said, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024]))
"""
"""A process of its own, since the peak of a child begins with the memory of who started it."""


class Answer(NamedTuple):
    code: int
    crashed: bool
    end: str
    seconds: float
    memory: int


class Case(NamedTuple):
    text: str
    code: int
    options: tuple[str, ...] = ()


def many(make: str, most: int = 100_000, room: int = 1_000_000) -> str:
    """`make` again and again, each `#` in it the number, until the room is filled."""
    parts, size = [], 0
    for number in range(most):
        part = make.replace("#", str(number))
        size += len(part)
        if size > room:
            break
        parts.append(part)
    return "".join(parts)


def quoted(query: str) -> str:
    return json.dumps(query)


V1 = """\
---
apiVersion: openslo/v1
kind: SLO
metadata: {name: slo-#}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{duration: 30d, isRolling: true}]
  indicator:
    metadata: {name: requests}
    spec: {thresholdMetric: {metricSource: {type: TYPE, spec: {query: QUERY}}}}
  objectives:
    - {op: lte, value: 1, target: 0.9}
"""


def v1(query: str, source: str = "prometheus") -> str:
    return V1.replace("TYPE", source).replace("QUERY", quoted(query))


SHARED = """\
---
apiVersion: openslo/v1
kind: SLI
metadata: {name: s}
spec: {ratioMetric: {counter: true, good: {metricSource: &s {type: prometheus, spec: {query: QUERY}}}, total: {metricSource: *s}}}
"""
REFERRING = """\
---
apiVersion: openslo/v1
kind: SLO
metadata: {name: slo-#}
spec: {service: x, budgetingMethod: Occurrences, timeWindow: [{duration: 30d, isRolling: true}], indicatorRef: s, objectives: [{target: 0.99}]}
"""
SLOTH = """\
  - name: slo-#
    objective: 99.9
    sli: {events: {error_query: ERRORS, total_query: TOTAL}}
    alerting: {name: A, page_alert: {disable: true}, ticket_alert: {disable: true}}
"""
PYRRA = """\
---
apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata: {name: slo-#, namespace: shop}
spec:
  target: "99.9"
  window: 4w
  indicator: {ratio: {errors: {metric: ERRORS}, total: {metric: TOTAL}}}
"""
NOBL9 = """\
---
apiVersion: n9/v1alpha
kind: SLO
metadata: {name: slo-#, project: shop}
spec:
  service: cart-#
  indicator: {metricSource: {name: metrics, project: shop, kind: Agent}}
  budgetingMethod: Ocurrences
  objectives:
    - name: answered
      value: 1
      target: 99.9
      countMetrics: {incremental: true, good: {promethus: {promql: up}}, total: {promethus: {promql: up}}}
  timeWindows: [{unit: Dya, count: 28, isRoling: true}]
"""
NOBL9_COMPOSITE = """\
---
apiVersion: n9/v1alpha
kind: SLO
metadata: {name: all-#, project: shop}
spec:
  service: cart
  budgetingMethod: Occurrences
  timeWindows: [{unit: Day, count: 28, isRolling: true}]
  objectives:
    - name: works
      target: 0.95
      composite: {maxDelay: 45m, components: {objectives: [COMPONENTS]}}
"""
NOBL9_COMPONENT = "{project: shop, slo: one, objective: checkout-objectiv-#, weight: 2, whenDelayed: CountAsBad}, "
NOBL9_PARTS = """\
---
apiVersion: n9/v1alpha
kind: SLO
metadata: {name: one, project: shop}
spec:
  service: cart
  indicator: {metricSource: {name: metrics, project: shop, kind: Agent}}
  budgetingMethod: Occurrences
  timeWindows: [{unit: Day, count: 28, isRolling: true}]
  objectives:
"""
NOBL9_PART = """\
    - {name: checkout-objective-#, value: #, op: lte, target: 0.9, rawMetric: {query: {prometheus: {promql: up}}}}
"""
GENERATOR = """\
---
apiVersion: sre.google.com/v2
kind: ServiceLevelObjective
metadata: {name: slo-#, labels: {service_name: shop, feature_name: f, slo_name: s#}}
spec:
  description: x
  backend: promethus
  method: good_bad_ration
  exporters: [promethus/checkout-#]
  service_level_indicator: {filter_good: 'up{', filter_valid: up}
  gaol: 0.99
"""
OBJECTIVES = "    - {op: lte, value: #, target: 0.9}\n"
SUPPRESSED = "# slo-gate: ignore SLO101 -- a reason\n"
UNKNOWN = "  budgetingMethood#: 1\n"
NEAR = "    - checkout-service-of-the-shop-#\n"
MATCHERS = ",".join(f'l{number}="v"' for number in range(1_300))
ONE = v1("up").replace("#", "0")
CASES = {
    "an SLO with thousands of keys, each nearly one that is known": Case(ONE + many(UNKNOWN, 24_000), 1),
    "hundreds of SLOs with misspelt keys, in a dialect": Case(
        many(v1("up") + many(UNKNOWN, 60), 550),
        1,
        ("--dialect", "legacy"),
    ),
    "48,000 bare names of alert policies, which a dialect takes": Case(
        ONE + "  alertPolicies:\n" + many("    - p#\n", 48_000), 1, ("--dialect", "legacy")
    ),
    "thousands of objectives of one threshold": Case(ONE + many("    - {op: lte, value: -#, target: 0.9}\n", 5_900), 0),
    "thousands of objectives that share an enormous SQL query": Case(
        v1("SELECT " + ", ".join(f"c{number}" for number in range(8_000)), "sql").replace("slo-#", "slo")
        + many(OBJECTIVES, 5_000),
        0,
    ),
    "hundreds of SLOs that share an indicator with a query of 16,000 characters": Case(
        SHARED.replace("QUERY", quoted(f"sum(x{{{MATCHERS},,}})")) + many(REFERRING, 900), 1
    ),
    "queries of classes in regular expressions alone": Case(
        many(v1("x{" + ",".join(f'l{number}=~"\\\\pL\\\\w"' for number in range(600)) + "}")), 1
    ),
    "queries of repetitions within repetitions": Case(many(v1('x{l=~"((\\\\pL{40}){40}"}'), 900), 1),
    "queries of parts of one regular expression": Case(many(v1('x{l=~"' + "a*(b)" * 3_000 + '#"}')), 1),
    "queries of many regular expressions": Case(
        many(v1("x{" + ",".join(f'l=~"\\\\.{number}#*"' for number in range(700)) + "}")), 1
    ),
    "queries of escapes in regular expressions": Case(many(v1('x{l=~"' + "\\\\." * 4_000 + '#"}'), 70), 0),
    "queries of regular expressions that are none": Case(many(v1('x{l=~"' + "a?" * 4_000 + '#)"}')), 1),
    "queries of brackets within brackets": Case(many(v1("+".join(["(" * 49 + "up" + ")" * 49] * 90))), 1),
    "Pyrra's metrics with thousands of matchers": Case(
        many(PYRRA.replace("ERRORS", f"'x{{{MATCHERS}}}'").replace("TOTAL", f"'x{{{MATCHERS}}}'")), 1
    ),
    "a Sloth file of SLOs without anything": Case(
        "version: prometheus/v1\nservice: shop\nslos:\n" + many("  - {nam: x#}\n", 15_000), 1
    ),
    "a Sloth file whose totals exclude thousands of alternatives": Case(
        "version: prometheus/v1\nservice: shop\nslos:\n"
        + many(
            SLOTH.replace("ERRORS", "'x{l=~\"" + "|".join("a" * 4_000) + "\"}'").replace(
                "TOTAL", "'x{l=~\"" + "|".join("b" * 4_000) + "#\"}'"
            )
        ),
        1,
    ),
    "Nobl9's SLOs with a slip in each place": Case(many(NOBL9, 800), 1),
    "Nobl9's composites of thousands of objectives that are nearly there": Case(
        NOBL9_PARTS
        + many(NOBL9_PART, 500)
        + many(NOBL9_COMPOSITE.replace("COMPONENTS", many(NOBL9_COMPONENT, 10)), 300),
        1,
    ),
    "slo-generator's SLOs with a slip in each place": Case(many(GENERATOR, 900), 1),
    "nearly the names of thousands of exporters": Case(
        GENERATOR.replace("[promethus/checkout-#]", "\n" + many(NEAR, 20_000).rstrip("\n")), 1
    ),
    "suppressions that silence nothing": Case(ONE + SUPPRESSED * 26_000, 0),
    "a suppression of blanks": Case(ONE + "# slo-gate: ignore " + " \t" * 500_000 + "?\n", 0),
    "one line of unknown keys": Case(
        "{apiVersion: openslo/v1, kind: SLO, metadata: {name: a}, spec: {"
        + many("budgetingMethod#: 1, ", 24_000)
        + "}}\n",
        1,
    ),
}


def measured(path: Path, *options: str) -> Answer:
    command = [sys.executable, "-S", "-c", MEASURING, str(SCRIPT), "validate", *options, str(path)]
    environment = {"PATH": os.environ["PATH"], "HOME": os.devnull, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=True)
    return Answer(*json.loads(done.stdout))


@pytest.mark.parametrize("name", CASES)
def test_is_answered_within_bounds(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    path = tmp_path / "hostile.yaml"
    path.write_text(case.text, "utf-8")
    assert path.stat().st_size <= MEGABYTE
    answer = measured(path, *case.options)
    assert not answer.crashed, answer.end
    assert answer.code == case.code, answer.end
    assert answer.seconds < SECONDS
    assert answer.memory < MEMORY


@pytest.mark.parametrize("output", ["json", "sarif"])
def test_other_outputs_are_as_quick(output: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.yaml"
    path.write_text(CASES["one line of unknown keys"].text, "utf-8")
    answer = measured(path, "--format", output)
    assert (answer.code, answer.crashed) == (1, False)
    assert answer.seconds < SECONDS
    assert answer.memory < MEMORY
