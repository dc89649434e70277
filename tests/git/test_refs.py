"""A ref is looked up once, branches before tags, and never taken for an option."""

from pathlib import Path

import pytest

from slo_gate.core.errors import RevisionError, UsageError
from slo_gate.git import open_revision
from tests.support.commits import commit, git, repository


@pytest.fixture
def team(tmp_path: Path) -> Path:
    return repository(tmp_path / "team", {"slo.yaml": "one\n"})


def text(ref: str, folder: Path) -> str:
    """What `slo.yaml` is at a ref."""
    revision = open_revision(ref, folder)
    return revision.read(revision.entries()["slo.yaml"], 100).decode()


@pytest.mark.parametrize("ref", ["main", "refs/heads/main", "HEAD", "HEAD~0", "main^0", "main~0"])
def test_a_branch_and_what_is_before_it_are_refs(team: Path, ref: str) -> None:
    assert open_revision(ref, team).sha == git(team, "rev-parse", "HEAD")


@pytest.mark.parametrize("length", [7, 12, 40])
def test_a_sha_is_a_ref_short_or_long(team: Path, length: int) -> None:
    sha = git(team, "rev-parse", "HEAD")
    assert open_revision(sha[:length], team).sha == sha


def test_the_commit_before_the_newest_is_read(team: Path) -> None:
    commit(team, {"slo.yaml": "two\n"})
    assert [text("main", team), text("main~1", team)] == ["two\n", "one\n"]


def test_a_tag_named_like_a_branch_is_not_taken_for_it(team: Path) -> None:
    """`git show main:slo.yaml` shows the tag's."""
    trusted = git(team, "rev-parse", "HEAD")
    git(team, "checkout", "--quiet", "-b", "mine")
    commit(team, {"slo.yaml": "forged\n"})
    git(team, "tag", "main")
    assert git(team, "show", "main:slo.yaml") == "forged"
    assert (open_revision("main", team).sha, text("main", team)) == (trusted, "one\n")


def test_a_tag_named_like_a_branch_of_the_origin_is_not_taken_for_it(team: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", str(team), "clone")
    clone = tmp_path / "clone"
    git(clone, "checkout", "--quiet", "--detach")
    git(clone, "branch", "--quiet", "--delete", "--force", "main")
    commit(clone, {"slo.yaml": "forged\n"})
    git(clone, "tag", "main")
    assert [text("main", clone), text("origin/main", clone)] == ["one\n", "one\n"]


def test_a_branch_named_like_one_of_the_origin_is_not_taken_for_it(team: Path, tmp_path: Path) -> None:
    git(team, "checkout", "--quiet", "-b", "origin/main")
    commit(team, {"slo.yaml": "forged\n"})
    git(tmp_path, "clone", "--quiet", str(team), "clone")
    clone = tmp_path / "clone"
    assert git(clone, "branch", "--show-current") == "origin/main"
    assert text("origin/main", clone) == "one\n"


def test_a_tag_is_a_ref_where_no_branch_has_its_name(team: Path) -> None:
    git(team, "tag", "--annotate", "--message", "a release", "v1")
    assert open_revision("v1", team).sha == git(team, "rev-parse", "HEAD")


def test_a_branch_named_like_a_sha_is_not_taken_for_the_commit(team: Path) -> None:
    trusted = git(team, "rev-parse", "HEAD")
    forged = commit(team, {"slo.yaml": "forged\n"})
    git(team, "update-ref", f"refs/heads/{trusted}", forged)
    assert text(trusted, team) == "one\n"


def test_an_object_that_replaces_another_is_not_read(team: Path) -> None:
    trusted = git(team, "rev-parse", "HEAD")
    forged = commit(team, {"slo.yaml": "forged\n"})
    git(team, "replace", trusted, forged)
    assert git(team, "show", f"{trusted}:slo.yaml") == "forged"
    assert text(trusted, team) == "one\n"


@pytest.mark.parametrize(
    "ref",
    ["--output=x", "-h", "", " ", "main ", "a..b", "@{-1}", "main:slo.yaml", "a\nb", "a*", "a\\b", "/main", "main^{tree}", "\u202emain"],
)  # fmt: skip
def test_what_can_be_no_ref_is_refused_and_writes_nothing(team: Path, ref: str) -> None:
    before = sorted(team.iterdir())
    with pytest.raises(UsageError, match="is no ref"):
        open_revision(ref, team)
    assert sorted(team.iterdir()) == before


def test_a_commit_that_is_not_there_says_what_to_set(team: Path) -> None:
    with pytest.raises(RevisionError, match="there is no commit 'gone' in this clone") as caught:
        open_revision("gone", team)
    assert "fetch-depth: 0" in caught.value.hint


def test_a_shallow_clone_says_that_it_is_one(team: Path, tmp_path: Path) -> None:
    first = git(team, "rev-parse", "HEAD")
    commit(team, {"slo.yaml": "two\n"})
    git(tmp_path, "clone", "--quiet", "--depth=1", team.as_uri(), "shallow")
    with pytest.raises(RevisionError, match="holds the newest commits alone") as caught:
        open_revision(first, tmp_path / "shallow")
    assert caught.value.exit_code == 3


def test_a_folder_of_no_repository_is_told(tmp_path: Path) -> None:
    with pytest.raises(RevisionError, match="is in no git repository"):
        open_revision("main", tmp_path)


def test_a_folder_that_only_looks_like_a_repository_is_not_read_as_the_one_around_it(team: Path) -> None:
    (team / "inner" / ".git").mkdir(parents=True)
    with pytest.raises(RevisionError, match="git cannot read the repository"):
        open_revision("main", team / "inner")


@pytest.mark.parametrize("path", ["", "."], ids=["no folder on PATH", "only the current one"])
def test_without_git_that_is_told(team: Path, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", path)
    monkeypatch.chdir(team)
    planted = team / "git"
    planted.write_text("#!/bin/sh\n")
    planted.chmod(0o755)
    with pytest.raises(RevisionError, match="git is not installed"):
        open_revision("main", team)
