"""What the stand-in for GitHub knows of a repository beside its comments: pull requests, commits, files and who may what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha1
from typing import NamedTuple

MAIN = "1" * 40
AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@dataclass
class Pull:
    """`labels` are those that it has now, whatever a payload says. `repository` is the head's."""

    number: int
    head_sha: str
    head_ref: str = "faster-checkout"
    author: str = "ana"
    repository: str = "acme/shop"
    base_ref: str = "main"
    base_sha: str = MAIN
    base_repository: str = "acme/shop"
    state: str = "open"
    merged: bool = False
    labels: list[str] = field(default_factory=list)
    files: list["Changed"] = field(default_factory=list)
    changed_files: int | None = None


class Changed(NamedTuple):
    name: str
    status: str = "modified"
    previous: str = ""


class Labelled(NamedTuple):
    """What somebody did to a pull request. `event` is `labeled` or `unlabeled`, or another that has no label."""

    issue: int
    label: str
    actor: str
    at: datetime = AT
    event: str = "labeled"


class Commit(NamedTuple):
    """`author` and `committer` are accounts, empty where GitHub knows none by the commit's address."""

    message: str
    author: str = "ana"
    committer: str = "ana"
    at: datetime = AT
    verified: bool = True


class Entry(NamedTuple):
    """A file of a tree."""

    data: bytes = b""
    mode: str = "100644"


class Approval(NamedTuple):
    """A review of a deployment. GitHub does not say when it was."""

    user: str
    environment: str
    comment: str = ""
    state: str = "approved"


class Deployment(NamedTuple):
    sha: str
    environment: str
    at: datetime = AT


@dataclass
class Project:
    """`trees` are the files at a commit or, by its own name, at a folder. `roles` are permission and role by login.
    `branch_points` are where changes left a commit, the commit itself where nothing is said.
    """

    default_branch: str = "main"
    branches: dict[str, str] = field(default_factory=lambda: {"main": MAIN})
    tags: dict[str, str] = field(default_factory=dict)
    pulls: dict[int, Pull] = field(default_factory=dict)
    events: list[Labelled] = field(default_factory=list)
    commits: dict[str, Commit] = field(default_factory=dict)
    compared: dict[str, list[Changed]] = field(default_factory=dict)
    branch_points: dict[str, str] = field(default_factory=dict)
    snapshots: dict[str, Mapping[str, Entry]] = field(default_factory=dict)
    truncate_above: int = 100_000
    roles: dict[str, str] = field(default_factory=dict)
    teams: dict[str, list[str]] = field(default_factory=dict)
    run_at: datetime = AT
    approvals: list[Approval] = field(default_factory=list)
    deployments: list[Deployment] = field(default_factory=list)
    statuses: list[dict[str, str]] = field(default_factory=list)

    def add_pull(self, pull: Pull) -> Pull:
        self.pulls[pull.number] = pull
        return pull

    def label(self, issue: int, label: str, actor: str, at: datetime = AT) -> None:
        """Somebody sets a label, which is then an event too."""
        self.pulls[issue].labels.append(label)
        self.events.append(Labelled(issue, label, actor, at))

    def keep(self, sha: str, files: Mapping[str, bytes | Entry]) -> None:
        self.snapshots[sha] = {
            path: entry if isinstance(entry, Entry) else Entry(entry) for path, entry in files.items()
        }

    def blob(self, sha: str) -> Entry | None:
        every = (entry for files in self.snapshots.values() for entry in files.values())
        return next((entry for entry in every if blob_sha(entry.data) == sha), None)

    def folder(self, sha: str) -> tuple[Mapping[str, Entry], str] | None:
        """The files of the commit that has a folder with this tree, and the folder's prefix."""
        for commit, files in self.snapshots.items():
            folders = {path[: at + 1] for path in files for at, sign in enumerate(path) if sign == "/"} | {""}
            for prefix in folders:
                if sha in {commit if not prefix else "", tree_sha(commit, prefix)}:
                    return files, prefix
        return None

    def commit_of(self, files: Mapping[str, Entry]) -> str:
        return next(commit for commit, kept in self.snapshots.items() if kept is files)


def blob_sha(data: bytes) -> str:
    """As git names it."""
    return sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def tree_sha(commit: str, prefix: str) -> str:
    """Not as git names it, and as telling."""
    return sha1(f"{commit}:{prefix}".encode(), usedforsecurity=False).hexdigest()
