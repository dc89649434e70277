"""`slo-gate diff`: what a change does to the promises, and what it would do to the budgets today."""

import json
from pathlib import Path

import jsonschema
import pytest

from slo_gate.published import schemas
from tests.support.changing import CONFIG, Team, slo
from tests.support.faults import json_reply, serving
from tests.support.program import called


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return Team(tmp_path / "team")


def shown(team: Team, *arguments: str) -> str:
    return called("diff", "--base", "main", *arguments, cwd=team.folder).out


def test_no_change_is_told_as_none(team: Team) -> None:
    code, report = team.diff()
    assert (code, report["changes"], report["at"], report["weakened"]) == (0, [], None, False)


def test_both_versions_are_measured_at_one_instant(team: Team) -> None:
    team.changes({"slo/checkout.yaml": slo(target="0.99")})
    code, report = team.diff()
    (change,) = report["changes"]
    assert (code, report["outcome"], report["at"]) == (1, "fail", "2026-11-18T12:00:00Z")
    assert (change["before"]["remaining"], change["after"]["remaining"]) == ("-2", "0.7")
    assert (change["before"]["verdict"], change["after"]["verdict"]) == ("fail", "pass")


@pytest.mark.parametrize(
    ("config", "arguments", "said"),
    [
        pytest.param("", (), "the old promise today", id="English, where nobody says"),
        pytest.param("lang: id\n", (), "janji lama hari ini", id="that of the configuration"),
        pytest.param("lang: id\n", ("--lang", "en"), "the old promise today", id="that of the command line"),
    ],
)
@pytest.mark.parametrize("output", ["text", "markdown"])
def test_a_diff_speaks_the_language(
    tmp_path: Path, config: str, arguments: tuple[str, ...], said: str, output: str
) -> None:
    team = Team(tmp_path / "team", **{".slo-gate.yaml": CONFIG + config})
    team.changes({"slo/checkout.yaml": slo(target="0.99")})
    assert said in shown(team, "--format", output, *arguments)


@pytest.mark.parametrize("arguments", [("--offline",), ()], ids=["said so", "no source is configured"])
def test_offline_nothing_is_measured(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    config = CONFIG if arguments else "version: 1\nslos: [slo/*.yaml]\n"
    team = Team(tmp_path / "team", **{".slo-gate.yaml": config})
    team.changes({"slo/checkout.yaml": slo(target="0.99")})
    code, report = team.diff(*arguments)
    assert (code, report["at"], report["changes"][0]["before"]) == (1, None, None)


def test_a_stronger_promise_passes(team: Team) -> None:
    team.changes({"slo/checkout.yaml": slo(target="0.9999"), "slo/orders.yaml": slo("orders")})
    code, report = team.diff()
    assert (code, [one["way"] for one in report["changes"]]) == (0, ["changed", "added"])


def test_a_question_that_both_versions_ask_is_asked_once(tmp_path: Path) -> None:
    empty = {"status": "success", "data": {"resultType": "matrix", "result": []}}
    with serving(json_reply(empty)) as server:
        config = f"version: 1\nsources: {{metrics: {{type: prometheus, url: {server.url}}}}}\n"
        team = Team(tmp_path / "team", **{".slo-gate.yaml": config})
        team.changes({"slo/checkout.yaml": "\n" + slo(target="0.99")})
        team.diff("--at", "2026-11-18T12:00:00Z", "slo/checkout.yaml")
        bodies = [request.body for request in server.requests if "query" in request.body]
    assert bodies
    assert len(bodies) == len(set(bodies))


@pytest.mark.parametrize(
    ("files", "code"),
    [
        pytest.param({"slo/checkout.yaml": "apiVersion: openslo/v1\nkind: SLO\n"}, 2, id="a broken file"),
        pytest.param({".slo-gate.yaml": "version: 2\n"}, 2, id="a broken configuration"),
    ],
)
def test_what_cannot_be_read_is_invalid(team: Team, files: dict[str, str | None], code: int) -> None:
    team.changes(files)
    found, report = team.diff()
    assert (found, report["outcome"], bool(report["findings"])) == (code, "invalid", True)


@pytest.mark.parametrize(("ref", "code"), [("gone", 3), ("--output=x", 2)])
def test_a_base_that_cannot_be_read_is_told(team: Team, ref: str, code: int) -> None:
    found, report = team.diff(f"--base={ref}")
    assert (found, bool(report["notes"])) == (code, True)


def test_the_text_says_what_changed_and_what_it_does(team: Team) -> None:
    team.changes(
        {
            "slo/checkout.yaml": slo(target="0.99"),
            "slo/search.yaml": slo("search", query="up"),
            ".slo-gate.yaml": CONFIG + "shadow: true\n",
        }
    )
    text = shown(team)
    for line in (
        "weakened  shop / checkout  slo/checkout.yaml:16",
        "  target 99.9 % → 99 %: ten times the budget",
        "  - sum(search_requests)",
        "  + sum(up)",
        "  the old promise today: −200.0 % of the error budget remains (fail)",
        "  the new promise today: 70.0 % of the error budget remains (pass)",
        "  the configuration's `shadow` changed; until that is merged, the one at the base judges",
        "3 changes weaken promises, compared with main (",
        "FAIL: exit 1",
    ):
        assert line in text


def test_the_markdown_keeps_foreign_text_in_code(team: Team) -> None:
    team.changes({"slo/checkout.yaml": slo(query="up") + '# <img src="x">', "slo/search.yaml": None})
    text = shown(team, "--format", "markdown")
    assert text.startswith("### 2 changes weaken promises, compared with `main (")
    assert "⚠️ **`shop / search`** (`slo/search.yaml:16`)" in text
    assert "- nothing promises it any more" in text


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"slo/checkout.yaml": slo(window="7d", query="up")}, id="a weaker promise"),
        pytest.param({"slo/checkout.yaml": None, ".slo-gate.yaml": None}, id="what is gone"),
        pytest.param({"slo/orders.yaml": slo("orders")}, id="what is new"),
    ],
)
def test_the_json_fits_its_published_schemas(team: Team, files: dict[str, str | None]) -> None:
    team.changes(files)
    jsonschema.validate(team.diff()[1], schemas()["report-diff.v1.json"])
    jsonschema.validate(team.gate()[1], schemas()["report-gate.v1.json"])


def test_reports_are_written_to_files_too(team: Team) -> None:
    shown(team, "--output", "json=diff.json", "--output", "markdown=diff.md")
    assert json.loads((team.folder / "diff.json").read_text())["exit_code"] == 0
    assert (team.folder / "diff.md").read_text().startswith("### No promise changes")
