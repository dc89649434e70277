"""What rules that Sloth and Pyrra generate have recorded in a real Prometheus, read, and compared with what is computed."""

import pytest

from tests.support.prometheus_promises import SLO
from tests.support.recording_team import PYRRA, SLOTH, Team

PLUGIN = """\
version: prometheus/v1
service: shop
slos:
  - name: night
    objective: 99.9
    sli: {plugin: {id: acme/requests}}
    alerting: {page_alert: {disable: true}, ticket_alert: {disable: true}}
"""
pytestmark = pytest.mark.xdist_group("recording")


def openslo(name: str, service: str = "shop", window: str = "30d") -> str:
    text = SLO.format(service=service, target="0.999").replace(f"{service}-availability", name)
    return text.replace("metricSourceRef: metrics", "metricSourceRef: rules").replace("30d", window)


class TestSloth:
    def test_an_outage_at_night_is_a_spent_budget_as_sloth_weighs_it_and_a_good_one_by_events(self, team: Team) -> None:
        """Sloth takes the mean of 5-minute ratios: 40 minutes of 30 days, however little traffic the night has."""
        team.promising(SLOTH)
        recorded, computed = team.gate()["night"], team.gate({"type": "prometheus"})["night"]
        assert recorded["basis"] == "recorded by Sloth over 30d, slice-weighted, the mean of 5m ratios"
        assert (recorded["verdict"], computed["verdict"]) == ("fail", "pass")
        assert float(recorded["remaining"]) == pytest.approx(1 - (40 / 43200 + 0.0004) / 0.001, abs=0.01)
        assert float(computed["remaining"]) == pytest.approx(0.415, abs=0.005)

    def test_rules_that_are_not_optimised_weigh_events(self, team: Team) -> None:
        team.promising(SLOTH)
        recorded, computed = team.gate()["exact"], team.gate({"type": "prometheus"})["exact"]
        assert recorded["basis"] == "recorded by Sloth over 30d, event-weighted"
        assert float(recorded["remaining"]) == pytest.approx(float(computed["remaining"]), abs=0.001)

    def test_how_many_events_there_were_is_not_recorded_and_not_invented(self, team: Team) -> None:
        one = team.promising(SLOTH).gate()["night"]
        assert (one["good"], one["total"], one["allowed_bad"], one["recovers_at"]) == (None, None, None, None)
        assert one["sli"] is not None

    def test_burn_rates_are_those_of_the_recorded_windows(self, team: Team) -> None:
        rates = {one["lookback"]: float(one["rate"]) for one in team.promising(SLOTH).gate()["night"]["burn_rates"]}
        assert rates == {3600: pytest.approx(0.4, abs=0.001), 21600: pytest.approx(0.4, abs=0.001)}

    def test_the_history_is_what_remained_at_the_end_of_each_day_that_has_a_record(self, team: Team) -> None:
        history = team.promising(SLOTH).gate()["night"]["history"]
        assert [share is None for share in history] == [True] * 27 + [False] * 3
        assert float(history[-1]) == pytest.approx(-0.32, abs=0.01)

    def test_each_series_has_a_budget_of_its_own(self, team: Team) -> None:
        found = team.promising(SLOTH).gate()
        assert float(found["sites/b"]["remaining"]) < float(found["sites/a"]["remaining"]) < 0
        assert found["sites/a"]["series"] == {"site": "a"}

    def test_one_hour_without_traffic_spoils_the_record(self, team: Team) -> None:
        one = team.promising(SLOTH).gate()["quiet"]
        assert one["no_data"]["reason"] == "not-a-number"
        assert one["verdict"] == "unknown"

    def test_a_service_that_is_not_scraped_any_more_is_stale_though_its_rules_go_on(self, team: Team) -> None:
        one = team.promising(SLOTH).gate()["dead"]
        assert one["no_data"] == {
            "reason": "stale-data",
            "detail": "the newest sample is 6h old; at most 15m is allowed",
        }

    def test_a_record_of_another_window_is_another_promise(self, team: Team) -> None:
        one = team.promising(SLOTH).gate(defaults={"window": "28d"})["night"]
        assert one["no_data"]["reason"] == "not-recorded"
        assert one["no_data"]["detail"] == "Sloth records it over 30d, and the SLO's window is 4w"

    def test_a_record_for_another_target_is_judged_by_the_files_with_a_warning(self, team: Team) -> None:
        one = team.promising(SLOTH, **{"objective: 99.9": "objective: 99.5"}).gate()["night"]
        assert one["verdict"] == "pass"
        assert one["warnings"] == ["Sloth records it for a target of 99.9 %; it is judged by that of the file, 99.5 %"]

    def test_an_slo_without_record_is_unknown(self, team: Team) -> None:
        one = team.promising(SLOTH, night="knight").gate()["knight"]
        assert one["no_data"]["reason"] == "not-recorded"
        assert 'slo:sli_error:ratio_rate30d{sloth_id="shop-knight"}' in one["no_data"]["detail"]

    def test_a_rule_about_a_burn_rate_that_is_not_recorded_is_not_silent(self, team: Team) -> None:
        fast = {"name": "fast", "when": {"burn_rate": {"budget": "2%", "long": "45m", "short": "5m"}}, "then": "fail"}
        found = team.promising(SLOTH).gate(rules=[fast | {"match": {"slo": "exact"}}])
        assert found["exact"]["no_data"]["reason"] == "not-recorded"
        assert "over 45m" in found["exact"]["no_data"]["detail"]
        assert found["night"]["verdict"] == "pass"

    def test_an_slo_of_a_plugin_is_judged_though_its_file_has_no_query(self, team: Team) -> None:
        one = team.given("plugin.yaml", PLUGIN).gate({"compare": True})["night"]
        assert one["verdict"] == "fail"
        assert one["warnings"][0].startswith("it could not be computed, to be compared (query-rejected)")

    def test_rules_of_another_tool_are_not_looked_for_where_one_is_named(self, team: Team) -> None:
        assert team.promising(SLOTH).gate({"from": "pyrra"})["exact"]["no_data"]["reason"] == "not-recorded"

    def test_a_file_that_counts_events_is_told_of_other_weights(self, team: Team) -> None:
        one = team.given("night.yaml", openslo("night")).gate({"from": "sloth"})["night"]
        assert float(one["remaining"]) == pytest.approx(-0.32, abs=0.01)
        assert one["warnings"] == [
            "the file counts events, and what is recorded weighs stretches of time, whatever their traffic"
        ]

    def test_a_file_of_sloth_is_read_by_what_sloth_records_though_others_know_its_name(self, team: Team) -> None:
        """Pyrra records an SLO `night`, too."""
        assert team.promising(SLOTH).gate()["night"]["basis"].startswith("recorded by Sloth")


