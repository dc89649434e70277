"""The pages of the rules that hold for Nobl9 alone."""

from collections.abc import Mapping

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page

_WARNS = (Severity.WARNING,)

PAGES: Mapping[str, Page] = {
    "SLO730": Page(
        "No composite is made of itself",
        "A composite is computed from the results of its components. Where one of them is computed from the composite, "
        "at once or over several SLOs, neither has a result to begin with. Nobl9 tells only when the files are applied.",
        "metadata: {name: shop, project: web}\nspec:\n  objectives:\n    - composite:\n        components:\n"
        "          objectives:\n            - {project: web, slo: shop, objective: all, weight: 1, whenDelayed: Ignore}",
        "metadata: {name: shop, project: web}\nspec:\n  objectives:\n    - composite:\n        components:\n"
        "          objectives:\n            - {project: web, slo: cart, objective: all, weight: 1, whenDelayed: Ignore}",
        across=True,
    ),
    "SLO731": Page(
        "Objectives of an SLO can be told apart",
        "Nobl9 knows the objectives of an SLO by their values, and composites by their names. One without `value` has "
        "that of 0.",
        "objectives:\n  - {name: fast, value: 0.3, target: 0.9}\n  - {name: fast, value: 0.3, target: 0.99}",
        "objectives:\n  - {name: fast, value: 0.3, target: 0.9}\n  - {name: bearable, value: 1, target: 0.99}",
    ),
    "SLO732": Page(
        "At most one objective is the primary one",
        "The primary objective is the one that Nobl9 shows for the SLO, so there cannot be two.",
        "objectives:\n  - {value: 0.3, primary: true}\n  - {value: 1, primary: true}",
        "objectives:\n  - {value: 0.3, primary: true}\n  - {value: 1}",
    ),
    "SLO733": Page(
        "All metrics of an SLO are asked of one system",
        "An SLO has one metric source, so good and total events, and all of its objectives, are counted by one system.",
        "countMetrics:\n  incremental: true\n  good: {prometheus: {promql: good}}\n  total: {datadog: {query: all}}",
        "countMetrics:\n  incremental: true\n  good: {prometheus: {promql: good}}\n  total: {prometheus: {promql: all}}",
    ),
    "SLO734": Page(
        "A component stands once in a composite",
        "An objective that stands in a composite twice has two weights and two ways to treat late data. Nobl9 refuses it.",
        "objectives:\n  - {project: web, slo: cart, objective: all, weight: 1, whenDelayed: Ignore}\n"
        "  - {project: web, slo: cart, objective: all, weight: 2, whenDelayed: Ignore}",
        "objectives:\n  - {project: web, slo: cart, objective: all, weight: 3, whenDelayed: Ignore}",
    ),
    "SLO735": Page(
        "A system is asked for what Nobl9 takes from it",
        "Nobl9 counts bad events, or good and total ones in a single query, with some systems alone. It adds others from "
        "time to time, so this is a warning: look into its documentation.",
        "countMetrics:\n  incremental: true\n  bad: {prometheus: {promql: errors}}\n  total: {prometheus: {promql: all}}",
        "countMetrics:\n  incremental: true\n  good: {prometheus: {promql: all - errors}}\n"
        "  total: {prometheus: {promql: all}}",
        _WARNS,
    ),
    "SLO736": Page(
        "What is asked is of the system that the source is of",
        "An Agent or Direct reaches one system and speaks its language; a metric of another one cannot be asked of it.",
        "kind: Agent\nmetadata: {name: metrics, project: web}\nspec: {prometheus: {url: 'https://prometheus.example.com'}}\n"
        "---\nkind: SLO\nspec:\n  indicator: {metricSource: {name: metrics}}\n  objectives:\n"
        "    - rawMetric: {query: {datadog: {query: latency}}}",
        "kind: Agent\nmetadata: {name: metrics, project: web}\nspec: {prometheus: {url: 'https://prometheus.example.com'}}\n"
        "---\nkind: SLO\nspec:\n  indicator: {metricSource: {name: metrics}}\n  objectives:\n"
        "    - rawMetric: {query: {prometheus: {promql: latency}}}",
        across=True,
    ),
    "SLO737": Page(
        "An object states its project",
        "Without it, the object lands in the default project of whoever applies it, and a reference to it may lead "
        "elsewhere tomorrow. Nobl9's own library refuses such an object; its command line fills in the default first.",
        "kind: Service\nmetadata:\n  name: shop",
        "kind: Service\nmetadata:\n  name: shop\n  project: default",
        _WARNS,
    ),
}
