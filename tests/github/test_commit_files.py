"""The files at a commit, through the API."""

import pytest

from slo_gate.github import commit_files
from slo_gate.github.commit_files import CommitFiles, at_branch, at_default_branch
from slo_gate.github.errors import ApiError, Failure
from tests.support.github_api import connected
from tests.support.github_events import HEAD, OTHER
from tests.support.github_project import Entry, blob_sha
from tests.support.github_state import REPOSITORY, GitHub

SLO = b"apiVersion: openslo/v1\nkind: SLO\n"
FILES: dict[str, bytes | Entry] = {
    ".slo-gate.yaml": b"version: 1\n",
    "slo/checkout.yaml": SLO,
    "slo/deep/er/search.yaml": b"\xff\x00binary",
    "slo/link.yaml": Entry(b"/etc/passwd", "120000"),
    "vendor": Entry(b"", "160000"),
}


@pytest.fixture
def files(server: GitHub) -> CommitFiles:
    server.project.keep(HEAD, FILES)
    return CommitFiles(connected(server.url), REPOSITORY, "main", HEAD)


def test_names_tell_mode_blob_and_size(files: CommitFiles) -> None:
    assert list(files.names()) == sorted(FILES)
    assert files.names()["slo/checkout.yaml"] == ("100644", blob_sha(SLO), len(SLO))
    assert [path for path, found in files.names().items() if not found.regular] == ["slo/link.yaml", "vendor"]


def test_bytes_are_those_of_the_commit(files: CommitFiles) -> None:
    assert files.read("slo/checkout.yaml", 100) == SLO
    assert files.read("slo/deep/er/search.yaml", 100) == b"\xff\x00binary"


def test_names_are_asked_for_once(server: GitHub, files: CommitFiles) -> None:
    for _ in range(3):
        files.read(".slo-gate.yaml", 100)
    assert len([target for target in server.asked("GET") if "/trees/" in target]) == 1


@pytest.mark.parametrize("above", [0, 1, 3], ids=["nothing", "one entry", "half of them"])
def test_f15_a_list_that_was_cut_short_is_read_folder_by_folder(server: GitHub, files: CommitFiles, above: int) -> None:
    """What GitHub leaves out is never taken for what is not there."""
    server.project.truncate_above = above
    assert list(files.names()) == sorted(FILES)
    assert files.read("slo/deep/er/search.yaml", 100) == b"\xff\x00binary"


def test_f15_too_many_folders_are_an_error(server: GitHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commit_files, "MOST_FOLDERS", 5)
    server.project.truncate_above = 0
    server.project.keep(HEAD, {f"{number}/slo.yaml": SLO for number in range(5)})
    with pytest.raises(ApiError) as raised:
        CommitFiles(connected(server.url), REPOSITORY, "main", HEAD).names()
    assert raised.value.failure is Failure.TOO_MANY


@pytest.mark.parametrize(
    ("path", "limit", "failure"),
    [
        pytest.param("slo/checkout.yaml", len(SLO) - 1, Failure.TOO_LARGE, id="larger than is read"),
        pytest.param("slo/nowhere.yaml", 100, Failure.NOT_FOUND, id="not there"),
        pytest.param("slo", 100, Failure.NOT_FOUND, id="a folder"),
        pytest.param("slo/link.yaml", 100, Failure.NOT_FOUND, id="a link"),
        pytest.param("vendor", 100, Failure.NOT_FOUND, id="a submodule"),
        pytest.param("../.slo-gate.yaml", 100, Failure.NOT_FOUND, id="a path that leads out"),
    ],
)
def test_file_that_is_not_read(server: GitHub, files: CommitFiles, path: str, limit: int, failure: Failure) -> None:
    files.names()
    with pytest.raises(ApiError) as raised:
        files.read(path, limit)
    assert raised.value.failure is failure
    assert not [target for target in server.asked("GET") if "/blobs/" in target]


def test_the_trusted_commit_is_that_of_the_default_branch(server: GitHub) -> None:
    server.project.default_branch = "trunk/main"
    server.project.branches["trunk/main"] = HEAD
    found = at_default_branch(connected(server.url), REPOSITORY)
    assert (found.ref, found.sha) == ("trunk/main", HEAD)


def test_d4_a_tag_that_is_named_like_the_branch_is_another_matter(server: GitHub) -> None:
    server.project.branches["main"] = HEAD
    server.project.tags["main"] = OTHER
    assert at_branch(connected(server.url), REPOSITORY, "main").sha == HEAD
    del server.project.branches["main"]
    with pytest.raises(ApiError):
        at_branch(connected(server.url), REPOSITORY, "main")


@pytest.mark.parametrize("branch", ["release/1.x", "höher#?%2F", "--output=x"])
def test_branches_of_any_name_are_found(server: GitHub, branch: str) -> None:
    server.project.branches[branch] = HEAD
    assert at_branch(connected(server.url), REPOSITORY, branch).sha == HEAD
