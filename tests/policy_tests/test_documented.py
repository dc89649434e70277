"""What docs/policies.md shows is what slo-gate takes, and its policy tests hold for its policy."""

from pathlib import Path

import pytest

from slo_gate.core.conditions import CONDITIONS
from tests.config.test_accepted import accepted
from tests.support.program import called
from tests.support.repository import ROOT, fences

PAGE = "docs/policies.md"
SHOWN = [fence.text for fence in fences(PAGE) if fence.language == "yaml"]
PARTS = [text for text in SHOWN if "version: 1" not in text]
TESTS = next(text for text in SHOWN if "version: 1" in text)


def part(key: str) -> str:
    """The rules, or another section, of every example together."""
    found = [text.split(f"{key}:\n", 1)[1] for text in PARTS if f"{key}:\n" in text]
    lines = [line for text in found for line in text.splitlines(keepends=True)]
    return "".join(line for line in lines if line.startswith(" "))


@pytest.mark.parametrize("text", PARTS)
def test_each_part_of_a_configuration_is_accepted(text: str) -> None:
    accepted(f"version: 1\n{text}")


def test_the_documented_tests_hold_for_the_documented_policy(tmp_path: Path) -> None:
    config = f"version: 1\nrules:\n{part('rules')}freezes:\n{part('freezes')}"
    (tmp_path / ".slo-gate.yaml").write_text(config)
    (tmp_path / "a.slo-gate-test.yaml").write_text(TESTS)
    done = called("test", "--require-coverage", cwd=tmp_path)
    assert done.code == 0, done.out


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_condition_is_documented(condition: str) -> None:
    assert f"| `{condition}:" in (ROOT / PAGE).read_text(encoding="utf-8")
