"""What a change could do to be judged more mildly from the next one on: each way is told, and none is quiet. Real repositories."""

import hashlib
import json
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.changing import CONFIG, NUMBERS, Team, rules, slo
from tests.support.commits import commit, git

SEARCH = "slo/search.yaml"
RULES = "rules:\n  - {name: spent, when: {remaining_at_most: 0%}, then: fail}\n"
EXEMPTION = "{reason: r, owner: o, ticket: t, expires: 2027-01-31"


def search(name: str = "search", target: str = "0.999", tier: str = "", source: str = "") -> str:
    """The promise `search`: its budget is whole, so that nothing but a weakening fails."""
    text = slo("search", target)
    metadata = f"{{name: {name}, labels: {{tier: {tier}}}}}" if tier else f"{{name: {name}}}"
    text = text.replace("metadata: {name: search, labels: {}}", f"metadata: {metadata}")
    return text.replace("metricSourceRef: metrics, type: prometheus", source) if source else text


GONE = "metricSourceRef: gone"


def datasource(kind: str) -> str:
    return f"---\n{{apiVersion: openslo/v1, kind: DataSource, metadata: {{name: gone}}, spec: {{type: {kind}, connectionDetails: {{}}}}}}\n"


class Move(NamedTuple):
    """`config` is added to the configuration of the base, whose `search` is `before`; `change` is what the change brings."""

    config: str
    before: str
    change: dict[str, str | None]


SOURCES = "sources: {metrics: {type: prometheus, url: http://127.0.0.1:1}, hand: {type: file, path: numbers.json}}\n"


@pytest.mark.parametrize(
    ("move", "found"),
    [
        pytest.param(
            Move("rules: [{name: r, match: {tier: critical}, when: {remaining_at_most: 0%}, then: fail}]\n", search(tier="critical"), {SEARCH: search(tier="low")}),
            ["SLO806"],
            id="a tier that no rule is about",
        ),
        pytest.param(
            Move("rules: [{name: r, match: {tier: critical}, when: {remaining_at_most: 0%}, then: fail}]\n", search(tier="critical"), {SEARCH: search()}),
            ["SLO806"],
            id="no tier any more",
        ),
        pytest.param(
            Move("defaults: {tiers: {low: warn}}\n", search(tier="critical"), {SEARCH: search(tier="low")}),
            ["SLO806"],
            id="a tier that warns at most",
        ),
        pytest.param(
            Move(f"exemptions: [{EXEMPTION}, slo: 'old-*'}}]\n", search(), {SEARCH: search("old-search")}),
            ["SLO806"],
            id="a name that is exempt",
        ),
        pytest.param(
            Move("", search(), {SEARCH: search("orders")}),
            ["SLO806"],
            id="a name under which the source has other numbers",
        ),
        pytest.param(
            Move(RULES, search(), {".slo-gate.yaml": CONFIG + RULES + "  - {name: p, when: {unknown: true}, then: pass}\n"}),
            ["SLO807"],
            id="a rule more, that lets what is unknown pass",
        ),
        pytest.param(
            Move("validate: {paths: [{files: ['slo/legacy/**'], rules: {SLO802: off}}]}\n", search(), {SEARCH: None, "slo/legacy/search.yaml": search(target="0.99")}),
            ["SLO802"],
            id="a file where weakening is allowed",
        ),
        pytest.param(
            Move(SOURCES, search(source=GONE) + datasource("prometheus"), {SEARCH: search(source=GONE) + datasource("by-hand")}),
            ["SLO805"],
            id="a type that another source has",
        ),
    ],
)  # fmt: skip
def test_what_would_judge_more_mildly_once_it_is_merged_is_told(tmp_path: Path, move: Move, found: list[str]) -> None:
    config = CONFIG.replace("slo/*.yaml", "slo/**/*.yaml")
    if "sources:" in move.config:
        config = config[: config.index("sources:")]
    config += move.config
    team = Team(tmp_path / "team", **{".slo-gate.yaml": config, "slo/checkout.yaml": slo(), SEARCH: move.before})
    team.changes(
        {name: text and text.replace(CONFIG, config.replace(move.config, "")) for name, text in move.change.items()}
    )
    code, report = team.diff("--offline")
    assert (code, rules(report)) == (1, found)


