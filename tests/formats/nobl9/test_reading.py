"""What stands in a file of Nobl9 is what the model holds."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from slo_gate.core.duration import Duration
from slo_gate.core.slo import Alert, BudgetingMethod, Kind, Objective, Op, Query, Ratio, Slo, Threshold, queries_of
from slo_gate.core.window import Calendar, TimeWindow
from tests.formats.nobl9.subject import CORPUS
from tests.support.corpus import read_set

SLO = """\
apiVersion: n9/v1alpha
kind: SLO
metadata: {name: NAME, project: shop}
spec:
  service: cart
  indicator: {metricSource: {name: metrics}}
  budgetingMethod: Occurrences
  objectives: [OBJECTIVE]
  timeWindows: [WINDOW]
"""
RATIO = (
    "{value: 1, target: 0.99, countMetrics: "
    "{incremental: true, good: {prometheus: {promql: good}}, total: {prometheus: {promql: all}}}}"
)
ROLLING = "{unit: Day, count: 28, isRolling: true}"


def written(objective: str = RATIO, window: str = ROLLING, name: str = "web") -> str:
    return SLO.replace("NAME", name).replace("OBJECTIVE", objective).replace("WINDOW", window)


def slo_of(*texts: str) -> Slo:
    reading = read_set({"slo.yaml": "---\n".join(texts)})
    assert [finding for finding in reading.report.findings if finding.is_error] == []
    (slo,) = reading.slos
    return slo


valid = CORPUS.valid


def objective_of(text: str) -> Objective:
    (objective,) = slo_of(text).objectives
    return objective


def ratio_of(objective: Objective) -> Ratio:
    assert isinstance(objective.indicator, Ratio)
    return objective.indicator


@pytest.mark.parametrize("target", ["0.999", "0.99999999", "0.1", "0.5000"])
def test_a_target_is_exactly_what_the_file_writes(target: str) -> None:
    assert str(objective_of(written(RATIO.replace("0.99", target))).target) == target


def test_a_slo_knows_its_names_labels_and_place() -> None:
    slo = valid("labels-and-annotations")
    assert (slo.name, slo.service, slo.display_name) == ("cart-answers", "cart", "The cart answers ✓")
    assert slo.labels == {"team": ("payments", "shop"), "größe": ("", "Any text at all")}
    assert slo.annotations["example.com/Owner"] == "the cart team"
    assert str(slo.location) == "valid/labels-and-annotations.yaml:4:9"
    assert (slo.method, slo.format, slo.composite) == (BudgetingMethod.OCCURRENCES, "n9/v1alpha", False)


def test_a_description_is_what_it_says_or_nothing() -> None:
    assert slo_of(written().replace("service", "description: What for\n  service")).description == "What for"
    assert valid("a-description-left-empty").description == ""
    assert slo_of(written().replace("service", "description: null\n  service")).description == ""


def test_an_objective_stands_where_its_target_does() -> None:
    assert str(valid("a-ratio-of-good-events").objectives[0].location) == "valid/a-ratio-of-good-events.yaml:14:15"


def test_objectives_are_named_by_their_names_else_by_what_is_shown_else_by_their_numbers() -> None:
    named = [RATIO, RATIO.replace("value: 1", "value: 2, displayName: Most of them")]
    named.append(RATIO.replace("value: 1", "value: 3, name: all, displayName: All of them"))
    names = [objective.name for objective in slo_of(written(", ".join(named))).objectives]
    assert names == ["objective 1", "Most of them", "all"]


class TestWindows:
    @pytest.mark.parametrize(
        ("unit", "count", "duration"),
        [("Minute", 90, "90m"), ("Hour", 36, "36h"), ("Day", 31, "31d"), ("Day", 7, "7d")],
    )
    def test_a_rolling_window(self, unit: str, count: int, duration: str) -> None:
        slo = slo_of(written(window=f"{{unit: {unit}, count: {count}, isRolling: true}}"))
        assert slo.window == TimeWindow(Duration.parse(duration))
        assert str(slo.window_location).startswith("slo.yaml:9:")

    @pytest.mark.parametrize(
        ("unit", "count", "duration"),
        [("Day", 366, "366d"), ("Week", 52, "52w"), ("Month", 1, "1M"), ("Quarter", 4, "4Q"), ("Year", 1, "1Y")],
    )
    def test_a_calendar_window(self, unit: str, count: int, duration: str) -> None:
        begins = 'calendar: {startTime: "2026-01-31 06:00:00", timeZone: Europe/Berlin}'
        slo = slo_of(written(window=f"{{unit: {unit}, count: {count}, {begins}}}"))
        start = Calendar(datetime(2026, 1, 31, 6), ZoneInfo("Europe/Berlin"), "Europe/Berlin")  # noqa: DTZ001
        assert slo.window == TimeWindow(Duration.parse(duration), start)


class TestSlices:
    def test_a_slice_is_a_minute(self) -> None:
        slo = valid("thresholds-in-time-slices")
        assert slo.method is BudgetingMethod.TIMESLICES
        assert {(each.slice_target, each.slice_length) for each in slo.objectives} == {
            (Decimal("0.9"), timedelta(minutes=1))
        }

    def test_where_events_are_counted_there_is_none(self) -> None:
        objective = valid("a-ratio-of-good-events").objectives[0]
        assert (objective.slice_target, objective.slice_length) == (None, None)


class TestIndicators:
    def test_good_and_total(self) -> None:
        ratio = ratio_of(valid("a-ratio-of-good-events").objectives[0])
        assert ratio.good
        assert ratio.good.text == 'sum(cart_requests_total{code!~"5.."})'
        assert str(ratio.good.location) == "valid/a-ratio-of-good-events.yaml:17:37"
        assert ratio.total.text == "sum(cart_requests_total)"
        assert (ratio.bad, ratio.counter) == (None, True)

    def test_bad_and_total(self) -> None:
        ratio = ratio_of(objective_of(written(RATIO.replace("good: {", "bad: {"))))
        assert ratio.bad
        assert (ratio.bad.text, ratio.good) == ("good", None)

    @pytest.mark.parametrize(("said", "counter"), [("true", True), ("false", False)])
    def test_numbers_count_up_where_the_file_says_so(self, said: str, *, counter: bool) -> None:
        assert ratio_of(objective_of(written(RATIO.replace("true", said)))).counter is counter

    def test_a_threshold(self) -> None:
        quick, bearable = (each.indicator for each in valid("thresholds-in-time-slices").objectives)
        assert isinstance(quick, Threshold)
        assert isinstance(bearable, Threshold)
        assert (quick.op, quick.limit, bearable.op, bearable.limit) == (Op.LTE, Decimal("0.3"), Op.LT, Decimal("1.5"))
        assert quick.query.text.startswith("histogram_quantile(0.9")

    def test_a_place_in_a_query_of_several_lines(self) -> None:
        (query,) = queries_of(valid("thresholds-in-time-slices").objectives[0].indicator)
        start = query.text.index("rate(")
        assert str(query.at(start, start + 4)) == "valid/thresholds-in-time-slices.yaml:20:17"

    def test_a_threshold_in_the_older_form_is_one_query_with_a_limit_for_each_objective(self) -> None:
        objectives = valid("a-threshold-in-the-older-form").objectives
        assert {query.text for each in objectives for query in queries_of(each.indicator)} == {"max(search_seconds)"}
        assert [each.indicator.limit for each in objectives if isinstance(each.indicator, Threshold)] == [
            Decimal("0.3"),
            Decimal("1.5"),
        ]


class TestSources:
    def test_a_query_goes_to_the_source_that_the_slo_names(self) -> None:
        query = ratio_of(objective_of(written())).total
        assert (query.source, query.source_type) == ("metrics", "prometheus")

    def test_what_other_systems_are_asked_is_not_read(self) -> None:
        ratio = ratio_of(valid("a-ratio-of-bad-events").objectives[0])
        assert [(query.source_type, query.text) for query in queries_of(ratio)] == [("cloudwatch", "")] * 2
        assert str(ratio.total.location) == "valid/a-ratio-of-bad-events.yaml:18:17"

    @pytest.mark.parametrize(
        "metric", ["splunk: {query: both}", "prometheus: {promql: both}"], ids=["of splunk", "of prometheus"]
    )
    def test_one_query_for_two_numbers_is_nothing_to_ask(self, metric: str) -> None:
        objective = f"{{value: 1, target: 0.99, countMetrics: {{incremental: false, goodTotal: {{{metric}}}}}}}"
        ratio = ratio_of(objective_of(written(objective)))
        assert [query.text for query in queries_of(ratio)] == ["", ""]

    def test_a_composite_is_a_promise_with_nothing_to_ask(self) -> None:
        (objective,) = valid("a-composite-of-objectives-elsewhere").objectives
        (query,) = queries_of(objective.indicator)
        assert (objective.name, objective.target) == ("works", Decimal("0.95"))
        assert query == Query("", "", query.location)
        assert str(query.location) == "valid/a-composite-of-objectives-elsewhere.yaml:12:7"


class TestAlerts:
    POLICY = """\
