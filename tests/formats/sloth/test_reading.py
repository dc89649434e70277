"""What stands in a file of Sloth is what the model holds."""

from datetime import timedelta
from decimal import Decimal

import pytest

from slo_gate.core.duration import Duration
from slo_gate.core.ports import Surroundings
from slo_gate.core.slo import BudgetingMethod, Kind, Query, Ratio, RawRatio, Slo, queries_of
from slo_gate.core.window import TimeWindow
from slo_gate.promql import events as promql
from tests.formats.sloth.subject import CORPUS
from tests.support.corpus import read_set, told

SPEC = """\
version: prometheus/v1
service: shop
slos:
  - name: NAME
    objective: OBJECTIVE
    sli: SLI
    alerting: {name: ShopFails}
"""
RAW = "{raw: {error_ratio_query: 'avg(rate(QUERY[{{.window}}]))'}}"


def slo_of(name: str = "web", objective: str = "99.9", sli: str = RAW) -> Slo:
    reading = read_set({"slo.yaml": SPEC.replace("NAME", name).replace("OBJECTIVE", objective).replace("SLI", sli)})
    assert reading.report.findings == ()
    (slo,) = reading.slos
    return slo


valid = CORPUS.valid


def query_of(slo: Slo) -> Query:
    (objective,) = slo.objectives
    (query,) = queries_of(objective.indicator)
    return query


@pytest.mark.parametrize(
    ("objective", "target"),
    [
        ("99.9", "0.999"),
        ("99.95", "0.9995"),
        ("90", "0.9"),
        ("9.99e1", "0.999"),
        ("0.4", "0.004"),
        ("33.333", "0.33333"),
    ],
)
def test_an_objective_is_exactly_what_the_file_writes(objective: str, target: str) -> None:
    assert slo_of(objective=objective).objectives[0].target == Decimal(target)


def test_a_plain_spec_and_a_custom_resource_say_the_same() -> None:
    plain, custom = valid("events-in-a-plain-spec"), valid("a-custom-resource")
    assert (plain.name, plain.service, plain.description) == (
        "answers",
        "checkout",
        "Orders are answered without an error of ours.",
    )
    assert (custom.name, custom.service, custom.description) == (
        "lookups-within-100-ms",
        "subscriber-data",
        "Subscribers are found within 100 ms.",
    )
    assert str(plain.location) == "valid/events-in-a-plain-spec.yaml:6:11"
    assert str(custom.location) == "valid/a-custom-resource.yaml:11:13"
    assert str(plain.objectives[0].location) == "valid/events-in-a-plain-spec.yaml:7:16"
    assert plain.format == custom.format == "sloth"


def test_labels_of_the_file_give_way_to_those_of_the_slo() -> None:
    text = SPEC.replace("slos:", "labels: {team: shop, tier: 2}\nslos:").replace("NAME", "web\n    labels: {tier: '1'}")
    (slo,) = read_set({"slo.yaml": text.replace("OBJECTIVE", "99").replace("SLI", RAW)}).slos
    assert slo.labels == {"team": ("shop",), "tier": ("1",)}


def test_annotations_are_those_of_the_object_and_of_its_alerts() -> None:
    assert valid("a-custom-resource").annotations == {"runbook_url": "https://wiki.example.com/lookups"}
    assert valid("an-annotation-states-the-kind").annotations["slo-gate/kind"] == "satisfaction"


def test_the_window_is_the_default_one_which_the_file_could_not_state() -> None:
    text = SPEC.replace("NAME", "web").replace("OBJECTIVE", "99").replace("SLI", RAW)
    reading = read_set({"slo.yaml": text}, Surroundings(Duration(4, "w")))
    (slo,) = reading.slos
    assert reading.report.findings == ()
    assert slo.window == TimeWindow(Duration(4, "w"))
    assert (slo.window_location, slo.can_state_window, slo.alerts) == (None, False, ())
    assert slo.method is BudgetingMethod.OCCURRENCES


