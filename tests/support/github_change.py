"""A pull request on the stand-in for GitHub: what a workspace holds becomes its base, and what is changed after is the change."""

from pathlib import Path

from tests.support.github_events import HEAD
from tests.support.github_project import MAIN, Changed, Commit, Entry, Pull
from tests.support.github_state import ISSUE, GitHub


def files_of(folder: Path) -> dict[str, Entry]:
    """The YAML below a folder, by its names from there."""
    found = (path for pattern in ("*.yaml", "*.yml", "*.json") for path in folder.rglob(pattern))
    return {path.relative_to(folder).as_posix(): Entry(path.read_bytes()) for path in found}


def propose(github: GitHub, folder: Path, repository: str = "acme/shop", author: str = "ana", head: str = HEAD) -> Pull:
    """The pull request, into `main`, which holds what the folder holds now."""
    github.project.keep(MAIN, files_of(folder))
    github.project.commits.setdefault(head, Commit("Ship it", author=author))
    return github.project.add_pull(Pull(ISSUE, head, author=author, repository=repository))


def push(github: GitHub, folder: Path, *names: str) -> None:
    """The files of the folder become those of the head, and those that are named are told to be changed."""
    pull = github.project.pulls[ISSUE]
    github.project.keep(pull.head_sha, files_of(folder))
    pull.files = [Changed(name) for name in names]
