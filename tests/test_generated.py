"""schemas/, docs/rules/ and docs/dialects.md follow from the code, and every rule has its page."""

import json
import re
import shutil
from pathlib import Path

import pytest

from slo_gate import config as configuration
from slo_gate import documents
from slo_gate.core.finding import Severity
from slo_gate.core.suppression import suppressions
from slo_gate.engine.sorting import UNREAD
from slo_gate.outputs.links import DOCS, rule_url
from slo_gate.published import schemas
from slo_gate.rulebook import RULEBOOK
from tests.support.repository import ROOT, fences
from tools.generate import DIALECTS, FOLDERS, generated, stale, write

TOLD_BY_ITS_SNIPPET = ("SLO001", "SLO003", "SLO004")
NO_YAML = {"SLO006"}
"""Rules about what no YAML can show."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / DIALECTS, tmp_path / DIALECTS)
    return tmp_path


def test_nothing_is_stale() -> None:
    assert stale(ROOT) == []


class TestStaleness:
    @pytest.mark.parametrize(
        "name", ["schemas/openslo.v1.slo.json", "docs/rules/SLO101.md", "docs/rules/README.md", "docs/dialects.md"]
    )
    def test_a_changed_file_is_noticed_and_written_anew(self, copy: Path, name: str) -> None:
        file = copy / name
        was = file.read_text(encoding="utf-8")
        file.write_text(f"{was} ", encoding="utf-8")
        assert stale(copy) == [Path(name)]
        write(copy)
        assert file.read_text(encoding="utf-8") == was

    def test_a_missing_file_is_noticed_and_written(self, copy: Path) -> None:
        (copy / "schemas/config.v1.json").unlink()
        assert stale(copy) == [Path("schemas/config.v1.json")]
        write(copy)
        assert stale(copy) == []

    def test_a_file_that_nothing_writes_is_noticed_and_removed(self, copy: Path) -> None:
        (copy / "docs/rules/SLO999.md").touch()
        assert stale(copy) == [Path("docs/rules/SLO999.md")]
        write(copy)
        assert not (copy / "docs/rules/SLO999.md").exists()

    def test_everything_is_written_where_nothing_is(self, tmp_path: Path) -> None:
        assert stale(tmp_path) == sorted(generated())
        write(tmp_path)
        assert stale(tmp_path) == []


class TestRules:
    def test_every_rule_that_the_code_names_is_in_the_rulebook(self) -> None:
        sources = [path.read_text(encoding="utf-8") for path in (ROOT / "slo_gate").rglob("*.py")]
        named = {rule for text in sources for rule in re.findall(r'"(SLO\d{3})"', text)}
        assert named == set(RULEBOOK)

    @pytest.mark.parametrize("rule", RULEBOOK)
    def test_the_address_that_a_finding_shows_is_that_of_its_page(self, rule: str) -> None:
        page = ROOT / "docs" / rule_url(rule).removeprefix(f"{DOCS}/")
        assert page.read_text(encoding="utf-8").startswith(f"# {rule}: {RULEBOOK[rule].title}\n")

    @pytest.mark.parametrize("rule", RULEBOOK)
    def test_a_page_shows_the_wrong_and_then_the_right(self, rule: str) -> None:
        wrong, right, *_ = (fence.text.rstrip("\n") for fence in fences(f"docs/rules/{rule}.md"))
        assert (wrong, right) == (RULEBOOK[rule].bad, RULEBOOK[rule].good)
        assert wrong != right

    @pytest.mark.parametrize("rule", [rule for rule, page in RULEBOOK.items() if page.adjustable])
    def test_a_page_shows_levels_that_the_configuration_takes(self, rule: str, tmp_path: Path) -> None:
        levels = fences(f"docs/rules/{rule}.md")[-1].text
        parsed = documents.parse(f"version: 1\n{levels}".encode(), ".slo-gate.yaml")
        validation = configuration.read(parsed, tmp_path, {}).validation
        assert validation.level(rule, "slo/web.yaml", Severity.ERROR) is Severity.NOTICE
        assert validation.level(rule, "legacy/slo/web.yaml", Severity.ERROR) is None

    def test_the_page_of_a_rule_without_levels_says_so_and_shows_none(self) -> None:
        assert [rule for rule, page in RULEBOOK.items() if not page.adjustable] == [UNREAD]
        text = (ROOT / f"docs/rules/{UNREAD}.md").read_text(encoding="utf-8")
        assert text.endswith(
            "It cannot be turned down or off: a level that `.slo-gate.yaml` gives it changes nothing.\n"
        )
        assert "rules:" not in text

    @pytest.mark.parametrize("rule", [rule for rule, page in RULEBOOK.items() if page.commentable])
    def test_a_page_shows_a_comment_that_silences_the_rule(self, rule: str) -> None:
        comment = fences(f"docs/rules/{rule}.md")[2].text
        (found,) = suppressions(f"{comment}target: 1\n", "web.yaml")
        assert (found.rules, found.line, bool(found.reason)) == ((rule,), 2, True)

    @pytest.mark.parametrize("rule", [rule for rule in RULEBOOK if rule not in NO_YAML])
    def test_what_is_shown_as_right_is_yaml(self, rule: str) -> None:
        parsed = documents.parse(RULEBOOK[rule].good.encode(), "good.yaml")
        assert parsed.findings == ()
        assert parsed.documents

    @pytest.mark.parametrize("rule", TOLD_BY_ITS_SNIPPET)
    def test_what_is_shown_as_wrong_is_told_by_the_rule(self, rule: str) -> None:
        assert rule in {finding.rule for finding in documents.parse(RULEBOOK[rule].bad.encode(), "bad.yaml").findings}


@pytest.mark.parametrize("name", schemas())
def test_a_published_schema_is_the_one_that_the_code_prints(name: str) -> None:
    assert json.loads((ROOT / "schemas" / name).read_bytes()) == schemas()[name]
