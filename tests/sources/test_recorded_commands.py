"""Records of a real Prometheus, and what the rest of slo-gate makes of them: sources, replays, plans, explanations."""

import json

import pytest

from tests.support.recording_team import SLOTH, Team

pytestmark = pytest.mark.xdist_group("recording")


class TestChoosingASource:
    def test_the_default_measures_what_several_sources_could(self, team: Team) -> None:
        both = {"rules": {"type": "recorded", "url": team.url}, "metrics": {"type": "prometheus", "url": team.url}}
        team.promising(SLOTH)
        for name, verdict in (("rules", "fail"), ("metrics", "pass")):
            one = team.gate(sources=both, defaults={"source": name})["night"]
            assert (one["source"], one["verdict"]) == (name, verdict)
        assert team.gate(sources=both)["night"]["no_data"]["reason"] == "unknown-source"

    def test_a_file_names_its_source(self, team: Team) -> None:
        both = {"rules": {"type": "recorded", "url": team.url}, "metrics": {"type": "prometheus", "url": team.url}}
        team.promising(SLOTH, **{"name: exact": "name: exact\n    labels: {slo-gate/source: metrics}"})
        found = team.gate(sources=both, defaults={"source": "rules"})
        assert (found["exact"]["basis"], found["exact"]["source"]) == ("events", "metrics")
        assert found["night"]["source"] == "rules"

    def test_a_file_that_names_no_source_there_is_is_told(self, team: Team) -> None:
        team.promising(SLOTH, **{"name: exact": "name: exact\n    labels: {slo-gate/source: nowhere}"})
        assert team.gate()["exact"]["no_data"]["reason"] == "unknown-source"


class TestCommands:
    @pytest.mark.parametrize("compare", [False, True])
    def test_a_replay_says_the_same_to_the_byte(self, team: Team, compare: bool) -> None:
        team.promising(SLOTH).configured({"compare": compare})
        recorded = team.called("gate", "--format", "json", "--record", "run.json")
        team.configured({"compare": compare, "url": "http://127.0.0.1:9"})
        assert team.called("gate", "--format", "json", "--replay", "run.json") == recorded
        assert '"errors"' in (team.folder / "run.json").read_text()

    def test_a_plan_shows_what_is_looked_for(self, team: Team) -> None:
        plan = json.loads(team.promising(SLOTH).configured().called("gate", "--explain-plan", "--format", "json"))
        (source,) = plan["sources"]
        assert (source["name"], source["type"]) == ("rules", "recorded")
        assert any("slo:time_period:days{sloth_id=~" in query["query"] for query in source["queries"])
        names = {one["slo"] for query in source["queries"] for one in query["objectives"]}
        assert {"night", "exact", "sites"} <= names

    def test_an_explanation_tells_the_ratio_and_counts_nothing(self, team: Team) -> None:
        text = " ".join(team.promising(SLOTH).configured().called("explain", "night").replace("\u00a0", " ").split())
        assert "0.1 % (1 in 1 000) may be bad. 99.86" in text.replace("\u2009", " ").replace("1,000", "1 000")
        assert "recorded by Sloth over 30d, slice-weighted, the mean of 5m ratios" in text
        assert "what the source tells does not say when it recovers" in text.lower()

    def test_an_exclusion_within_the_window_leaves_a_record_unknown(self, team: Team) -> None:
        cut = {"reason": "move", "from": "2026-11-01T00:00Z", "to": "2026-11-01T02:00Z", "expires": "2099-12-31"}
        one = team.promising(SLOTH).gate(exclusions=[cut])["night"]
        assert (one["verdict"], one["no_data"]["reason"]) == ("unknown", "cannot-exclude")
