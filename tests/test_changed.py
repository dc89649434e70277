"""The files of a change, as they are named on the command line or listed by git."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from slo_gate.changed import changed_paths
from slo_gate.core.errors import UsageError


@pytest.mark.parametrize(
    ("named", "listed", "paths"),
    [
        pytest.param([], None, None, id="nobody said"),
        pytest.param([], "", None, id="an empty list says nothing"),
        pytest.param(["./a.yaml", "b c.yaml", "a.yaml"], None, ("a.yaml", "b c.yaml"), id="named, each once"),
        pytest.param([], "a.yaml\nb/c d.yaml\n", ("a.yaml", "b/c d.yaml"), id="listed"),
        pytest.param(["x"], "a\r\n", ("x", "a"), id="named and listed, with the line ends of Windows"),
        pytest.param(
            [],
            "docs/a\u2028pay.go\nb\x0cc\n",
            ("docs/a\u2028pay.go", "b\x0cc"),
            id="with signs that end lines elsewhere",
        ),
        pytest.param([], 'a.yaml\0"b"\0c\nd\0', ("a.yaml", '"b"', "c\nd"), id="ended by NUL"),
        pytest.param([], '"caf\\303\\251 \\"x\\"\\t.md"\n', ('café "x"\t.md',), id="in git's quotes"),
    ],
)
def test_the_files_of_a_change(
    tmp_path: Path, named: list[str], listed: str | None, paths: tuple[str, ...] | None
) -> None:
    file = tmp_path / "changed.txt"
    if listed is not None:
        file.write_text(listed, newline="")
    assert changed_paths(named, "" if listed is None else str(file)) == paths


def test_a_list_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a.yaml\n")))
    assert changed_paths([], "-") == ("a.yaml",)


def test_a_list_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not read: No such file"):
        changed_paths([], str(tmp_path / "none.txt"))


def test_a_list_that_is_too_long_is_not_cut_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("slo_gate.changed._MOST", 9)
    (tmp_path / "list").write_text("docs/a\npay/b\n")
    with pytest.raises(UsageError, match="longer than"):
        changed_paths([], str(tmp_path / "list"))


def test_what_git_itself_prints(tmp_path: Path) -> None:
    names = ("café.yaml", "plain.yaml", 'quoted "x".yaml')
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True, timeout=60)
    for name in names:
        (tmp_path / name).write_text("x")
    subprocess.run(["git", "-C", str(tmp_path), "add", "-A"], check=True, timeout=60)
    done = subprocess.run(
        ["git", "-C", str(tmp_path), "ls-files"], check=True, timeout=60, capture_output=True, text=True
    )
    (tmp_path / "list").write_text(done.stdout)
    assert set(changed_paths([], str(tmp_path / "list")) or ()) == set(names)