@pytest.mark.parametrize("path", ["shared/slo", "."], ids=["named", "come across"])
def test_promises_of_a_submodule_are_not_taken_for_new_ones(tmp_path: Path, path: str) -> None:
    shared = Team(tmp_path / "shared")
    team = Team(tmp_path / "team", **{".slo-gate.yaml": CONFIG.replace("slos: [slo/*.yaml]\n", "")})
    git(team.folder, "rm", "-rq", "slo")
    git(team.folder, "-c", "protocol.file.allow=always", "submodule", "add", "--quiet", str(shared.folder), "shared")
    commit(team.folder, {})
    commit(team.folder / "shared", {SEARCH: search(target="0.9")})
    code, report = team.gate(path)
    assert (code, report["outcome"]) == (3, "unknown")
    assert "is in the submodule shared" in " ".join(report["notes"])


BETTER = json.dumps({**NUMBERS, "slos": [{"slo": "checkout", "good": 100_000, "total": 100_000}]})
TABLE = "sources: {metrics: {type: sql, url: 'duckdb://', tables: {requests: data/requests.csv}}}\n"
DATABASE = "sources: {metrics: {type: sql, url: 'sqlite:///data/requests.db'}}\n"
PROGRAM = "sources: {metrics: {type: file, command: [sh, ./numbers]}}\n"


@pytest.mark.parametrize(
    ("sources", "name"),
    [
        pytest.param("", "numbers.json", id="a snapshot"),
        pytest.param(TABLE, "data/requests.csv", id="a table"),
        pytest.param(DATABASE, "data/requests.db", id="a database"),
        pytest.param(PROGRAM, "numbers", id="a program"),
    ],
)
@pytest.mark.parametrize("after", [BETTER, None], ids=["with other numbers", "that is gone"])
def test_a_file_that_a_source_reads_is_told(tmp_path: Path, sources: str, name: str, after: str | None) -> None:
    config = CONFIG[: CONFIG.index("sources:")] + sources if sources else CONFIG
    team = Team(tmp_path / "team", **{".slo-gate.yaml": config, name: "before"})
    team.changes({name: after})
    code, report = team.diff("--offline")
    assert (code, [(one["rule"], one["file"]) for one in report["findings"]]) == (1, [("SLO809", name)])


def test_numbers_of_its_own_do_not_let_a_change_through(tmp_path: Path) -> None:
    team = Team(tmp_path / "team")
    team.changes({"numbers.json": BETTER})
    code, report = team.gate("slo/checkout.yaml")
    assert (code, report["outcome"], report["weakened"]) == (1, "fail", True)


def test_a_link_in_the_place_of_a_file_that_a_source_reads_is_told(tmp_path: Path) -> None:
    team = Team(tmp_path / "team", **{"other.json": BETTER})
    team.changes({})
    (team.folder / "numbers.json").unlink()
    (team.folder / "numbers.json").symlink_to("other.json")
    assert set(rules(team.diff("--offline")[1])) == {"SLO809"}


def test_what_a_link_leads_to_is_read_too(tmp_path: Path) -> None:
    team = Team(tmp_path / "team")
    (team.folder / "numbers.json").rename(team.folder / "real.json")
    (team.folder / "numbers.json").symlink_to("real.json")
    commit(team.folder, {})
    team.changes({"real.json": BETTER})
    assert [one["file"] for one in team.diff("--offline")[1]["findings"]] == ["real.json"]


def test_a_file_that_the_workflow_makes_or_that_lfs_keeps_is_no_change(tmp_path: Path) -> None:
    kept = (Path(__file__).parent / "__init__.py").read_bytes()
    digest = hashlib.sha256(kept).hexdigest()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {len(kept)}\n"
    sources = "sources: {metrics: {type: file, path: made.json}, kept: {type: file, path: kept.json}}\n"
    team = Team(
        tmp_path / "team",
        **{".slo-gate.yaml": CONFIG[: CONFIG.index("sources:")] + sources, "kept.json": pointer},
    )
    (team.folder / "made.json").write_text("{}")
    (team.folder / "kept.json").write_bytes(kept)
    assert team.diff("--offline")[1]["findings"] == []


@pytest.mark.parametrize(
    ("config", "before", "after"),
    [
        pytest.param("defaults: {tiers: {low: warn}}\n", search(tier="low"), search(tier="critical"), id="a tier that may fail"),
        pytest.param("", search(), search(source="metricSourceRef: metrics"), id="fewer words for the same source"),
        pytest.param("", search(), search(source="type: prometheus"), id="other words for the same source"),
    ],
)  # fmt: skip
def test_what_judges_as_strictly_is_no_weakening(tmp_path: Path, config: str, before: str, after: str) -> None:
    team = Team(tmp_path / "team", **{".slo-gate.yaml": CONFIG + config, SEARCH: before})
    team.changes({SEARCH: after})
    assert (team.diff("--offline")[0], rules(team.diff("--offline")[1])) == (0, [])
