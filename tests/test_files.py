"""Which files a run finds: by paths, folders and globs, each once and in order."""

import inspect
import os
import sys
from pathlib import Path

import pytest

from slo_gate import files
from slo_gate.core.errors import NothingMatchedError, UsageError
from slo_gate.files import find
from tests.support.trees import TREE, names, plant, put


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return plant(tmp_path)


class TestGlobs:
    @pytest.mark.parametrize(
        ("pattern", "matches"),
        [
            ("*.yaml", ["a.yaml"]),
            ("*", ["a.yaml", "b.yml", "c.json"]),
            ("slo/*.yaml", ["slo/a.yaml", "slo/b.yaml"]),
            ("./slo/*.yaml", ["slo/a.yaml", "slo/b.yaml"]),
            ("slo//*.yaml", ["slo/a.yaml", "slo/b.yaml"]),
            ("slo/**/*.yaml", ["slo/a.yaml", "slo/b.yaml", "slo/web/c.yaml"]),
            ("slo/**/d.yml", ["slo/web/deep/d.yml"]),
            ("slo/**", ["slo/a.yaml", "slo/b.yaml", "slo/web/c.yaml", "slo/web/deep/d.yml"]),
            ("**/deep/*", ["slo/web/deep/d.yml"]),
            ("**/[ab].yaml", ["a.yaml", "slo/a.yaml", "slo/b.yaml"]),
            ("**.yml", ["b.yml", "slo/web/deep/d.yml"]),
            ("*/web/*", ["slo/web/c.yaml"]),
            ("?.yaml", ["a.yaml"]),
            ("s?o/?.yaml", ["slo/a.yaml", "slo/b.yaml"]),
            ("slo/[ab].yaml", ["slo/a.yaml", "slo/b.yaml"]),
            ("slo/[a-b].yaml", ["slo/a.yaml", "slo/b.yaml"]),
            ("slo/[!a].yaml", ["slo/b.yaml"]),
            ("slo/[!b-z].yaml", ["slo/a.yaml"]),
            ("slo/[b-a]*.yaml", []),
            ("slo/[!b-a].yaml", ["slo/a.yaml", "slo/b.yaml"]),
            ("slo[/]a.yaml", []),
            ("slo[+-9]a.yaml", []),
            ("slo?a.yaml", []),
            ("slo/[^a].yaml", ["slo/a.yaml"]),
            ("slo/[[a].yaml", ["slo/a.yaml"]),
            ("slo/[a&&b||c~~d--e].yaml", ["slo/a.yaml", "slo/b.yaml"]),
            ("slo/[a.yaml", []),
            ("slo/*.YAML", []),
            ("slo/a.y(a|x)ml*", []),
            ("*.txt", []),
            ("gone/*.yaml", []),
        ],
    )
    def test_a_glob_matches_as_shells_do(self, tree: Path, pattern: str, matches: list[str]) -> None:
        if matches:
            assert names(tree, pattern) == matches
        else:
            with pytest.raises(NothingMatchedError, match=r"no \.yaml, \.yml, \.json file matches"):
                names(tree, pattern)

    def test_a_file_whose_name_looks_like_a_glob_is_taken_at_its_word(self, tree: Path) -> None:
        assert names(tree, "z/[x].yaml") == ["z/[x].yaml"]

    def test_a_glob_may_lead_out_of_the_current_folder(self, tree: Path) -> None:
        assert names(tree / "slo", "../*.yaml") == ["../a.yaml".replace("../", f"{tree.as_posix()}/")]

    def test_a_glob_may_be_absolute(self, tree: Path) -> None:
        assert names(tree, f"{tree}/slo/*.yaml") == ["slo/a.yaml", "slo/b.yaml"]


