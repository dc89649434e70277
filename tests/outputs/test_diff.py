"""Repairs as unified diffs: what `git apply` takes, and what no log or terminal takes for a command."""

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.repair import Repaired
from slo_gate.outputs import diff
from slo_gate.outputs.style import Style
from tests.support.properties import tried

STYLE = Style(100)
LINES = [f"line {number}" for number in range(1, 31)]


def changed(*numbers: int, end: str = "\n") -> str:
    after = [line.upper() if number in numbers else line for number, line in enumerate(LINES, 1)]
    return diff.render([Repaired("slo.yaml", "\n".join(LINES) + end, "\n".join(after) + end, len(numbers))], STYLE)


def test_a_change_stands_between_three_lines_on_each_side() -> None:
    assert changed(10) == (
        "--- slo.yaml\n+++ slo.yaml\n@@ -7,7 +7,7 @@\n line 7\n line 8\n line 9\n-line 10\n+LINE 10\n"
        " line 11\n line 12\n line 13\n"
    )


@pytest.mark.parametrize(
    ("numbers", "hunks"),
    [
        pytest.param((1,), ["@@ -1,4 +1,4 @@"], id="the first line"),
        pytest.param((30,), ["@@ -27,4 +27,4 @@"], id="the last line"),
        pytest.param((5, 6), ["@@ -2,8 +2,8 @@"], id="neighbours"),
        pytest.param((5, 12), ["@@ -2,14 +2,14 @@"], id="two whose surroundings touch"),
        pytest.param((5, 13), ["@@ -2,7 +2,7 @@", "@@ -10,7 +10,7 @@"], id="two that stand apart"),
    ],
)
def test_hunks(numbers: tuple[int, ...], hunks: list[str]) -> None:
    assert [line for line in changed(*numbers).splitlines() if line.startswith("@@")] == hunks


def test_a_missing_final_break_is_told() -> None:
    assert changed(30, end="").endswith(
        "-line 30\n\\ No newline at end of file\n+LINE 30\n\\ No newline at end of file\n"
    )


def test_nothing_is_shown_without_a_change() -> None:
    assert diff.render([], STYLE) == ""


def test_what_is_no_printable_character_shows() -> None:
    text = diff.render([Repaired("a\nb.yaml", "x: \x1b[31m1\t\u202e\r\n", "x: \x1b[31m2\t\u202e\r\n", 1)], STYLE)
    assert text == (
        "--- a\\nb.yaml\n+++ a\\nb.yaml\n@@ -1,1 +1,1 @@\n-x: \\x1b[31m1\\t\\u202e\n+x: \\x1b[31m2\\t\\u202e\n"
    )


@pytest.mark.parametrize("command", ["##[error]x", "::error::x", " ::error::x"])
def test_no_line_is_a_command_to_the_runner(command: str) -> None:
    text = diff.render([Repaired("a.yaml", f"{command}\n1\n", f"{command}\n2\n", 1)], STYLE)
    assert command.strip() not in text


def test_colours_on_a_terminal_alone() -> None:
    repaired = [Repaired("a.yaml", "1\n", "2\n", 1)]
    assert "\x1b[31m-1\x1b[0m\n\x1b[32m+2\x1b[0m\n" in diff.render(repaired, Style(100, colour=True))
    assert "\x1b" not in diff.render(repaired, STYLE)


def test_ascii_where_nothing_else_can_be_shown() -> None:
    assert diff.render([Repaired("ä.yaml", "ö\n", "ü\n", 1)], Style(100, unicode=False)).isascii()


@tried(40)
@given(lines=st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1), ended=st.booleans())
def test_git_makes_of_it_what_fix_does(
    lines: list[tuple[str, str]], ended: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before, after = ("\n".join(text) + "\n" * ended for text in zip(*lines, strict=True))
    if before == after:
        return
    folder = tmp_path_factory.mktemp("patched")
    (folder / "slo.yaml").write_text(before)
    text = diff.render([Repaired("slo.yaml", before, after, 1)], STYLE)
    command = ["git", "apply", "-p0"]
    done = subprocess.run(command, cwd=folder, input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (folder / "slo.yaml").read_text() == after
