"""What stands in a file is what the model holds."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from slo_gate.core.duration import Duration
from slo_gate.core.ports import Surroundings
from slo_gate.core.slo import BudgetingMethod, Kind, Objective, Op, Query, Ratio, RawRatio, Slo, Threshold
from slo_gate.core.window import Calendar, TimeWindow
from tests.formats.openslo.subjects import corpus_of
from tests.support.corpus import ALONE, read_set

RATIO = (
    "{ratioMetric: {good: {metricSource: {type: t, spec: {query: GOOD}}}, "
    "total: {metricSource: {type: t, spec: {query: all}}}}}"
)
SLO = """\
apiVersion: openslo/v1
kind: SLO
metadata: {name: NAME}
spec:
  service: shop
  indicator: {metadata: {name: i}, spec: INDICATOR}
  timeWindow: [{duration: 30d, isRolling: true}]
  budgetingMethod: Occurrences
  objectives: [OBJECTIVE]
"""


def written(name: str = "web", indicator: str = RATIO, objective: str = "{target: 0.999}") -> str:
    return SLO.replace("NAME", name).replace("INDICATOR", indicator).replace("OBJECTIVE", objective)


def slo_of(text: str, surroundings: Surroundings = ALONE) -> Slo:
    reading = read_set({"slo.yaml": text}, surroundings)
    assert reading.report.findings == ()
    (slo,) = reading.slos
    return slo


valid = corpus_of("v1").valid


def objective_of(text: str) -> Objective:
    (objective,) = slo_of(text).objectives
    return objective


@pytest.mark.parametrize(
    ("objective", "target"),
    [
        ("{target: 0.999}", "0.999"),
        ("{target: 0.99999999}", "0.99999999"),
        ("{target: 0.1}", "0.1"),
        ("{target: 9.5e-1}", "0.95"),
        ("{targetPercent: 99.9}", "0.999"),
        ("{targetPercent: 99.95}", "0.9995"),
        ("{targetPercent: 90}", "0.9"),
        ("{targetPercent: 0.4}", "0.004"),
    ],
)
def test_a_target_is_exactly_what_the_file_writes(objective: str, target: str) -> None:
    assert objective_of(written(objective=objective)).target == Decimal(target)


def test_a_slo_knows_its_names_labels_and_place() -> None:
    slo = valid("labels-and-annotations")
    assert (slo.name, slo.service, slo.display_name) == ("checkout-answers", "checkout", "Checkout answers ✓")
    assert slo.labels == {"tier": ("critical",), "team": ("payments", "shop"), "a.b_c-d": ("",)}
    assert str(slo.location) == "valid/labels-and-annotations.yaml:4:9"
    assert slo.method is BudgetingMethod.OCCURRENCES
    assert not slo.composite


def test_an_objective_stands_where_its_target_does() -> None:
    assert str(valid("a-ratio-of-good-events").objectives[0].location) == "valid/a-ratio-of-good-events.yaml:26:15"


def test_objectives_are_named_by_their_display_names_else_by_their_numbers() -> None:
    text = written(objective="{target: 0.9}, {target: 0.99, displayName: most}, {target: 0.5}")
    assert [objective.name for objective in slo_of(text).objectives] == ["objective 1", "most", "objective 3"]


class TestWindows:
    def test_a_rolling_window(self) -> None:
        assert valid("a-ratio-of-good-events").window == TimeWindow(Duration(30, "d"))

    def test_a_calendar_window_begins_at_a_local_time_in_its_zone(self) -> None:
        begins = Calendar(datetime(2026, 1, 1), ZoneInfo("Europe/Berlin"), "Europe/Berlin")  # noqa: DTZ001
        assert valid("a-calendar-month-where-clocks-change").window == TimeWindow(Duration(1, "M"), begins)

    def test_a_missing_window_is_the_default_one(self) -> None:
        text = written().replace("  timeWindow: [{duration: 30d, isRolling: true}]\n", "")
        reading = read_set({"slo.yaml": text}, Surroundings(Duration(4, "w")))
        assert [finding.rule for finding in reading.report.findings] == ["SLO113"]
        assert reading.slos[0].window == TimeWindow(Duration(4, "w"))

    @pytest.mark.parametrize("unit", ["90m", "36h", "7d", "2w", "3M", "2Q", "1Y"])
    def test_every_unit_is_read(self, unit: str) -> None:
        window = slo_of(written().replace("30d", unit)).window
        assert str(window.duration) == unit


class TestSlices:
    @pytest.mark.parametrize(
        ("length", "minutes"), [("5m", 5), ("1h", 60), ("1d", 1440), ("5", 5), ("5.0", 5), ("0x10", 16), ("1e1", 10)]
    )
    def test_a_slice_has_a_duration_or_minutes(self, length: str, minutes: int) -> None:
        text = written(objective=f"{{target: 0.99, timeSliceTarget: 0.95, timeSliceWindow: {length}}}")
        objective = objective_of(text.replace("30d", "4d").replace("Occurrences", "Timeslices"))
        assert objective.slice_length == timedelta(minutes=minutes)
        assert objective.slice_target == Decimal("0.95")

    def test_where_ratios_of_slices_are_averaged_no_slice_is_good_or_bad(self) -> None:
        slo = valid("ratios-of-time-slices")
        assert slo.method is BudgetingMethod.RATIO_TIMESLICES
        assert (slo.objectives[0].slice_target, slo.objectives[0].slice_length) == (None, timedelta(minutes=5))


class TestIndicators:
    def test_good_and_total(self) -> None:
        indicator = valid("a-ratio-of-good-events").objectives[0].indicator
        assert isinstance(indicator, Ratio)
        assert indicator.good
        assert indicator.good.text == 'sum(checkout_requests_total{code!~"5.."})'
        assert str(indicator.good.location) == "valid/a-ratio-of-good-events.yaml:16:27"
        assert indicator.total.text == "sum(checkout_requests_total)"
        assert (indicator.bad, indicator.counter) == (None, True)

    def test_bad_and_total(self) -> None:
        indicator = valid("a-ratio-of-bad-events").objectives[0].indicator
        assert isinstance(indicator, Ratio)
        assert indicator.bad
        assert indicator.good is None

    @pytest.mark.parametrize(("said", "counter"), [("counter: true, ", True), ("counter: false, ", False), ("", False)])
    def test_numbers_count_up_only_where_the_file_says_so(self, said: str, counter: bool) -> None:
        indicator = objective_of(written(indicator=RATIO.replace("{good", f"{{{said}good"))).indicator
        assert isinstance(indicator, Ratio)
        assert indicator.counter is counter

    @pytest.mark.parametrize(("file", "success"), [("success", True), ("failure", False)])
    def test_a_ratio_that_is_divided_already(self, file: str, success: bool) -> None:
        indicator = valid(f"a-raw-ratio-of-{file}").objectives[0].indicator
        assert isinstance(indicator, RawRatio)
        assert (indicator.query.text, indicator.success) == ("up", success)

    def test_a_threshold(self) -> None:
        indicator = valid("a-threshold-below-zero").objectives[0].indicator
        assert isinstance(indicator, Threshold)
        assert (indicator.op, indicator.limit) == (Op.GT, Decimal("-0.55"))
        assert indicator.query.text == "SELECT seconds FROM nightly_runs WHERE ended >= $start AND ended < $end"

    def test_objectives_on_one_threshold_have_limits_of_their_own(self) -> None:
        indicators = [each.indicator for each in valid("several-objectives-on-one-threshold").objectives]
        limits = [(each.op, each.limit) for each in indicators if isinstance(each, Threshold)]
        assert limits == [(Op.LTE, Decimal(5)), (Op.LT, Decimal(30))]

    def test_a_composite_has_an_indicator_for_each_objective(self) -> None:
        slo = valid("a-composite-of-indicators-in-place")
        assert slo.composite
        assert [type(objective.indicator) for objective in slo.objectives] == [Ratio, Threshold]
        assert [objective.weight for objective in slo.objectives] == [2, 1]

    def test_a_referenced_query_stands_in_the_file_of_its_sli(self) -> None:
        indicator = valid("a-ratio-by-reference").objectives[0].indicator
        assert isinstance(indicator, Ratio)
        assert str(indicator.total.location) == "valid/a-ratio-by-reference.yaml:28:23"


class TestSources:
    SOURCES = (
        "apiVersion: openslo/v1\nkind: DataSource\nmetadata: {name: db}\nspec: {type: Ledger, connectionDetails: {}}\n"
    )

    def _query(self, source: str, *more: str, sources: frozenset[str] = frozenset()) -> Query:
        metric = f"{{thresholdMetric: {{metricSource: {source}}}}}"
        text = written(indicator=metric, objective="{target: 0.9, op: lt, value: 1}")
        slo = slo_of("---\n".join((text, *more)), Surroundings(Duration(30, "d"), sources))
        indicator = slo.objectives[0].indicator
        assert isinstance(indicator, Threshold)
        return indicator.query

    def test_a_type_alone_names_no_source(self) -> None:
        query = self._query("{type: Prometheus, spec: {query: up}}")
        assert (query.source, query.source_type) == ("", "prometheus")

    def test_a_data_source_gives_its_name_and_its_type(self) -> None:
        query = self._query("{metricSourceRef: db, spec: {query: up}}", self.SOURCES)
        assert (query.source, query.source_type) == ("db", "ledger")

    def test_the_type_of_the_data_source_wins(self) -> None:
        query = self._query("{metricSourceRef: db, type: prometheus, spec: {query: up}}", self.SOURCES)
        assert query.source_type == "ledger"

    def test_a_source_of_the_configuration_needs_no_data_source(self) -> None:
        query = self._query("{metricSourceRef: warehouse, spec: {query: up}}", sources=frozenset({"warehouse"}))
        assert (query.source, query.source_type) == ("warehouse", "")

    @pytest.mark.parametrize(
        ("spec", "text"),
        [
            ("{query: up}", "up"),
            ("{promql: up}", "up"),
            ("{promql: down, query: up}", "up"),
            ("{metricName: Latency}", ""),
            ("{query: {nested: up}}", ""),
        ],
    )
    def test_the_query_is_under_the_keys_that_people_use(self, spec: str, text: str) -> None:
        assert self._query(f"{{type: t, spec: {spec}}}").text == text


KINDS = [
    ("checkout-latency", "good", Kind.PERFORMANCE),
    ("home-page", "http_request_duration_seconds_bucket{le='0.3'}", Kind.PERFORMANCE),
    ("home-page", "sum(http_requests{code!~'5..'})", Kind.AVAILABILITY),
    ("home-page", "sum(http_request_duration_seconds_count{code!~'5..'})", Kind.AVAILABILITY),
    ("login-availability", "http_request_duration_seconds_bucket{le='0.3'}", Kind.AVAILABILITY),
    ("downtime-of-voice", "good", Kind.AVAILABILITY),
    ("good-ratings", "good", Kind.SATISFACTION),
    ("tickets-solved-in-a-day", "good", Kind.SATISFACTION),
    ("answers", "SELECT * FROM survey", Kind.SATISFACTION),
    ("operating-hours", "good", Kind.OTHER),
    ("feature-flags", "good", Kind.OTHER),
    ("decoded-films", "good", Kind.OTHER),
    ("home-page", "good", Kind.OTHER),
]


class TestKinds:
    @pytest.mark.parametrize(("name", "query", "kind"), KINDS)
    def test_names_hint_at_the_kind_of_promise_and_then_queries(self, name: str, query: str, kind: Kind) -> None:
        assert slo_of(written(name, RATIO.replace("GOOD", f'"{query}"'))).kind is kind

    def test_a_threshold_without_any_hint_is_about_performance(self) -> None:
        metric = "{thresholdMetric: {metricSource: {type: t, spec: {query: depth}}}}"
        text = written("queue", metric, "{target: 0.9, op: lt, value: 1}")
        assert slo_of(text).kind is Kind.PERFORMANCE

    @pytest.mark.parametrize("kind", Kind)
    def test_the_annotation_has_the_last_word(self, kind: Kind) -> None:
        text = written("checkout-latency").replace("latency}", f"latency, annotations: {{slo-gate/kind: {kind}}}}}")
        assert slo_of(text).kind is kind
