"""What each dialect takes that OpenSLO's text does not, and what it refuses: the source of docs/dialects.md.

What each tool takes was learnt from its parser, or from files that are known to pass it or to fail it.
"""

from collections.abc import Mapping
from decimal import Decimal

from slo_gate.core.checking import WRONG_VALUE
from slo_gate.core.dialect import Dialect
from slo_gate.core.duration import PATTERN
from slo_gate.core.keys import demand
from slo_gate.core.scalar_shapes import Choice, Forbidden, Text
from slo_gate.core.shape import Field, MapOf, Record
from slo_gate.formats.openslo.changes import AsReference, Forgiven, Renamed, Respelt, Supplied, Unquoted, Without
from slo_gate.formats.openslo.differences import Refused, Taken
from slo_gate.formats.openslo.pieces import NAME
from slo_gate.formats.openslo.values import SDK_LABEL, Unreadable
from slo_gate.formats.openslo.versions import OPERATORS_V1, V1, V1ALPHA, V2ALPHA

_ANY_V = (V1, V2ALPHA)
_ALPHABETIC = Text(pattern="^[a-zA-Z]+$", meaning="letters alone, since the Go SDK wants them")


def _without(key: str, message: str, instead: str) -> Record:
    return Record({key: Field(Forbidden(message, instead))}, open=True)


def _with(key: str, shape: Text | Choice) -> Record:
    return Record({key: Field(shape)}, open=True)


MEANINGS: Mapping[Dialect, str] = {
    Dialect.SPEC: "What the specification's text says; of what it takes beside that, it warns. This is the default.",
    Dialect.GO_SDK: "What oslo and OpenSLO's Go SDK take. What they let pass by mistake, this dialect does not.",
    Dialect.SLOTH: "What Sloth reads of OpenSLO: v1alpha, as burn rates of Prometheus.",
    Dialect.LEGACY: "What oslo took until its version 0.12.",
    Dialect.OSKO: "What OSKO reads as resources of Kubernetes, and with it other operators.",
}

TAKEN: tuple[Taken, ...] = (
    Taken(
        "Alert policies are names, and SLO743 warns of them",
        Dialect.SPEC, (V1,), "spec.alertPolicies.[]", AsReference("alertPolicyRef", NAME),
        "alertPolicies:\n  - wake-somebody", "SLO",
    ),
    Taken(
        "The service is named by `serviceRef`",
        Dialect.GO_SDK, (V2ALPHA,), "spec", Renamed("serviceRef", "service"),
        "spec:\n  serviceRef: checkout", "SLO",
    ),
    Taken(
        "Objectives have no `value`",
        Dialect.SLOTH, (V1ALPHA,), "spec.objectives.[]", Supplied("value", Decimal(1)),
        "objectives:\n  - target: 0.999\n    ratioMetrics: {…}", "SLO",
    ),
    Taken(
        "Windows roll without `isRolling`",
        Dialect.SLOTH, (V1ALPHA,), "spec.timeWindows.[]", Supplied("isRolling", value=True, unless="calendar"),
        "timeWindows:\n  - {unit: Day, count: 30}", "SLO",
    ),
    Taken(
        "There is no `budgetingMethod`",
        Dialect.SLOTH, (V1ALPHA,), "spec", Supplied("budgetingMethod", "Occurrences"),
        "spec:\n  service: checkout\n  timeWindows: […]\n  objectives: […]", "SLO",
    ),
    Taken(
        "Alert policies are names",
        Dialect.LEGACY, (V1,), "spec.alertPolicies.[]", AsReference("alertPolicyRef"),
        "alertPolicies:\n  - wake-somebody", "SLO",
    ),
    Taken(
        "Names, and references to them, have capitals",
        Dialect.LEGACY, (V1,), "**.name|indicatorRef|alertPolicyRef|conditionRef|targetRef", Forgiven(WRONG_VALUE),
        "notificationTargets:\n  - targetRef: OnCallMail",
    ),
    Taken(
        "Conditions have no `op`: `gte` is meant",
        Dialect.LEGACY, (V1,), "**.condition", Supplied("op", "gte"),
        "condition:\n  kind: burnrate\n  threshold: 2\n  lookbackWindow: 1h",
    ),
    Taken(
        "Queries count up where `counter` says so",
        Dialect.LEGACY, (V1ALPHA,), "spec.objectives.[].ratioMetrics", Renamed("counter", "incremental"),
        "ratioMetrics:\n  counter: true\n  good: {…}\n  total: {…}", "SLO",
    ),
    Taken(
        "The version is `openslo.com/v1`",
        Dialect.OSKO, (V1,), "apiVersion", Respelt(OPERATORS_V1, V1),
        "apiVersion: openslo.com/v1",
    ),
    Taken(
        "The kind of data sources is `Datasource`",
        Dialect.OSKO, (V1,), "kind", Respelt("Datasource", "DataSource"),
        "apiVersion: openslo.com/v1\nkind: Datasource",
    ),
    Taken(
        "Objects are in a `namespace`",
        Dialect.OSKO, (V1,), "metadata", Without("namespace"),
        "metadata:\n  name: web\n  namespace: monitoring",
    ),
    Taken(
        "Labels have a domain, as those of Kubernetes; they are not read",
        Dialect.OSKO, (V1,), "metadata.labels", Without(".*/.*"),
        "labels:\n  app.kubernetes.io/name: web",
    ),
    *(
        Taken(
            f"`{key}` is in quotes",
            Dialect.OSKO, (V1,), f"spec.objectives.[].{key}", Unquoted(),
            f'objectives:\n  - {key}: "{number}"', "SLO",
        )
        for key, number in (
            ("target", "0.99"), ("targetPercent", "99.9"), ("value", "0.3"),
            ("timeSliceTarget", "0.95"), ("compositeWeight", "2"),
        )
    ),
    Taken(
        "The `threshold` of a condition is in quotes",
        Dialect.OSKO, (V1,), "**.condition.threshold", Unquoted(),
        'condition:\n  op: gte\n  threshold: "14.4"\n  lookbackWindow: 1h',
    ),
)  # fmt: skip

