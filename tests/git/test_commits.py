"""Files at a commit: the same are found and read as on the disk, whatever the repository says to git."""

import os
import shutil
from pathlib import Path

import pytest

from slo_gate import files
from slo_gate.core.errors import NothingMatchedError, RevisionError, UsageError
from slo_gate.files.committed import Committed
from slo_gate.git import answers, open_revision
from tests.support.commits import commit, git, repository
from tests.support.trees import plant


@pytest.fixture
def team(tmp_path: Path) -> Path:
    plant(tmp_path / "team")
    return repository(tmp_path / "team")


def tree(folder: Path, ref: str = "main") -> Committed:
    return Committed(open_revision(ref, folder))


def found(folder: Path, *patterns: str, at: files.Tree) -> list[str]:
    return [candidate.name for candidate in files.find(patterns, folder, at)]


@pytest.mark.parametrize(
    "patterns",
    [("*.yaml",), ("slo/**/*.yaml", "a.yaml"), ("slo",), ("."), ("d.txt",), ("z/[x].yaml",), ("**/d.yml",), ("slo/[!a].yaml",)],
)  # fmt: skip
def test_the_same_files_are_found_as_on_the_disk(team: Path, patterns: tuple[str, ...]) -> None:
    at = tree(team)
    on_disk = files.find(patterns, team)
    assert files.find(patterns, team, at) == on_disk
    assert [files.read(one, 1000, at) for one in on_disk] == [files.read(one, 1000) for one in on_disk]


def test_what_came_later_is_not_there(team: Path) -> None:
    at = tree(team)
    commit(team, {"slo/new.yaml": "new\n", "slo/a.yaml": None, "slo/b.yaml": "changed\n"})
    assert found(team, "slo/*.yaml", at=at) == ["slo/a.yaml", "slo/b.yaml"]
    assert b"changed" not in files.read(files.named("slo/b.yaml", team), 1000, at)


def test_paths_start_in_the_current_folder(team: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(team / "slo")
    assert found(Path(), "*.yaml", "web", at=tree(Path())) == ["a.yaml", "b.yaml", "web/c.yaml", "web/deep/d.yml"]


def test_a_folder_that_the_commit_has_not_holds_nothing(team: Path) -> None:
    (team / "later").mkdir()
    with pytest.raises(NothingMatchedError):
        files.find(["*.yaml"], team / "later", tree(team))


def test_what_is_outside_of_the_repository_is_at_no_commit(team: Path) -> None:
    with pytest.raises(UsageError, match="outside of the repository"):
        files.find(["../other.yaml"], team, tree(team))


def test_links_are_not_followed(team: Path) -> None:
    (team / "link.yaml").symlink_to("slo/a.yaml")
    (team / "folder").symlink_to("slo")
    commit(team, {})
    at = tree(team)
    assert found(team, "*.yaml", at=at) == ["a.yaml"]
    with pytest.raises(files.UnreadableError, match="symbolic link"):
        files.read(files.named("link.yaml", team), 1000, at)
    with pytest.raises(UsageError, match="leads through a symbolic link"):
        files.find(["folder/a.yaml"], team, at)


def test_submodules_are_not_followed(team: Path) -> None:
    git(team, "update-index", "--add", "--cacheinfo", f"160000,{git(team, 'rev-parse', 'HEAD')},sub")
    git(team, "commit", "--quiet", "--message", "a submodule")
    at = tree(team)
    assert "sub" not in " ".join(found(team, ".", at=at))
    with pytest.raises(files.UnreadableError, match="submodule"):
        files.read(files.named("sub", team), 1000, at)


def test_a_file_that_is_too_long_is_cut_and_the_next_one_is_read(team: Path) -> None:
    commit(team, {"long.yaml": "x" * 5_000_000, "short.yaml": "short"})
    at = tree(team)
    assert len(files.read(files.named("long.yaml", team), 1000, at)) == 1001
    assert files.read(files.named("short.yaml", team), 1000, at) == b"short"


def test_a_name_that_is_no_utf_8_is_found(team: Path) -> None:
    (team / os.fsdecode(b"odd\xff\n.yaml")).write_text("odd")
    commit(team, {})
    assert found(team, ".", at=tree(team)) == found(team, ".", at=files.DISK)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
@pytest.mark.parametrize("name", ["team", "linked"])
def test_a_repository_that_belongs_to_another_user_is_read(team: Path, name: str) -> None:
    for path in (team, *team.rglob("*")):
        os.chown(path, 65534, 65534, follow_symlinks=False)
    (team.parent / "linked").symlink_to("team")
    folder = team.parent / name
    assert found(folder, "slo/*", at=tree(folder)) == found(folder, "slo/*", at=files.DISK)


def test_a_work_tree_beside_its_repository_is_read(team: Path, tmp_path: Path) -> None:
    git(team, "worktree", "add", "--quiet", "--detach", str(tmp_path / "beside"))
    assert found(tmp_path / "beside", "slo/*", at=tree(tmp_path / "beside")) == ["slo/a.yaml", "slo/b.yaml"]


def test_what_hooks_and_users_tell_git_changes_nothing(
    team: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = repository(tmp_path / "other", {"slo/other.yaml": "other\n"})
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
    assert found(team, "slo/*", at=tree(team)) == ["slo/a.yaml", "slo/b.yaml"]


def test_nothing_that_the_repository_names_is_run(team: Path) -> None:
    planted = team.parent / "planted"
    planted.write_text(f"#!/bin/sh\ntouch {team.parent}/ran\ncat\n")
    planted.chmod(0o755)
    for name in ("core.fsmonitor", "core.pager", "core.sshCommand", "filter.x.smudge", "diff.x.textconv", "remote.origin.uploadpack"):  # fmt: skip
        git(team, "config", name, str(planted))
    commit(team, {".gitattributes": "*.yaml filter=x diff=x\n"})
    (team.parent / "ran").unlink(missing_ok=True)
    at = tree(team)
    files.read(files.find(["slo"], team, at)[0], 1000, at)
    assert not (team.parent / "ran").exists()


def test_files_that_a_partial_clone_has_not_are_not_fetched(team: Path, tmp_path: Path) -> None:
    git(team, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--no-checkout", "--filter=blob:none", team.as_uri(), "partial")
    at = tree(tmp_path / "partial")
    shutil.rmtree(team)
    with pytest.raises(RevisionError, match="are not in this clone"):
        files.read(files.named("slo/a.yaml", tmp_path / "partial"), 1000, at)


def test_git_that_does_not_answer_is_given_up(team: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec tail -f /dev/null\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
    monkeypatch.setattr(answers, "TIMEOUT", 0.2)
    with pytest.raises(RevisionError, match="has not answered"):
        open_revision("main", team)


def test_a_listing_that_is_too_long_is_no_listing(team: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("slo_gate.git.commit.MAX_LISTING", 100)
    with pytest.raises(RevisionError, match="more than 100 bytes"):
        found(team, "slo", at=tree(team))
