"""The pages of the rules that hold in slo-generator's files alone."""

from collections.abc import Mapping

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page

STRAY_KEY, UNVERSIONED, NO_PROMISE, UNKNOWN_GOAL = "SLO720", "SLO721", "SLO722", "SLO723"
NO_BUCKET, NO_WINDOW, TWIN_STEPS, UNKNOWN_CLASS, CONTRADICTION = "SLO724", "SLO725", "SLO726", "SLO727", "SLO728"
FURTHER_DOCUMENT = "SLO729"
_WARNS = (Severity.WARNING,)

PAGES: Mapping[str, Page] = {
    STRAY_KEY: Page(
        "slo-generator reads every key",
        "slo-generator passes over keys that it does not know and says nothing, so what such a key asks for never "
        "happens. One that looks like a key it knows is a slip, and an error.",
        "spec:\n  goal: 0.999\n  window: 2419200",
        "spec:\n  goal: 0.999\n  error_budget_policy: four-weeks",
        _WARNS,
    ),
    UNVERSIONED: Page(
        "The file says which version it follows",
        "slo-generator does not look at `apiVersion`, so files without it go unnoticed until another tool, or the next "
        "version, must tell them apart. Its documentation calls the key `api`; its examples and its code write "
        "`apiVersion`.",
        "kind: ServiceLevelObjective\nmetadata: {name: web}",
        "apiVersion: sre.google.com/v2\nkind: ServiceLevelObjective\nmetadata: {name: web}",
        _WARNS,
    ),
    NO_PROMISE: Page(
        "A goal promises something",
        "A goal of 0 is met where not one event is good: nothing can ever miss it.",
        "goal: 0",
        "goal: 0.999",
        _WARNS,
    ),
    UNKNOWN_GOAL: Page(
        "A goal is written in its file",
        "slo-generator puts variables of its environment into its files. slo-gate never does, so a goal that comes from "
        "one cannot be checked, and `gate` stops at it, whatever the level of this rule.",
        "goal: ${GOAL}",
        "goal: 0.999",
        _WARNS,
    ),
    NO_BUCKET: Page(
        "slo-generator can put the bucket into a distribution's expression",
        "For `distribution_cut`, slo-generator writes the threshold before every closing brace of the expression. Where "
        "there is none, all buckets are summed and called good; empty braces become PromQL that no server takes; and "
        "beside another matcher of `le`, no bucket fits both.",
        "method: distribution_cut\nservice_level_indicator:\n  expression: latency_seconds_bucket\n"
        "  threshold_bucket: 0.25",
        "method: distribution_cut\nservice_level_indicator:\n  expression: 'latency_seconds_bucket{job=\"web\"}'\n"
        "  threshold_bucket: 0.25",
    ),
    NO_WINDOW: Page(
        "slo-generator can put the window into a query of Prometheus",
        "slo-generator replaces `[window` by the window of each step, and writes the window at the end of a query without "
        "it. That is no PromQL behind anything but a selector. It wraps filters in `sum(increase(…))` besides, so a "
        "filter is a selector and no more.",
        "method: query_sli\nservice_level_indicator:\n  expression: sum(rate(good[5m])) / sum(rate(all[5m]))",
        "method: query_sli\nservice_level_indicator:\n  expression: sum(rate(good[window])) / sum(rate(all[window]))",
    ),
    TWIN_STEPS: Page(
        "Steps of an error budget policy have windows of their own",
        "Reports and metrics of two steps with the same window say the same thing, and are told apart by names alone.",
        "steps:\n  - {name: 1 hour, window: 3600, burn_rate_threshold: 9}\n"
        "  - {name: 12 hours, window: 3600, burn_rate_threshold: 3}",
        "steps:\n  - {name: 1 hour, window: 3600, burn_rate_threshold: 9}\n"
        "  - {name: 12 hours, window: 43200, burn_rate_threshold: 3}",
        _WARNS,
    ),
    UNKNOWN_CLASS: Page(
        "A backend or exporter is of a class that there is",
        "The name says the class: one of slo-generator's own, perhaps with `/` and a suffix, or the path of a Python "
        "class, which has a point in it. Where the class is not found, slo-generator warns and measures nothing.",
        "backends:\n  promethues:\n    url: http://localhost:9090",
        "backends:\n  prometheus/local:\n    url: http://localhost:9090",
        _WARNS,
    ),
    CONTRADICTION: Page(
        "The description promises what the goal does",
        "People read the description and slo-generator the goal. Percentages in the description are compared with the "
        "goal, and with what it leaves; those that follow a comparison, such as `below 80 %`, are not.",
        "description: 99.99 % of requests succeed\ngoal: 0.999",
        "description: 99.9 % of requests succeed\ngoal: 0.999",
        _WARNS,
    ),
    FURTHER_DOCUMENT: Page(
        "A file has one document",
        "slo-generator reads a file with the part of its YAML library that takes exactly one document: it stops at a file "
        "with several. A list it passes over.",
        "kind: ServiceLevelObjective\nmetadata: {name: web}\n---\nkind: ServiceLevelObjective\nmetadata: {name: shop}",
        "kind: ServiceLevelObjective\nmetadata: {name: web}",
    ),
}
