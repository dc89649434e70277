"""What a change could do to be judged more mildly from the next one on: each way is told, and none is quiet. Real repositories."""

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.changing import CONFIG, Team, rules, slo
from tests.support.commits import commit, git

SEARCH = "slo/search.yaml"
RULES = "rules:\n  - {name: spent, when: {remaining_at_most: 0%}, then: fail}\n"
EXEMPTION = "{reason: r, owner: o, ticket: t, expires: 2027-01-31"


def search(name: str = "search", target: str = "0.999", tier: str = "", source: str = "") -> str:
    """The promise `search`: its budget is whole, so that nothing but a weakening fails."""
    text = slo("search", target)
    metadata = f"{{name: {name}, labels: {{tier: {tier}}}}}" if tier else f"{{name: {name}}}"
    text = text.replace("metadata: {name: search}", f"metadata: {metadata}")
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


@pytest.mark.parametrize(
    ("config", "before", "after"),
    [
        pytest.param("defaults: {tiers: {low: warn}}\n", search(tier="low"), search(tier="critical"), id="a tier that may fail"),
        pytest.param(f"exemptions: [{EXEMPTION}, slo: 'old-*'}}]\n", search("old-search"), search(), id="a name that is exempt no more"),
        pytest.param("", search(), search(source="metricSourceRef: metrics"), id="fewer words for the same source"),
        pytest.param("", search(), search(source="type: prometheus"), id="other words for the same source"),
    ],
)  # fmt: skip
def test_what_judges_as_strictly_is_no_weakening(tmp_path: Path, config: str, before: str, after: str) -> None:
    team = Team(tmp_path / "team", **{".slo-gate.yaml": CONFIG + config, SEARCH: before})
    team.changes({SEARCH: after})
    assert (team.diff("--offline")[0], rules(team.diff("--offline")[1])) == (0, [])
