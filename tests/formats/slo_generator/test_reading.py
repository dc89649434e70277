"""What stands in a file is what the model holds."""

from datetime import timedelta
from decimal import Decimal

import pytest

from slo_gate.core.duration import Duration
from slo_gate.core.finding import Location
from slo_gate.core.ports import Surroundings
from slo_gate.core.slo import BudgetingMethod, Indicator, Kind, Op, Query, Ratio, RawRatio, Slo
from slo_gate.core.window import TimeWindow
from slo_gate.promql.events import counted, sampled
from tests.formats.slo_generator.files import CONFIG, SLO, WHOLE
from tests.formats.slo_generator.subject import CORPUS
from tests.support.corpus import ALONE, read_set

MINUTE = timedelta(minutes=1)


def slo_of(files: dict[str, str], surroundings: Surroundings = ALONE) -> Slo:
    reading = read_set(files, surroundings)
    assert [finding for finding in reading.report.findings if finding.is_error] == []
    (slo,) = reading.slos
    return slo


valid = CORPUS.valid


def indicator_of(slo: Slo) -> Indicator:
    (objective,) = slo.objectives
    return objective.indicator


def ratio_of(slo: Slo) -> tuple[Query, Query]:
    indicator = indicator_of(slo)
    assert isinstance(indicator, Ratio)
    assert indicator.good
    assert indicator.counter
    return indicator.good, indicator.total


def asked(sli: str, method: str = "good_bad_ratio") -> Indicator:
    head = SLO[: SLO.index("  service_level_indicator")].replace("good_bad_ratio", method)
    return indicator_of(slo_of({"slo.yaml": f"{head}  service_level_indicator: {sli}\n"}))


def test_an_slo_knows_its_names_labels_and_place() -> None:
    slo = slo_of(WHOLE)
    assert (slo.name, slo.service, slo.description) == ("web", "shop", "Requests are answered")
    assert slo.labels == {"service_name": ("shop",), "slo_name": ("answers",)}
    assert str(slo.location) == "slo/web.yaml:4:9"
    assert (slo.method, slo.format) == (BudgetingMethod.OCCURRENCES, "sre.google.com/v2")
    assert str(slo.objectives[0].location) == "slo/web.yaml:8:9"


def test_an_slo_without_a_service_is_its_own() -> None:
    assert slo_of({"slo.yaml": SLO.replace("service_name", "feature_name")}).service == "web"


@pytest.mark.parametrize(
    ("goal", "target"), [("0.999", "0.999"), ('"0.9990"', "0.999"), ("9.5e-1", "0.95"), ("0", "0")]
)
def test_a_target_is_exactly_what_the_file_writes(goal: str, target: str) -> None:
    assert slo_of({"slo.yaml": SLO.replace("0.999", goal)}).objectives[0].target == Decimal(target)


@pytest.mark.parametrize("goal", ["${GOAL}", "0.9${NINES}"])
def test_a_goal_that_only_the_environment_knows_is_not_read(goal: str) -> None:
    reading = read_set({"slo.yaml": SLO.replace("0.999", goal)})
    assert reading.slos == ()
    assert [(finding.rule, finding.is_error) for finding in reading.report.findings] == [("SLO723", False)]
    assert [(finding.rule, finding.is_error) for finding in reading.broken] == [("SLO723", True)]


class TestWindows:
    def test_the_window_is_the_longest_of_the_policy(self) -> None:
        slo = slo_of(WHOLE)
        assert slo.window == TimeWindow(Duration(7, "d"))
        assert (slo.window_location, slo.can_state_window) == (None, False)

    @pytest.mark.parametrize(
        ("seconds", "window"),
        [(2_419_200, "28d"), (43_200, "12h"), (90_000, "25h"), (5_400, "90m"), (60, "1m"), (90, "2m"), (1, "1m")],
    )
    def test_seconds_are_counted_in_the_largest_unit_that_divides_them(self, seconds: int, window: str) -> None:
        step = f"{{name: all, window: {seconds}, burn_rate_threshold: 1, message_alert: a, message_ok: o}}"
        config = f"{CONFIG[: CONFIG.index('      - ')]}      - {step}\n"
        assert str(slo_of({"slo.yaml": SLO, "config.yaml": config}).window.duration) == window

    def test_without_the_policy_it_is_the_default_one(self) -> None:
        assert slo_of({"slo.yaml": SLO}, Surroundings(Duration(4, "w"))).window == TimeWindow(Duration(4, "w"))

    def test_a_window_from_a_variable_is_not_known(self) -> None:
        files = WHOLE | {"shared/config.yaml": CONFIG.replace("604800", '"${WEEK}"')}
        assert slo_of(files).window == TimeWindow(Duration(1, "d"))

    def test_the_policy_is_the_one_named_default_unless_another_is_named(self) -> None:
        other = CONFIG.replace("short:", "default:").replace("604800", "2419200")
        files = WHOLE | {"other.yaml": other, "slo/web.yaml": SLO.replace("  error_budget_policy: short\n", "")}
        assert str(slo_of(files).window.duration) == "28d"