REFUSED: tuple[Refused, ...] = (
    Refused(
        "An SLO without `timeWindow`",
        Dialect.GO_SDK, _ANY_V, "spec", demand({"timeWindow": "The Go SDK wants exactly one window."}),
        "spec:\n  service: checkout\n  budgetingMethod: Occurrences\n  objectives: […]", "SLO",
    ),
    Refused(
        "A condition without `kind`",
        Dialect.GO_SDK, _ANY_V, "**.condition", demand({"kind": "The Go SDK has no default: write `kind: burnrate`."}),
        "condition:\n  op: gte\n  threshold: 14.4\n  lookbackWindow: 1h",
    ),
    Refused(
        "`timeSliceWindow` as a number of minutes",
        Dialect.GO_SDK, _ANY_V, "spec.objectives.[].timeSliceWindow",
        Text(pattern=PATTERN, meaning="a duration such as 5m, since the Go SDK takes no number"),
        "objectives:\n  - target: 0.99\n    timeSliceTarget: 0.95\n    timeSliceWindow: 5", "SLO",
    ),
    Refused(
        "A `displayName` of more than 63 characters",
        Dialect.GO_SDK, (V1, V1ALPHA), "metadata.displayName", Text(max_length=63),
        "metadata:\n  name: web\n  displayName: …",
    ),
    Refused(
        "The service named by `service`",
        Dialect.GO_SDK, (V2ALPHA,), "spec", _without("service", "is `serviceRef` to the Go SDK", "write `serviceRef`"),
        "spec:\n  service: checkout", "SLO",
    ),
    Refused(
        "A condition without `alertAfter`",
        Dialect.GO_SDK, (V2ALPHA,), "**.condition", demand({"alertAfter": "The Go SDK has no default: write 0m."}),
        "condition:\n  kind: burnrate\n  op: gte\n  threshold: 14.4\n  lookbackWindow: 1h",
    ),
    Refused(
        "Labels of objectives",
        Dialect.GO_SDK, (V2ALPHA,), "spec.objectives.[]",
        _without("labels", "has no place in an objective of the Go SDK", "label the SLO"),
        "objectives:\n  - target: 0.99\n    labels: {tier: critical}", "SLO",
    ),
    Refused(
        "Capital letters in the values of labels",
        Dialect.GO_SDK, (V2ALPHA,), "**.metadata.labels", MapOf(SDK_LABEL),
        "metadata:\n  labels: {team: Payments}",
    ),
    Refused(
        "A `source` of more than letters",
        Dialect.GO_SDK, (V1ALPHA,), "**.source", _ALPHABETIC,
        "good:\n  source: metrics-2\n  queryType: promql\n  query: up", "SLO",
    ),
    Refused(
        "A `queryType` of more than letters",
        Dialect.GO_SDK, (V1ALPHA,), "**.queryType", _ALPHABETIC,
        "good:\n  source: metrics\n  queryType: sql-92\n  query: up", "SLO",
    ),
    Refused(
        "Versions but `openslo/v1alpha`",
        Dialect.SLOTH, _ANY_V, "apiVersion", Unreadable("Sloth reads openslo/v1alpha alone"),
        "apiVersion: openslo/v1",
    ),
    Refused(
        "Services, and all kinds but SLOs",
        Dialect.SLOTH, (V1ALPHA,), "kind", Choice(("SLO",)),
        "apiVersion: openslo/v1alpha\nkind: Service",
    ),
    Refused(
        "Windows in other units than days",
        Dialect.SLOTH, (V1ALPHA,), "spec.timeWindows.[]", _with("unit", Choice(("Day",))),
        "timeWindows:\n  - {unit: Week, count: 4, isRolling: true}", "SLO",
    ),
    Refused(
        "Calendar windows, which Sloth takes for rolling ones",
        Dialect.SLOTH, (V1ALPHA,), "spec.timeWindows.[]",
        _without("calendar", "has no effect: Sloth's windows roll", "remove it, and write `isRolling: true`"),
        "timeWindows:\n  - unit: Day\n    count: 30\n    calendar: {…}", "SLO",
    ),
    Refused(
        "Time slices, which Sloth takes for occurrences",
        Dialect.SLOTH, (V1ALPHA,), "spec.budgetingMethod", Choice(("Occurrences",)),
        "budgetingMethod: Timeslices", "SLO",
    ),
    Refused(
        "Thresholds",
        Dialect.SLOTH, (V1ALPHA,), "spec",
        _without("indicator", "is not read by Sloth", "give each objective `ratioMetrics`"),
        "indicator:\n  thresholdMetric: {…}", "SLO",
    ),
    Refused(
        "Sources but Prometheus",
        Dialect.SLOTH, (V1ALPHA,), "**.source", Choice(("prometheus", "sloth")),
        "good:\n  source: datadog\n  queryType: promql\n  query: up", "SLO",
    ),
    Refused(
        "Query types but `promql`",
        Dialect.SLOTH, (V1ALPHA,), "**.queryType", Choice(("promql",)),
        "good:\n  source: prometheus\n  queryType: query\n  query: up", "SLO",
    ),
)  # fmt: skip