class TestComparing:
    def test_a_record_that_differs_from_what_is_computed_is_a_warning(self, team: Team) -> None:
        lenient = [{"name": "lenient", "when": {"remaining_at_most": "-100%"}, "then": "fail"}]
        one = team.promising(SLOTH).gate({"compare": True}, rules=lenient)["night"]
        assert one["verdict"] == "warn"
        (reason,) = one["reasons"]
        assert reason["code"] == "disagreement"
        assert "32.2 % of the error budget remains as recorded, and 41.4 % as computed" in reason["text"]

    def test_a_record_that_agrees_passes(self, team: Team) -> None:
        one = team.promising(SLOTH).gate({"compare": True})["exact"]
        assert (one["verdict"], one["warnings"]) == ("pass", [])

    def test_the_tolerance_says_what_agrees(self, team: Team) -> None:
        one = team.promising(SLOTH).gate({"compare": True, "tolerance": "80%"})["night"]
        assert [reason["code"] for reason in one["reasons"]] == ["remaining_at_most"]


class TestPyrra:
    def test_counts_over_the_window_are_event_weighted(self, team: Team) -> None:
        team.promising(PYRRA / "night.yaml")
        recorded, computed = team.gate()["night"], team.gate({"type": "prometheus"})["night"]
        assert recorded["basis"] == "recorded by Pyrra over 4w, event-weighted"
        assert float(recorded["remaining"]) == pytest.approx(float(computed["remaining"]), abs=0.002)
        assert recorded["total"] == pytest.approx(computed["total"], rel=0.001)

    def test_burn_rates_are_those_that_pyrra_calls_so(self, team: Team) -> None:
        rates = {
            one["lookback"]: float(one["rate"])
            for one in team.promising(PYRRA / "night.yaml").gate()["night"]["burn_rates"]
        }
        assert rates == {3600: pytest.approx(0.4, abs=0.001), 21600: pytest.approx(0.4, abs=0.001)}

    def test_a_latency_is_read(self, team: Team) -> None:
        one = team.promising(PYRRA / "fast.yaml").gate()["fast"]
        assert float(one["sli"]) == pytest.approx(0.97, abs=0.0001)
        assert one["warnings"] == []

    def test_a_gauge_is_read(self, team: Team) -> None:
        one = team.promising(PYRRA / "answering.yaml").gate()["answering"]
        assert one["basis"] == "recorded by Pyrra over 4w, slice-weighted, each sample of a gauge alike"
        assert float(one["sli"]) == pytest.approx(1 - 40 / 40320, abs=0.0001)

    def test_a_file_of_another_format_is_read_by_the_ratio_that_generic_rules_record(self, team: Team) -> None:
        one = team.given("night.yaml", openslo("night", "night", "28d")).gate()["night"]
        assert one["basis"] == "recorded by Pyrra over 4w, event-weighted"
        assert float(one["remaining"]) == pytest.approx(0.402, abs=0.001)
        assert (one["total"], one["warnings"]) == (None, [])

    def test_that_ratio_is_of_the_window_that_is_recorded_beside_it(self, team: Team) -> None:
        one = team.given("night.yaml", openslo("night", "night")).gate()["night"]
        assert one["no_data"]["detail"] == "Pyrra records it over 4w, and the SLO's window is 30d"