class TestIndicators:
    def test_events_are_bad_and_total_counters(self) -> None:
        indicator = valid("events-in-a-plain-spec").objectives[0].indicator
        assert isinstance(indicator, Ratio)
        assert indicator.bad
        assert indicator.bad.text == 'sum(rate(checkout_requests_total{code=~"5.."}[{{.window}}]))'
        assert indicator.total.text == "sum(rate(checkout_requests_total[{{.window}}]))"
        assert str(indicator.bad.location) == "valid/events-in-a-plain-spec.yaml:11:22"
        assert (indicator.good, indicator.counter) == (None, True)
        assert (indicator.bad.source, indicator.bad.source_type) == ("", "prometheus")

    def test_a_raw_ratio_is_one_of_bad_events(self) -> None:
        indicator = valid("a-raw-ratio-in-a-block").objectives[0].indicator
        assert isinstance(indicator, RawRatio)
        assert not indicator.success

    def test_a_plugin_leaves_nothing_to_ask(self) -> None:
        slo = valid("a-plugin-makes-the-query")
        assert isinstance(slo.objectives[0].indicator, RawRatio)
        assert query_of(slo).text == ""
        assert str(query_of(slo).location) == "valid/a-plugin-makes-the-query.yaml:8:13"

    @pytest.mark.parametrize(
        ("file", "part", "place"),
        [
            ("a-raw-ratio-in-a-block", "up{", (10, 14)),
            ("a-raw-ratio-in-a-block", "{{.window}}", (10, 44)),
        ],
    )
    def test_a_part_of_a_query_in_a_block_knows_its_place(self, file: str, part: str, place: tuple[int, int]) -> None:
        query = query_of(valid(file))
        start = query.text.index(part)
        found = query.at(start, start + len(part))
        assert (found.line, found.column) == place
        line = (CORPUS.root / f"valid/{file}.yaml").read_text("utf-8").splitlines()[found.line - 1]
        assert line[found.column - 1 :].startswith(part)

    def test_the_prometheus_source_understands_plain_events(self) -> None:
        indicator = valid("events-in-a-plain-spec").objectives[0].indicator
        counted = [promql.counted(query.text, timedelta(hours=1)) for query in queries_of(indicator)]
        assert [text.replace(" ", "") for text in counted] == [
            'sum(increase(checkout_requests_total{code=~"5.."}[3600s]))',
            "sum(increase(checkout_requests_total{}[3600s]))",
        ]

    def test_the_prometheus_source_understands_what_is_left_of_a_bucket(self) -> None:
        indicator = valid("a-custom-resource").objectives[0].indicator
        bad, _ = (promql.counted(query.text, timedelta(days=1)) for query in queries_of(indicator))
        assert bad.replace(" ", "") == (
            'sum(increase(lookup_seconds_count{}[86400s]))-sum(increase(lookup_seconds_bucket{le="0.1"}[86400s]))'
        )

    def test_the_prometheus_source_samples_a_raw_ratio(self) -> None:
        query = query_of(valid("a-raw-ratio-in-a-block"))
        assert "[300s:1m]" in promql.sampled(query.text, timedelta(minutes=5))


class TestKinds:
    @pytest.mark.parametrize(
        ("name", "query", "kind"),
        [
            ("latency-of-web", "failed", Kind.PERFORMANCE),
            ("web", "http_request_duration_seconds_bucket", Kind.PERFORMANCE),
            ("web", "http_errors_total", Kind.AVAILABILITY),
            ("wifi-satisfaction", "failed", Kind.SATISFACTION),
            ("web", "good", Kind.OTHER),
        ],
    )
    def test_names_hint_at_the_kind_of_promise_and_then_queries(self, name: str, query: str, kind: Kind) -> None:
        assert slo_of(name, sli=RAW.replace("QUERY", query)).kind is kind

    def test_the_id_of_a_plugin_hints_at_it_too(self) -> None:
        assert slo_of(sli="{plugin: {id: shop/http-latency}}").kind is Kind.PERFORMANCE

    def test_a_label_or_an_annotation_has_the_last_word(self) -> None:
        assert valid("a-label-states-the-kind").kind is Kind.SATISFACTION
        assert valid("an-annotation-states-the-kind").kind is Kind.SATISFACTION


class TestBesideMistakes:
    def test_slos_are_read_beside_one_that_is_wrong(self) -> None:
        first = SPEC.replace("NAME", "web").replace("OBJECTIVE", "101").replace("SLI", RAW)
        second = first[first.index("  - name") :].replace("web", "api").replace("101", "99")
        reading = read_set({"slo.yaml": first + second})
        assert [told(finding) for finding in reading.report.findings] == ["error SLO104 5:16"]
        assert [slo.name for slo in reading.slos] == ["api"]

    @pytest.mark.parametrize(
        "wrong", [("prometheus/v1", "prometheus/v2"), ("shop\n", "s\n"), ("slos:", "labels: []\nslos:")]
    )
    def test_none_is_read_where_what_they_share_is_wrong(self, wrong: tuple[str, str]) -> None:
        text = SPEC.replace("NAME", "web").replace("OBJECTIVE", "99").replace("SLI", RAW).replace(*wrong)
        reading = read_set({"slo.yaml": text})
        assert reading.slos == ()
        assert [finding.is_error for finding in reading.report.findings] == [True]

    def test_a_kind_that_there_is_not_hides_no_slo(self) -> None:
        text = (CORPUS.root / "valid/an-annotation-states-the-kind.yaml").read_text("utf-8")
        reading = read_set({"slo.yaml": text.replace("satisfaction", "speed")})
        assert [finding.rule for finding in reading.report.findings] == ["SLO104"]
        assert [slo.kind for slo in reading.slos] == [Kind.PERFORMANCE]


def test_an_id_is_taken_once_in_all_files() -> None:
    text = SPEC.replace("NAME", "web").replace("OBJECTIVE", "99").replace("SLI", RAW)
    findings = read_set({"a.yaml": text, "b.yaml": text}).report.findings
    assert [f"{finding.location} {finding.rule}" for finding in findings] == ["b.yaml:4:11 SLO202"]
    assert findings[0].message == "the SLO `shop-web` is declared twice; first at a.yaml:4:11"


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n",
        "version: 2\nservices: {web: {image: web}}\n",
        "version: '3'\nservice: web\n",
        "apiVersion: example.com/v1\nkind: AlertWindows\nspec: {}\n",
        "kind: Team\nservice: web\nslos: []\n",
    ],
    ids=["a pod", "a compose file", "a service without slos", "another group's windows", "another kind with slos"],
)
def test_what_others_write_is_left_alone(text: str) -> None:
    report = read_set({"other.yaml": text}).report
    assert (report.objects, report.findings, len(report.skipped)) == (0, (), 1)