class TestAlerts:
    def test_every_step_alerts_above_its_threshold(self) -> None:
        alerts = slo_of(WHOLE).alerts
        assert [(one.name, one.threshold, one.op, one.lookback) for one in alerts] == [
            ("hour", Decimal(9), Op.GT, timedelta(hours=1)),
            ("week", Decimal("1.5"), Op.GT, timedelta(days=7)),
            ("day", Decimal(3), Op.GT, timedelta(days=1)),
        ]
        assert str(alerts[0].location) == "shared/config.yaml:8:57"

    def test_a_threshold_in_quotes_is_a_number_and_one_from_a_variable_is_not_known(self) -> None:
        config = CONFIG.replace("threshold: 9", 'threshold: "9"').replace("threshold: 3", 'threshold: "${SLOW}"')
        alerts = slo_of(WHOLE | {"shared/config.yaml": config}).alerts
        assert [one.threshold for one in alerts] == [Decimal(9), Decimal("1.5")]


class TestRatios:
    def test_filters_are_summed_apart(self) -> None:
        good, total = ratio_of(slo_of(WHOLE))
        assert good == Query(
            source="prometheus",
            text='sum(requests_total{code!~"5.."})',
            location=good.location,
            source_type="prometheus",
            written='requests_total{code!~"5.."}',
        )
        assert str(good.location) == "slo/web.yaml:14:18"
        assert (total.text, str(total.location)) == ("sum(requests_total)", "slo/web.yaml:15:19")

    def test_where_bad_events_are_told_all_are_the_good_and_the_bad_ones(self) -> None:
        good, total = ratio_of(valid("a-ratio-of-good-and-bad-events"))
        assert total.text == f'{good.text} + sum(checkout_requests_total{{code=~"5.."}})'
        assert total.original == 'checkout_requests_total{code=~"5.."}'

    def test_the_window_written_out_says_no_more(self) -> None:
        plain, written = (
            [query.text for query in ratio_of(valid(f"a-ratio-{name}"))]
            for name in ("of-good-and-valid-events", "with-the-window-written-out")
        )
        assert plain == written

    @pytest.mark.parametrize(
        ("operators", "understood"),
        [
            ("[increase, sum]", True),
            ("[rate, sum]", True),
            ("[sum]", False),
            ("[sum, rate]", False),
            ("[rate, max]", False),
            ("[increase, rate, sum]", False),
            ("[]", False),
            ('"${OPERATORS}"', False),
        ],
    )
    def test_operators_are_understood_where_they_sum_increases(self, operators: str, understood: bool) -> None:
        indicator = asked(f"{{filter_good: good, filter_valid: all, operators: {operators}}}")
        assert isinstance(indicator, Ratio) is understood

    @pytest.mark.parametrize("unlike", ["a offset 5m", "'a{x=\"${X}\"}'", "a @ 5", "a + b"])
    def test_what_is_no_selector_is_not_asked(self, unlike: str) -> None:
        indicator = asked(f"{{filter_good: good, filter_valid: {unlike}}}")
        assert isinstance(indicator, RawRatio)
        assert indicator.query.text == ""

    def test_the_place_of_a_part_is_that_of_the_file(self) -> None:
        good, _ = ratio_of(slo_of(WHOLE))
        start = good.original.index("code")
        assert str(good.at(start, start + 4)) == "slo/web.yaml:14:33"


