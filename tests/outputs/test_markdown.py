"""The comment and the step summary: whole blocks within their limits, unknown never worded as passed."""

import re

import pytest

from slo_gate.core.verdict import Outcome
from slo_gate.outputs import GATE_OUTPUTS
from slo_gate.outputs.markdown import render, render_comment
from slo_gate.outputs.style import Style
from tests.outputs.changed import changes
from tests.outputs.objectives import failing, silent, warning
from tests.outputs.reports import GATE_REPORTS, MANY, gate
from tests.outputs.validations import source_line

WIDTH = 80


def table_rows(markdown: str) -> int:
    return len(re.findall(r"^\| (?:⛔|⚠️|❔|✅)\u00a0", markdown, re.MULTILINE))


def is_whole(markdown: str) -> bool:
    """No fence and no folded part is left open, and no row is cut."""
    rows = [line for line in markdown.splitlines() if line.startswith("|")]
    return (
        markdown.count("<details>") == markdown.count("</details>")
        and len(re.findall(r"^```", markdown, re.MULTILINE)) % 2 == 0
        and all(row.endswith("|") for row in rows)
        and markdown.endswith("</sub>\n")
    )


def test_comment_shows_the_seven_worst_and_counts_the_rest() -> None:
    comment = render_comment(MANY, Style())
    assert table_rows(comment) == 7
    assert "❔ 2 more unknown · ✅ 400 more pass" in comment


def test_step_summary_shows_every_row() -> None:
    assert table_rows(render(MANY, Style())) == 409


@pytest.mark.parametrize("limit", [60_000, 20_000, 8_000, 4_000, 2_500, 1_500])
def test_comment_keeps_to_any_limit_in_whole_blocks(limit: int) -> None:
    comment = render_comment(MANY, Style(), limit)
    assert len(comment) <= limit
    assert is_whole(comment)
    assert comment.splitlines()[1].startswith("### ⛔ Deploy to `production` is blocked: 5 of 409")


def test_comment_of_a_run_with_many_notes_and_changes_keeps_to_its_limit() -> None:
    notes, many = tuple(f"skipped slo/{number}.yaml: a template" for number in range(900)), changes() * 40
    comment = render_comment(gate(Outcome.FAIL, failing(), notes=notes, changes=many), Style(), 9_000)
    assert len(comment) <= 9_000
    assert is_whole(comment)
    assert re.search(r"89\d more notes are left out here", comment)
    assert "150 more changes are left out here" in comment


def test_comment_says_what_it_leaves_out() -> None:
    comment = render_comment(MANY, Style(), 4_000)
    shown = len(re.findall(r"^\| ⛔ \|", comment, re.MULTILINE))
    assert f"{300 - shown} more findings are left out here" in comment
    assert "How 7 of these numbers were made is left out here" in comment


def test_step_summary_stays_below_a_mebibyte() -> None:
    long = failing()._replace(queries=tuple(f"q{number} " + "é" * 400 for number in range(20)))
    huge = gate(Outcome.FAIL, *(long for _ in range(100)))
    summary = render(huge, Style())
    assert 100_000 < len(summary.encode()) < 2**20
    assert is_whole(summary)


@pytest.mark.parametrize("name", ["unknown", "forgiven", "skipped", "invalid", "fail"])
def test_what_was_not_measured_never_reads_as_passed(name: str) -> None:
    report = GATE_REPORTS[name]
    for text in (render(report, Style()), GATE_OUTPUTS["text"].render(report, Style())):
        assert not re.search(r"(✅|✓)[^|\n]*(\| `|  )desk", text)
        assert "All " not in text
    assert not render(report, Style()).startswith("### ✅")


def test_advisory_report_says_that_it_blocks_nothing() -> None:
    for name in ("markdown", "text"):
        text = GATE_OUTPUTS[name].render(GATE_REPORTS["advisory"], Style())
        assert "Advisory: this run blocks nothing here." in text
        assert "is blocked" not in text


def test_template_refuses_an_undefined_name() -> None:
    from slo_gate.outputs.template import load  # noqa: PLC0415 - what the lazy import is for

    with pytest.raises(Exception, match="heading"):
        load("report.md.j2")({})


def test_silent_objective_shows_no_number() -> None:
    report = gate(Outcome.WARN, silent(), warning())
    for text in (GATE_OUTPUTS["text"].render(report, Style(WIDTH, source_line=source_line)), render(report, Style())):
        row = next(line for line in text.splitlines() if re.match(r"[|!].*night-job.*90", line))
        assert "–" in row
        assert "0.0" not in row


def test_template_shows_foreign_text_as_code() -> None:
    from slo_gate.outputs.template import load  # noqa: PLC0415 - what the lazy import is for

    lists = ("paragraphs", "rest", "changes", "actions", "findings", "details", "footer")
    context = dict.fromkeys(lists, ()) | {"table": {"rows": ()}, "heading": "@acme\n# b", "footer": ["a*b*"]}
    text = load("report.md.j2")(context)
    assert text == "### `@acme⏎# b`\n\n<sub>`a*b*`</sub>\n"