class TestFolders:
    def test_every_file_with_a_known_suffix_below_is_found_in_order(self, tree: Path) -> None:
        assert names(tree, "slo") == ["slo/a.yaml", "slo/b.yaml", "slo/web/c.yaml", "slo/web/deep/d.yml"]
        assert names(tree, ".") == [name for name in TREE if name != "d.txt"]

    @pytest.mark.parametrize("folder", sorted(files.LEFT_OUT))
    def test_folders_of_tools_are_left_out_unless_they_are_named(self, tree: Path, folder: str) -> None:
        put(tree, f"{folder}/x.yaml")
        put(tree, f"slo/{folder}/x.yaml")
        assert names(tree, "slo") == ["slo/a.yaml", "slo/b.yaml", "slo/web/c.yaml", "slo/web/deep/d.yml"]
        assert f"{folder}/x.yaml" not in names(tree, "**/*.yaml")
        assert names(tree, folder) == [f"{folder}/x.yaml"]

    def test_hidden_folders_are_read(self, tree: Path) -> None:
        put(tree, ".github/slo.yaml")
        assert ".github/slo.yaml" in names(tree, ".")

    def test_a_folder_may_have_the_suffix_of_a_file(self, tree: Path) -> None:
        put(tree, "team.yaml/x.yaml")
        assert names(tree, "team.yaml") == ["team.yaml/x.yaml"]
        assert "team.yaml/x.yaml" in names(tree, ".")

    def test_an_empty_folder_matches_nothing(self, tree: Path) -> None:
        (tree / "empty").mkdir()
        with pytest.raises(NothingMatchedError):
            names(tree, "empty")

    def test_a_folder_of_5000_files_is_fine_and_one_over_the_limit_is_not(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number in range(5000):
            (tmp_path / f"{number}.yaml").touch()
        assert len(find(["."], tmp_path)) == 5000
        monkeypatch.setattr(files, "MAX_FILES", 4999)
        with pytest.raises(UsageError, match=r"more than 4,999 files"):
            find(["."], tmp_path)

    def test_folders_may_be_nested_deeper_than_python_recurses(self, tmp_path: Path) -> None:
        deep = put(tmp_path, "d/" * 100 + "a.yaml")
        usual = sys.getrecursionlimit()
        sys.setrecursionlimit(len(inspect.stack()) + 60)
        try:
            assert names(tmp_path, ".") == [deep.relative_to(tmp_path).as_posix()]
        finally:
            sys.setrecursionlimit(usual)


class TestNames:
    @pytest.mark.parametrize(
        "name", ["two\nlines.yaml", "-rf.yaml", " .yaml", "::error::.yaml", "ü✓.yaml", "a\\b.yaml"]
    )
    def test_a_name_may_be_strange(self, tmp_path: Path, name: str) -> None:
        put(tmp_path, name)
        assert names(tmp_path, name) == names(tmp_path, ".") == names(tmp_path, "*") == [name]

    def test_a_name_may_be_no_utf_8(self, tmp_path: Path) -> None:
        name = os.fsdecode(b"caf\xe9.yaml")
        put(tmp_path, name)
        assert names(tmp_path, ".") == names(tmp_path, "caf?.yaml") == [name]

    @pytest.mark.parametrize(
        ("path", "reason"),
        [("", "empty"), ("a\0b", "NUL"), ("gone.yaml", "no file or folder"), ("x" * 300, "File name too long")],
    )
    def test_a_path_that_is_none_is_an_error_of_usage(self, tmp_path: Path, path: str, reason: str) -> None:
        with pytest.raises(UsageError, match=reason):
            find([path], tmp_path)

    def test_one_missing_path_stops_the_run(self, tree: Path) -> None:
        with pytest.raises(UsageError, match=r"gone\.yaml"):
            find(["a.yaml", "gone.yaml"], tree)

    def test_a_file_that_is_found_twice_is_read_once_and_stays_named(self, tree: Path) -> None:
        found = find(["**/*.yaml", "slo", "./slo/../slo/a.yaml", "slo/a.yaml", str(tree / "slo/a.yaml")], tree)
        assert [candidate.named for candidate in found if candidate.name == "slo/a.yaml"] == [True]
        assert [candidate.named for candidate in found if candidate.name == "slo/b.yaml"] == [False]

    def test_files_are_sorted_by_folder(self, tmp_path: Path) -> None:
        for name in ("b/a.yaml", "b-c.yaml", "b.yaml", "a/z.yaml", "B.yaml"):
            put(tmp_path, name)
        assert names(tmp_path, ".") == ["B.yaml", "a/z.yaml", "b/a.yaml", "b-c.yaml", "b.yaml"]

    def test_a_file_outside_keeps_its_whole_path(self, tree: Path) -> None:
        assert names(tree / "slo", str(tree / "a.yaml")) == [(tree / "a.yaml").as_posix()]
