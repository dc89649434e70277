"""`slo-gate explain`: the page of a rule, or all rules."""

import re
import shutil
from pathlib import Path

import pytest

from slo_gate.outputs.explanation import explain, listing
from slo_gate.outputs.style import Style
from slo_gate.rulebook import RULEBOOK
from tests.support.program import called
from tests.support.repository import ROOT


@pytest.mark.parametrize("asked", ["SLO110", "slo110", " Slo110 "])
def test_a_rule_is_explained_however_it_is_spelled(asked: str) -> None:
    done = called("explain", asked)
    assert (done.code, done.err) == (0, "")
    page = RULEBOOK["SLO110"]
    first, severity, *_ = done.out.splitlines()
    assert (first, severity) == (f"SLO110: {page.title}", "Severity: error")
    for part in (page.bad, page.good, "# slo-gate: ignore SLO110 -- ", "rules: {SLO110: ", "docs: https://"):
        assert part in done.out


def test_all_rules_are_listed_in_columns() -> None:
    done = called("explain")
    header, *rows = done.out.splitlines()
    starts = [match.start() for match in re.finditer(r"\S+", header)][:4]
    assert done.code == 0
    assert [row.split()[0] for row in rows] == list(RULEBOOK)
    assert all(row[start - 1] == " " != row[start] for row in rows for start in starts[1:])


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        pytest.param("SLO1100", "did you mean SLO110? `slo-gate explain` lists them all", id="a slip"),
        pytest.param("SLO999999", "`slo-gate explain` lists them all", id="no rule at all"),
    ],
)
def test_a_rule_that_is_not_there_is_invalid(asked: str, hint: str) -> None:
    done = called("explain", asked)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"slo-gate: there is no rule {asked!r}\nslo-gate: {hint}\n"


def test_what_was_asked_for_is_no_command_to_a_terminal_or_a_log() -> None:
    done = called("explain", "\x1b[31m\n::error::x", cwd=ROOT / "examples")
    assert done.code == 2
    assert "::error::x" in done.err
    assert "\x1b" not in done.err
    assert not re.search(r"^\s*::", done.err, re.MULTILINE)


@pytest.mark.parametrize("rule", RULEBOOK)
def test_prose_keeps_to_the_width(rule: str) -> None:
    page = RULEBOOK[rule]
    yaml = {line.strip() for line in f"{page.bad}\n{page.good}".splitlines()}
    for width in (40, 80, 200):
        for line in explain(rule, page, Style(width)).splitlines():
            assert len(line) <= min(width, 100) or line.startswith(("    ", "docs: ", "Severity: ")) or line in yaml


def test_colour_adds_nothing_but_colour() -> None:
    for plain, coloured in (
        [explain("SLO110", RULEBOOK["SLO110"], Style(colour=on)) for on in (False, True)],
        [listing(RULEBOOK, Style(colour=on)) for on in (False, True)],
    ):
        assert "\x1b[31m" in coloured
        assert re.sub("\x1b\\[\\d+m", "", coloured) == plain


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        pytest.param("good-rating", "did you mean good-ratings?", id="a slip"),
        pytest.param(
            "nothing-like-it", "SLOs are: checkout-availability, checkout-latency, good-ratings", id="no name at all"
        ),
    ],
)
def test_an_slo_that_is_not_there_is_invalid(asked: str, hint: str) -> None:
    done = called("explain", asked, "--config", "examples/.slo-gate.yaml", cwd=ROOT)
    assert (done.code, done.out) == (2, "")
    assert f"no SLO is named '{asked}', and no rule" in done.err
    assert hint in done.err


def test_an_slo_is_found_by_its_service_too() -> None:
    done = called("explain", "checkout/checkout-latency", "--config", "examples/.slo-gate.yaml", cwd=ROOT)
    assert done.out.startswith("checkout / checkout-latency")


def test_an_slo_without_a_source_is_explained_as_far_as_it_can_be(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples/service-desk/slo", tmp_path / "slo")
    done = called("explain", "good-ratings", "slo", cwd=tmp_path)
    assert done.code == 0
    assert "90 % of events good over any 90d" in " ".join(done.out.split())
    assert "Nothing: no source `service-desk`" in " ".join(done.out.split())
