"""The text outputs: aligned, within the width, the outcome last."""

import re

import pytest

from slo_gate.core.finding import Skipped
from slo_gate.core.language import Language
from slo_gate.core.validation_report import ValidationReport
from slo_gate.core.verdict import Outcome
from slo_gate.outputs import GATE_OUTPUTS, VALIDATION_OUTPUTS
from slo_gate.outputs.cells import Column, cell_width, fit, table
from slo_gate.outputs.style import Style
from tests.outputs.reports import GATE_REPORTS, gate, override, spoken
from tests.outputs.validations import VALIDATION_REPORTS, finding

WIDTH = 80


@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("name", GATE_REPORTS)
def test_text_table_keeps_to_the_width(name: str, width: int) -> None:
    lines = GATE_OUTPUTS["text"].render(GATE_REPORTS[name], Style(width)).splitlines()
    rows = [line for line in lines if re.match(r"(verdict|[✓!✗?] (pass|warn|fail|unknown)) ", line)]
    assert len(rows) in {0, len(GATE_REPORTS[name].objectives) + 1}
    assert all(cell_width(line) <= width for line in rows)


@pytest.mark.parametrize("name", GATE_REPORTS)
def test_text_ends_with_outcome_and_exit_code(name: str) -> None:
    report = GATE_REPORTS[name]
    last = GATE_OUTPUTS["text"].render(report, Style(WIDTH)).splitlines()[-1]
    assert last.startswith(f"{report.outcome.upper()}: ")
    assert last.endswith(f"exit {report.exit_code}")


@pytest.mark.parametrize("output", ["text", "markdown", "html"])
@pytest.mark.parametrize("language", list(Language))
def test_a_repair_that_nobody_is_known_to_have_started_names_nobody(output: str, language: Language) -> None:
    report = spoken(gate(Outcome.OVERRIDDEN, override=override()._replace(actor="")), language)
    text = GATE_OUTPUTS[output].render(report, Style(WIDTH))
    assert "2026-11-24" in text
    assert "``" not in text
    assert "<code></code>" not in text


def test_colour_adds_nothing_but_colour() -> None:
    plain, coloured = (
        GATE_OUTPUTS["text"].render(GATE_REPORTS["fail"], Style(WIDTH, colour=on)) for on in (False, True)
    )
    assert "\x1b[31m" in coloured
    assert re.sub("\x1b\\[\\d+m", "", coloured) == plain
    assert "\x1b" not in plain


@pytest.mark.parametrize(
    ("count", "lines"),
    [
        pytest.param(3, [f"skipped {name}.yaml: no SLO object in it" for name in "abc"], id="a few are listed"),
        pytest.param(
            5, ["skipped a.yaml, b.yaml, c.yaml and 2 more: no SLO object in it"], id="many are told together"
        ),
    ],
)
def test_files_that_are_skipped_for_one_reason(count: int, lines: list[str]) -> None:
    alike = [Skipped(f"{name}.yaml", "no SLO object in it") for name in "abcde"[:count]]
    template = Skipped("chart.yaml", "a template of Helm: render first")
    report = ValidationReport(6, 6, 0, (alike[0], template, *alike[1:]), ())
    told = VALIDATION_OUTPUTS["text"].render(report, Style(WIDTH)).splitlines()
    assert [line for line in told if line.startswith("skipped ")] == [
        *lines,
        "skipped chart.yaml: a template of Helm: render first",
    ]


def test_text_without_unicode_is_ascii() -> None:
    for report in GATE_REPORTS.values():
        assert GATE_OUTPUTS["text"].render(report, Style(WIDTH, unicode=False)).isascii()


@pytest.mark.parametrize(
    ("line", "span", "excerpt"),
    [
        ("    - target: 99.9", (15, 19), ("    - target: 99.9", "              ^^^^")),
        ("サービス: x", (7, 8), ("サービス: x", "          ^")),
        ("a\tb: x", (5, 6), (r"a\tb: x", "     ^")),
        ("short", (40, 41), ("short", "     ^")),
        ("x" * 200 + "here", (201, 205), ("…" + "x" * 24 + "here", " " * 25 + "^^^^")),
    ],
    ids=["plain", "wide characters", "a tab", "past the end", "far right"],
)
def test_carets_stand_under_what_is_meant(line: str, span: tuple[int, int], excerpt: tuple[str, str]) -> None:
    marked = finding()
    place = marked.location._replace(span=marked.location.span._replace(column=span[0], end_column=span[1]))
    report = VALIDATION_REPORTS["findings"]._replace(findings=(marked._replace(location=place),))
    text = VALIDATION_OUTPUTS["text"].render(report, Style(WIDTH, source_line=lambda _file, _line: line))
    assert tuple(text.splitlines()[3:5]) == (f"18 | {excerpt[0]}", f"   | {excerpt[1]}")


def test_validation_text_without_the_file_leaves_the_excerpt_out() -> None:
    text = VALIDATION_OUTPUTS["text"].render(VALIDATION_REPORTS["findings"], Style(WIDTH))
    assert "--> slo/search.yaml:18:15\n   = help" in text


def test_fit_counts_cells_not_characters() -> None:
    assert fit("日本語", 6) == "日本語"
    assert fit("日本語", 5) == "日本…"
    assert fit("日本語", 4) == "日…"


def test_table_drops_spare_columns_before_it_cuts_names() -> None:
    name = Column("name", ["a" * 30], flexible=True, least=24)
    columns = [name, Column("kept", ["x" * 10]), Column("spare", ["y" * 20], spare=1)]
    assert [len(row) for row in table(columns, 100)] == [3, 3]
    assert table(columns, 40)[1] == ["a" * 27 + "…", "x" * 10]
