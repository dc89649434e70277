"""The configuration of a change: the one at the base judges, and what it says of SLOs is part of their promises."""

from pathlib import Path

import pytest

from tests.support.changing import CONFIG, Team, rules, slo, verdicts
from tests.support.commits import commit, git
from tests.support.faults import reply, serving

LOW = slo(target="0.99")
EXEMPT = """\
exemptions:
  - {match: {labels: {area: legacy}}, reason: migration, owner: ops, ticket: OPS-1, expires: 2026-12-31}
"""
TIERS = "defaults: {tiers: {low: warn}}\n"


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return Team(tmp_path / "team")


class TestTheConfiguration:
    def test_of_the_change_does_not_judge(self, team: Team) -> None:
        team.changes({".slo-gate.yaml": CONFIG + "rules: [{name: r, when: {remaining_at_most: -900%}, then: fail}]\n"})
        code, report = team.gate()
        assert (code, verdicts(report)["checkout"], rules(report)) == (1, "fail", ["SLO807"])
        assert (report["findings"][0]["file"], report["findings"][0]["line"]) == (".slo-gate.yaml", 5)

    @pytest.mark.parametrize(
        "addition", ["weakening: warn\n", "shadow: true\n", "run_new_queries: true\n"], ids=lambda text: text.strip()
    )
    def test_cannot_let_itself_through(self, team: Team, addition: str) -> None:
        team.changes({".slo-gate.yaml": CONFIG + addition, "slo/checkout.yaml": LOW})
        code, report = team.gate()
        assert (code, report["weakened"], rules(report)) == (1, True, ["SLO802", "SLO807"])

    def test_that_is_gone_still_judges(self, team: Team) -> None:
        team.changes({".slo-gate.yaml": None})
        code, report = team.gate()
        assert (code, rules(report), report["policy"]["file"]) == (1, ["SLO807"], ".slo-gate.yaml")

    def test_under_a_name_that_is_looked_for_first_does_not_hide_it(self, tmp_path: Path) -> None:
        team = Team(tmp_path / "team")
        git(team.folder, "mv", ".slo-gate.yaml", ".slo-gate.yml")
        commit(team.folder, {})
        team.changes({".slo-gate.yaml": CONFIG + "shadow: true\n"})
        code, report = team.gate()
        assert (code, rules(report), report["policy"]["file"]) == (1, ["SLO807"], ".slo-gate.yml")

    def test_that_names_another_server_sends_nothing_there(self, team: Team) -> None:
        with serving(reply(200)) as canary:
            source = f"{{type: prometheus, url: {canary.url}, auth: {{bearer: {{env: TOKEN}}}}}}"
            team.changes({".slo-gate.yaml": CONFIG.replace("{type: file, path: numbers.json}", source)})
            code, report = team.gate()
        assert (code, rules(report), canary.requests) == (1, ["SLO807"], [])
        assert verdicts(report) == {"checkout": "fail", "search": "pass"}

    def test_with_mistakes_is_refused_before_it_is_merged(self, team: Team) -> None:
        team.changes({".slo-gate.yaml": "version: 2\n"})
        code, report = team.gate()
        assert (code, report["outcome"]) == (2, "invalid")

    def test_of_the_base_with_mistakes_judges_nothing_and_blocks_no_repair_of_it(self, tmp_path: Path) -> None:
        team = Team(tmp_path / "team", **{".slo-gate.yaml": CONFIG + "rulez: []\n"})
        team.changes({".slo-gate.yaml": CONFIG})
        code, report = team.gate()
        assert (code, report["outcome"]) == (3, "unknown")
        assert team.gate("--shadow")[0] == 0
        assert "has errors, and nothing else is trusted" in report["notes"][0]
        assert team.gate("--lang", "id")[1]["language"] == "id"

    def test_that_is_new_asks_nobody_before_it_is_merged(self, tmp_path: Path) -> None:
        team = Team(tmp_path / "team")
        git(team.folder, "rm", "--quiet", ".slo-gate.yaml", "slo/checkout.yaml", "slo/search.yaml")
        commit(team.folder, {})
        team.changes({".slo-gate.yaml": CONFIG, "slo/checkout.yaml": slo()})
        code, report = team.gate()
        assert (code, report["outcome"], report["policy"]["file"]) == (3, "unknown", None)
        assert [one["no_data"]["reason"] for one in report["objectives"]] == ["not-asked"]


class TestWhatItMatchesBy:
    """To carry a label by which the policy is milder is to promise less."""

    @pytest.mark.parametrize(
        ("entries", "labels"),
        [
            pytest.param(EXEMPT, "area: legacy", id="an exemption"),
            pytest.param(TIERS, "tier: low", id="a tier that warns at most"),
        ],
    )
    def test_is_a_promise(self, tmp_path: Path, entries: str, labels: str) -> None:
        team = Team(tmp_path / "team", **{".slo-gate.yaml": CONFIG + entries})
        team.changes({"slo/checkout.yaml": slo(labels=labels)})
        code, report = team.gate()
        assert (code, report["weakened"]) == (1, True)
        assert [(one["code"], one["weakens"]) for one in report["changes"][0]["aspects"]] == [("label", True)]

    def test_is_none_where_it_looks_at_other_labels(self, tmp_path: Path) -> None:
        team = Team(tmp_path / "team", **{".slo-gate.yaml": CONFIG + EXEMPT})
        team.changes({"slo/checkout.yaml": slo(labels="team: legacy")})
        assert team.gate()[1]["changes"] == []