class TestCuts:
    def test_good_is_the_bucket_and_total_the_last_one(self) -> None:
        good, total = ratio_of(valid("a-cut-of-a-distribution"))
        assert good.text == 'sum(checkout_seconds_bucket{job="checkout", le="0.25"})'
        assert total.text == 'sum(checkout_seconds_bucket{job="checkout", le="+Inf"})'
        assert {good.original, total.original} == {'checkout_seconds_bucket{job="checkout"}'}

    @pytest.mark.parametrize(
        ("threshold", "bucket"),
        [("0.250", "0.25"), ("1", "1"), ("1.0", "1.0"), ('"0.250"', "0.250"), ("5e-3", "0.005"), ("0x10", "16")],
    )
    def test_the_bucket_is_written_as_python_writes_the_number(self, threshold: str, bucket: str) -> None:
        indicator = asked(f"{{expression: 'a{{b=\"c\"}}', threshold_bucket: {threshold}}}", "distribution_cut")
        assert isinstance(indicator, Ratio)
        assert indicator.good
        assert indicator.good.text == f'sum(a{{b="c", le="{bucket}"}})'

    @pytest.mark.parametrize(
        "sli", ["{expression: 'a{b=\"c\"}', threshold_bucket: '${X}'}", "{expression: '${X}', threshold_bucket: 1}"]
    )
    def test_what_a_variable_decides_is_not_asked(self, sli: str) -> None:
        indicator = asked(sli, "distribution_cut")
        assert isinstance(indicator, RawRatio)
        assert indicator.query.text == ""


class TestStatedRatios:
    def test_promql_divides_and_has_the_window_of_whoever_asks(self) -> None:
        indicator = indicator_of(valid("a-ratio-that-promql-divides"))
        assert isinstance(indicator, RawRatio)
        assert indicator.success
        assert indicator.query.text.count("[{{.window}}]") == 2
        assert indicator.query.original.count("[window]") == 2

    def test_a_window_within_a_string_is_none(self) -> None:
        indicator = asked("{expression: 'sum(rate(a{b=\"[window]\"}[window]))'}", "query_sli")
        assert isinstance(indicator, RawRatio)
        assert indicator.query.text == 'sum(rate(a{b="[window]"}[{{.window}}]))'


@pytest.mark.parametrize(
    "name", ["a-ratio-of-good-and-valid-events", "a-ratio-of-good-and-bad-events", "a-cut-of-a-distribution"]
)
def test_prometheus_understands_what_is_counted(name: str) -> None:
    for query in ratio_of(valid(name)):
        assert "increase(" in counted(query.text, MINUTE)


def test_prometheus_understands_what_is_sampled() -> None:
    indicator = indicator_of(valid("a-ratio-that-promql-divides"))
    assert isinstance(indicator, RawRatio)
    assert "[60s]" in sampled(indicator.query.text, MINUTE)


@pytest.mark.parametrize(
    ("name", "source", "kind"),
    [
        ("datadog-divides", "datadog", "datadog"),
        ("a-backend-in-camel-case", "CloudMonitoring", "cloud_monitoring"),
        ("a-backend-of-ones-own", "shop.backends.OurBackend", "shop.backends.ourbackend"),
        ("splunk-counts-good-and-bad", "splunk", "splunk"),
    ],
)
def test_of_other_backends_nothing_is_asked(name: str, source: str, kind: str) -> None:
    indicator = indicator_of(valid(name))
    assert isinstance(indicator, RawRatio)
    query = indicator.query
    assert (query.text, query.source, query.source_type) == ("", source, kind)
    assert isinstance(query.location, Location)


def test_a_suffix_tells_backends_of_a_class_apart() -> None:
    good, _ = ratio_of(valid("a-backend-with-a-suffix"))
    assert (good.source, good.source_type) == ("prometheus/europe", "prometheus")


@pytest.mark.parametrize(
    ("name", "description", "kind"),
    [
        ("web-latency", "Requests are answered", Kind.PERFORMANCE),
        ("web-availability", "Requests are answered within a second", Kind.AVAILABILITY),
        ("web", "Requests are answered within a second", Kind.PERFORMANCE),
        ("good-ratings", "Stars", Kind.SATISFACTION),
        ("web", "Fifty", Kind.OTHER),
    ],
)
def test_names_hint_at_the_kind_of_promise_and_then_the_description(name: str, description: str, kind: Kind) -> None:
    text = SLO.replace("name: web", f"name: {name}").replace("Requests are answered", description)
    assert slo_of({"slo.yaml": text.replace('{code!~"5.."}', '{ok="1"}')}).kind is kind


def test_the_annotation_has_the_last_word() -> None:
    assert valid("the-kind-of-promise-is-stated").kind is Kind.SATISFACTION
