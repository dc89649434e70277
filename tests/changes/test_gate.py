"""`slo-gate gate --base`: the policy of the base judges, and of each promise the stricter version. Real repositories."""

from pathlib import Path

import pytest

from slo_gate.core.measurement import Reason
from slo_gate.gating import run_gate
from slo_gate.request import Request
from tests.support.changing import CONFIG, Team, rules, slo, verdicts
from tests.support.commits import git
from tests.support.program import called

LOW = slo(target="0.99")


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return Team(tmp_path / "team")


def test_without_a_change_the_base_judges_and_is_named(team: Team) -> None:
    code, report = team.gate()
    sha = git(team.folder, "rev-parse", "main")
    assert (code, report["changes"], report["findings"], report["weakened"]) == (1, [], [], False)
    assert report["policy"] == {"file": ".slo-gate.yaml", "ref": "main", "sha": sha}
    assert verdicts(report) == {"checkout": "fail", "search": "pass"}


def test_a_lower_target_is_told_and_the_higher_one_judges(team: Team) -> None:
    team.changes({"slo/checkout.yaml": LOW})
    code, report = team.gate()
    (change,) = report["changes"]
    assert (code, report["outcome"], rules(report), report["weakened"]) == (1, "fail", ["SLO802"], True)
    assert change["aspects"][0]["text"] == "target 99.9 % → 99 %: ten times the budget"
    assert (change["before"]["verdict"], change["after"]["verdict"]) == ("fail", "pass")
    assert [(one["target"], one["at_base"]) for one in report["objectives"]] == [("0.999", True), ("0.999", False)]


def test_a_higher_target_judges_and_is_no_weakening(tmp_path: Path) -> None:
    team = Team(tmp_path / "team", **{"slo/checkout.yaml": LOW})
    team.changes({"slo/checkout.yaml": slo()})
    code, report = team.gate()
    assert (code, rules(report), verdicts(report)["checkout"]) == (1, [], "fail")
    assert report["changes"][0]["aspects"][0]["text"] == "target 99 % → 99.9 %: a tenth of the budget"


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        pytest.param({"slo/checkout.yaml": None}, "SLO801", id="the file is deleted"),
        pytest.param({"slo/checkout.yaml": None, "old/checkout.yaml": slo()}, "SLO801", id="the file leaves the globs"),
        pytest.param({"slo/checkout.yaml": slo(window="7d")}, "SLO803", id="another window"),
        pytest.param({"slo/checkout.yaml": slo(service="other")}, "SLO806", id="another service"),
    ],
)
def test_a_spent_budget_does_not_go_away_with_what_promises_it(
    team: Team, files: dict[str, str | None], rule: str
) -> None:
    team.changes(files)
    code, report = team.gate()
    assert (code, verdicts(report)["checkout"]) == (1, "fail")
    assert set(rules(report)) == {rule}


def test_a_file_with_another_name_is_no_change(team: Team) -> None:
    team.changes({"slo/checkout.yaml": None, "slo/shop.yaml": slo()})
    assert team.gate()[1]["changes"] == []


def test_every_promise_may_be_gone(team: Team) -> None:
    team.changes({"slo/checkout.yaml": None, "slo/search.yaml": None})
    code, report = team.gate()
    assert (code, rules(report)) == (1, ["SLO801", "SLO801"])


@pytest.mark.parametrize("path", ["slo/checkout.yaml", "slo"], ids=["a file", "a folder"])
def test_a_path_that_leads_nowhere_any_more_is_a_removal(team: Team, path: str) -> None:
    team.changes({"slo/checkout.yaml": None, "slo/search.yaml": None})
    assert team.gate(path)[1]["changes"][0]["way"] == "removed"


def test_a_path_that_never_led_anywhere_is_a_mistake(team: Team) -> None:
    assert team.gate("gone.yaml")[0] == 2


def test_a_new_promise_judges_too(team: Team) -> None:
    team.changes({"slo/orders.yaml": slo("orders")})
    _, report = team.gate()
    assert (report["changes"][0]["way"], report["changes"][0]["weakens"]) == ("added", False)
    assert verdicts(report)["orders"] == "pass"


def test_a_weakening_that_the_base_lets_through_is_a_warning(tmp_path: Path) -> None:
    team = Team(tmp_path / "team", **{".slo-gate.yaml": CONFIG + "weakening: warn\n"})
    team.changes({"slo/search.yaml": slo("search", target="0.99")})
    code, report = team.gate("slo/search.yaml")
    assert (code, report["outcome"], report["weakened"]) == (0, "pass", False)
    assert [(one["rule"], one["severity"]) for one in report["findings"]] == [("SLO802", "warning")]


def test_a_level_at_the_base_lets_one_kind_of_weakening_through(tmp_path: Path) -> None:
    team = Team(tmp_path / "team", **{".slo-gate.yaml": CONFIG + "validate: {rules: {SLO802: notice}}\n"})
    team.changes({"slo/search.yaml": slo("search", target="0.99")})
    assert team.gate("slo/search.yaml")[0] == 0