apiVersion: n9/v1alpha
kind: AlertPolicy
metadata: {name: fast, project: shop}
spec:
  severity: High
  conditions:
    - {measurement: averageBurnRate, value: 14.4, alertingWindow: 1h30m}
    - {measurement: averageBurnRate, value: 2, lastsFor: 5m}
    - {measurement: burnedBudget, value: 0.8}
"""

    def test_a_burn_rate_over_a_window_is_an_alert(self) -> None:
        slo = slo_of(self.POLICY, written().rstrip() + "\n  alertPolicies: [fast]\n")
        alert = Alert("fast", Decimal("14.4"), Op.GTE, timedelta(minutes=90), slo.alerts[0].location)
        assert slo.alerts == (alert,)
        assert str(alert.location) == "slo.yaml:7:45"

    def test_a_policy_that_is_elsewhere_is_no_alert(self) -> None:
        assert slo_of(written().rstrip() + "\n  alertPolicies: [fast]\n").alerts == ()


class TestKinds:
    def test_it_is_what_an_annotation_states(self) -> None:
        assert valid("labels-and-annotations").kind is Kind.SATISFACTION

    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("uptime", Kind.AVAILABILITY),
            ("page-latency", Kind.PERFORMANCE),
            ("csat", Kind.SATISFACTION),
            ("x", Kind.OTHER),
        ],
    )
    def test_else_what_its_name_hints_at(self, name: str, kind: Kind) -> None:
        assert slo_of(written(name=name)).kind is kind

    def test_else_a_value_that_is_compared_is_about_performance(self) -> None:
        threshold = "{value: 1, op: lt, target: 0.9, rawMetric: {query: {prometheus: {promql: x}}}}"
        assert slo_of(written(threshold)).kind is Kind.PERFORMANCE
