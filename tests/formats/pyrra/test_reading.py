"""What stands in a file is what the model holds, and the Prometheus source can count it."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from slo_gate.core.duration import Duration
from slo_gate.core.slo import BudgetingMethod, Indicator, Kind, Ratio, RawRatio, Slo, queries_of
from slo_gate.core.window import TimeWindow
from slo_gate.promql import events
from tests.formats.pyrra.subject import CORPUS
from tests.support.corpus import read_set

DAY = timedelta(days=1)
RATIO = '{ratio: {errors: {metric: "requests_total{code=~\\"5..\\"}"}, total: {metric: requests_total}}}'
LATENCY = '{latency: {success: {metric: "wait_bucket{le=\\"1\\"}"}, total: {metric: wait_count}}}'
NATIVE = "{latencyNative: {latency: 1s, total: {metric: wait}}}"
GAUGE = "{bool_gauge: {metric: up}}"


def written(indicator: str = RATIO, metadata: str = "name: web", target: str = '"99.9"', window: str = "4w") -> str:
    return (
        "apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\n"
        f"metadata: {{{metadata}}}\nspec: {{target: {target}, window: {window}, indicator: {indicator}}}\n"
    )


def slo_of(text: str) -> Slo:
    (slo,) = read_set({"slo.yaml": text}).slos
    return slo


valid = CORPUS.valid


def indicator_of(slo: Slo) -> Indicator:
    (objective,) = slo.objectives
    return objective.indicator


@pytest.mark.parametrize(
    ("target", "ratio"),
    [
        ('"99.9"', "0.999"),
        ('"99.9999999"', "0.999999999"),
        ('"99.90"', "0.999"),
        ('"1"', "0.01"),
        ('"0.4"', "0.004"),
        ('"0"', "0"),
        ("99.95", "0.9995"),
        ("99", "0.99"),
        ("9.95e1", "0.995"),
    ],
)
def test_a_target_is_exactly_what_the_file_writes(target: str, ratio: str) -> None:
    (objective,) = slo_of(written(target=target)).objectives
    assert objective.target == Decimal(ratio)
    assert str(objective.location) == "slo.yaml:4:16"


@pytest.mark.parametrize(
    ("window", "read"), [("4w", "28d"), ("30d", "30d"), ("1d12h", "36h"), ("1y", "365d"), ("67h12m", "4032m")]
)
def test_a_window_rolls_and_is_as_long_as_prometheus_says(window: str, read: str) -> None:
    slo = slo_of(written(window=window))
    assert slo.window == TimeWindow(Duration.parse(read))
    assert str(slo.window_location) == "slo.yaml:4:32"


def test_an_objective_counts_occurrences_and_names_its_format() -> None:
    slo = slo_of(written())
    assert slo.method is BudgetingMethod.OCCURRENCES
    assert (slo.name, slo.format) == ("web", "pyrra.dev/v1alpha1")
    assert str(slo.location) == "slo.yaml:3:18"


def test_what_is_said_about_an_objective_is_kept() -> None:
    slo = valid("every-key-that-there-is")
    assert slo.description == "Of 1000 requests, 999 are answered."
    assert slo.annotations["runbook"] == "https://shop.example/runbooks/checkout"


def test_labels_are_kept_and_those_of_the_series_also_by_their_names_there() -> None:
    slo = valid("every-key-that-there-is")
    assert slo.labels == {"pyrra.dev/team": ("payments",), "team": ("payments",), "prometheus": ("k8s",)}


@pytest.mark.parametrize(
    ("metadata", "service"),
    [
        pytest.param("name: web, namespace: shop, labels: {service: till, app: other}", "till", id="a label service"),
        pytest.param("name: web, namespace: shop, labels: {pyrra.dev/service: till}", "till", id="the same of Pyrra"),
        pytest.param("name: web, labels: {app.kubernetes.io/name: till, app: other}", "till", id="the name of the app"),
        pytest.param("name: web, namespace: shop, labels: {app: till}", "till", id="a label app"),
        pytest.param('name: web, namespace: shop, labels: {service: "", tier: a}', "shop", id="a namespace"),
        pytest.param("name: web", "web", id="the name where there is nothing else"),
    ],
)
def test_a_service_is_what_a_label_names_else_the_namespace(metadata: str, service: str) -> None:
    assert slo_of(written(metadata=metadata)).service == service


@pytest.mark.parametrize(
    ("metadata", "indicator", "kind"),
    [
        ("name: web", LATENCY, Kind.PERFORMANCE),
        ("name: errors", NATIVE, Kind.PERFORMANCE),
        ("name: latency", GAUGE, Kind.AVAILABILITY),
        ("name: web", RATIO, Kind.AVAILABILITY),
        ("name: ratings", RATIO, Kind.SATISFACTION),
        ("name: web", "{ratio: {errors: {metric: a}, total: {metric: b}}}", Kind.OTHER),
        ("name: web, annotations: {slo-gate/kind: satisfaction}", LATENCY, Kind.SATISFACTION),
    ],
)
def test_a_kind_is_what_is_stated_else_what_is_measured_else_what_words_say(
    metadata: str, indicator: str, kind: Kind
) -> None:
    assert slo_of(written(indicator, metadata)).kind is kind


class TestIndicators:
    def test_a_ratio_counts_errors_among_all_whatever_its_groups(self) -> None:
        indicator = indicator_of(valid("a-ratio-grouped-by-handler"))
        assert isinstance(indicator, Ratio)
        assert indicator.bad
        assert indicator.bad.text == 'sum(checkout_requests_total{code=~"5.."})'
        assert indicator.total.text == "sum(checkout_requests_total)"
        assert (indicator.good, indicator.counter) == (None, True)

    def test_a_latency_counts_the_fast_among_all(self) -> None:
        indicator = indicator_of(valid("a-latency-by-a-bucket"))
        assert isinstance(indicator, Ratio)
        assert indicator.good
        assert indicator.good.text == 'sum(checkout_duration_seconds_bucket{le="0.5"})'
        assert indicator.total.text == "sum(checkout_duration_seconds_count)"
        assert (indicator.bad, indicator.counter) == (None, True)

    def test_a_gauge_is_averaged_for_each_of_its_groups(self) -> None:
        indicator = indicator_of(valid("a-probe-that-is-up-or-down"))
        assert isinstance(indicator, RawRatio)
        assert (indicator.query.text, indicator.success) == ('avg by (instance) (probe_success{job="blackbox"})', True)

    def test_a_gauge_without_groups_is_averaged_over_all(self) -> None:
        assert [query.text for query in queries_of(indicator_of(slo_of(written(GAUGE))))] == ["avg(up)"]

    def test_a_native_histogram_is_nothing_that_a_source_could_be_asked(self) -> None:
        queries = queries_of(indicator_of(slo_of(written(NATIVE))))
        assert {query.text for query in queries} == {""}
        assert {query.original for query in queries} == {"wait"}

    def test_a_query_knows_what_the_file_says_and_where(self) -> None:
        indicator = indicator_of(valid("metrics-over-several-lines"))
        assert isinstance(indicator, Ratio)
        assert indicator.bad
        original = indicator.bad.original
        assert original.startswith("checkout_requests_total{\n  code")
        start = original.index('job="web"')
        assert str(indicator.bad.at(start, start + 9)) == "valid/metrics-over-several-lines.yaml:15:13"


@pytest.mark.parametrize("path", CORPUS.files("valid"), ids=CORPUS.name)
def test_the_prometheus_source_understands_the_queries(path: Path) -> None:
    for slo in CORPUS.read(path).slos:
        for query in queries_of(indicator_of(slo)):
            assert query.source_type == "prometheus"
            if isinstance(indicator_of(slo), RawRatio):
                assert events.sampled(query.text, DAY) == query.text
            elif query.text:
                assert events.counted(query.text, DAY).startswith("sum (increase(")