class TestTheBase:
    def test_is_the_branch_where_a_tag_has_its_name(self, team: Team) -> None:
        team.changes({"slo/checkout.yaml": LOW, ".slo-gate.yaml": CONFIG + "shadow: true\n"})
        git(team.folder, "tag", "main")
        code, report = team.gate()
        assert (code, report["policy"]["sha"]) == (1, git(team.folder, "rev-parse", "refs/heads/main"))

    @pytest.mark.parametrize("ref", ["--output=x", "-x", "a b"])
    def test_is_no_option(self, team: Team, ref: str) -> None:
        code, report = team.gate(f"--base={ref}")
        assert (code, report["outcome"]) == (2, "invalid")
        assert not (team.folder / "x").exists()

    def test_that_a_shallow_clone_has_not_is_unknown_and_says_what_to_set(self, team: Team, tmp_path: Path) -> None:
        first = git(team.folder, "rev-parse", "HEAD")
        team.changes({"slo/checkout.yaml": LOW})
        git(tmp_path, "clone", "--quiet", "--depth=1", team.folder.as_uri(), "shallow")
        team.folder = tmp_path / "shallow"
        code, report = team.gate(base=first)
        assert (code, report["outcome"], report["objectives"]) == (3, "unknown", [])
        assert "fetch-depth: 0" in " ".join(report["notes"])

    def test_that_has_a_broken_file_does_not_block_its_repair(self, tmp_path: Path) -> None:
        broken = slo().replace("target: 0.999", "target: 99.9")
        team = Team(tmp_path / "team", **{"slo/checkout.yaml": broken})
        team.changes({"slo/checkout.yaml": slo(target="0.99")})
        code, report = team.gate()
        assert (code, verdicts(report)["checkout"], rules(report)) == (0, "pass", [])
        assert "not all promises at main" in " ".join(report["notes"])


class TestAnUntrustedChange:
    @staticmethod
    def judged(team: Team) -> dict[str, tuple[str, str]]:
        report = run_gate(Request(base="main", folder=team.folder, trusted=False, environ={}))
        return {
            one.slo.name: (str(one.verdict), str(one.no_data.reason) if one.no_data else "measured")
            for one in report.objectives
        }

    def test_is_judged_by_what_was_promised_where_it_asks_something_new(self, team: Team) -> None:
        team.changes({"slo/checkout.yaml": slo(query="up")})
        assert self.judged(team)["checkout"] == ("fail", "measured")
        report = run_gate(Request(base="main", folder=team.folder, trusted=False, environ={}))
        after = report.changes[0].after
        assert after
        assert after.no_data is Reason.NOT_ASKED

    def test_runs_no_query_of_its_own(self, team: Team) -> None:
        team.changes({"slo/orders.yaml": slo("orders")})
        assert self.judged(team)["orders"] == ("unknown", "not-asked")

    def test_may_change_a_target_and_is_measured_by_both(self, team: Team) -> None:
        team.changes({"slo/search.yaml": slo("search", target="0.9999")})
        assert self.judged(team)["search"] == ("pass", "measured")

    def test_runs_new_queries_where_the_base_says_so(self, tmp_path: Path) -> None:
        team = Team(tmp_path / "team", **{".slo-gate.yaml": CONFIG + "run_new_queries: true\n"})
        team.changes({"slo/orders.yaml": slo("orders")})
        assert self.judged(team)["orders"] == ("pass", "measured")

    def test_runs_no_program_of_its_own(self, tmp_path: Path) -> None:
        config = CONFIG.replace("path: numbers.json", "command: [./numbers]")
        team = Team(tmp_path / "team", **{".slo-gate.yaml": config})
        team.changes({"numbers": "#!/bin/sh\ntouch ran\ncat numbers.json\n"})
        (team.folder / "numbers").chmod(0o755)
        assert self.judged(team)["checkout"] == ("unknown", "not-asked")
        assert not (team.folder / "ran").exists()


class TestWhatBlocks:
    def test_an_advisory_run_blocks_for_a_weakened_promise(self, team: Team) -> None:
        team.changes({"slo/search.yaml": slo("search", target="0.99")})
        report = run_gate(Request(base="main", folder=team.folder, advisory=True, environ={}))
        assert (report.exit_code, report.blocked, report.weakened) == (1, True, True)

    def test_the_headline_says_what_blocks(self, team: Team) -> None:
        team.changes({"slo/search.yaml": slo("search", target="0.99")})
        done = called("gate", "--base", "main", "slo/search.yaml", cwd=team.folder)
        assert "Blocked: 1 change weakens a promise." in done.out
        assert "FAIL: 1 pass, exit 1" in done.out

    def test_an_advisory_run_blocks_for_no_budget(self, team: Team) -> None:
        report = run_gate(Request(base="main", folder=team.folder, advisory=True, environ={}))
        assert (str(report.outcome), report.exit_code) == ("fail", 0)

    def test_a_shadow_run_blocks_for_nothing(self, team: Team) -> None:
        team.changes({"slo/checkout.yaml": LOW})
        code, report = team.gate("--shadow")
        assert (code, report["outcome"], rules(report)) == (0, "fail", ["SLO802"])

    def test_a_repair_is_let_through(self, team: Team) -> None:
        team.changes({"slo/checkout.yaml": LOW})
        assert team.gate("--change", "rollback")[1]["outcome"] == "overridden"


def test_one_service_is_judged_where_the_change_has_moved_another(team: Team) -> None:
    team.changes({"slo/checkout.yaml": slo(service="other")})
    assert len(team.gate("--service", "shop")[1]["changes"]) == 1
    assert set(verdicts(team.gate("--service", "other")[1])) == {"checkout"}


def test_what_is_recorded_of_a_change_can_be_replayed(team: Team) -> None:
    team.changes({"slo/checkout.yaml": LOW, "slo/search.yaml": slo("search", window="7d")})
    code, report = team.gate("--record", "tape.json")
    again, replayed = team.gate("--replay", "tape.json")
    assert (again, verdicts(replayed), replayed["changes"]) == (code, verdicts(report), report["changes"])
