"""Objects of each format, to be written again and again; `#` in one is its number."""

import json


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


def ratio(good: str, total: str) -> str:
    queries = {"good": good, "total": total}
    metrics = ", ".join(
        f"{name}: {{metricSource: {{type: prometheus, spec: {{query: {quoted(query)}}}}}}}"
        for name, query in queries.items()
    )
    head, _, tail = V1.partition("thresholdMetric")
    return f"{head}ratioMetric: {{counter: true, {metrics}}}}}\n{tail.partition(chr(10))[2]}".replace(
        "op: lte, value: 1, ", ""
    )


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
NOBL9_LOST = """\
- {apiVersion: n9/v1alpha, kind: SLO, metadata: {name: s#, project: p}, spec: {objectives: [{composite: {components: {objectives: [{slo: q}, {slo: q}]}}}]}}
"""
POLICY = """\
---
apiVersion: openslo/v1
kind: AlertPolicy
metadata: {name: p}
spec:
  conditions:
    - kind: AlertCondition
      metadata: {name: c}
      spec: {severity: page, condition: {kind: burnrate, op: lte, threshold: 0, lookbackWindow: 99d}}
  notificationTargets: [{kind: AlertNotificationTarget, metadata: {name: t}, spec: {target: x}}]
"""
OBJECTIVES = "    - {op: lte, value: #, target: 0.9}\n"
SUPPRESSED = "# slo-gate: ignore SLO101 -- a reason\n"
UNKNOWN = "  budgetingMethood#: 1\n"
NEAR = "    - checkout-service-of-the-shop-#\n"
MATCHERS = ",".join(f'l{number}="v"' for number in range(1_300))


def dotted(letter: str) -> str:
    return 'a{b=~"' + "|".join(f"{letter}.{number}" for number in range(20)) + '"}'


REPEATED = ",".join(['b="c"'] * 100)
ONE = v1("up").replace("#", "0")