class TestGrafana:
    """Of series that the test has written, by the names that Grafana documents."""

    def test_a_ratio_of_events_is_read(self, team: Team) -> None:
        one = team.given("a.yaml", openslo("events")).gate()["events"]
        assert one["basis"] == "recorded by Grafana SLO over 30d, event-weighted"
        assert float(one["remaining"]) == pytest.approx(0.6)
        assert (one["coverage"], one["verdict"]) == ("1", "pass")
        assert {rate["lookback"]: float(rate["rate"]) for rate in one["burn_rates"]} == {3600: pytest.approx(0.8)}

    def test_an_slo_may_have_the_id_that_grafana_gave_it(self, team: Team) -> None:
        assert team.given("a.yaml", openslo("events-id")).gate()["events-id"]["verdict"] == "pass"

    def test_what_does_not_tell_its_weights_says_so(self, team: Team) -> None:
        one = team.given("a.yaml", openslo("free")).gate({"from": "grafana"})["free"]
        assert one["basis"] == "recorded by Grafana SLO over 30d, with weights that the server does not tell"

    def test_two_tools_that_record_one_slo_are_told_apart_by_the_configuration(self, team: Team) -> None:
        team.given("a.yaml", openslo("twice"))
        told = team.gate()["twice"]["no_data"]
        assert told["reason"] == "source-misconfigured"
        assert told["detail"] == "Grafana SLO and Sloth record it: the setting `from` must say which one counts"
        assert team.gate({"from": "grafana"})["twice"]["verdict"] == "pass"
