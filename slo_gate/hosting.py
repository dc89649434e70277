"""What GitHub knows of a change, asked at most once each: its pull request, its files, its base, and who let it through."""

import os
import re
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

from slo_gate import documents, files
from slo_gate.core.errors import RevisionError
from slo_gate.core.override import Decision, Overriding
from slo_gate.core.revision import Revision
from slo_gate.github.api import Api, segment
from slo_gate.github.changed_files import Unknown, changed_files
from slo_gate.github.commit_files import CommitFiles, at_branch
from slo_gate.github.errors import ApiError, Failure
from slo_gate.github.event import Event, Kind
from slo_gate.github.overrides import find_override
from slo_gate.github.pull_request import PullRequest, find
from slo_gate.github.revision import ApiRevision

_SHA = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_CONTENTS, _PULLS = "contents: read", "pull-requests: read"
_Value = TypeVar("_Value")


class Bases(NamedTuple):
    """The commit that is trusted, and the one at which the change left it."""

    trusted: Revision
    branch_point: Revision


class GitHubHost:
    """A `Host`. `typed` is what the input `override-reason` holds. `notes` are about what could not be looked up."""

    def __init__(self, api: Api, event: Event, folder: Path, typed: str) -> None:
        self._api = api
        self._event = event
        self._folder = folder
        self._typed = typed
        self.notes: list[str] = []

    @cached_property
    def pull(self) -> PullRequest | None:
        """The pull request as it is now; None where there is none, or it is not known."""
        try:
            return find(self._api, self._event)
        except ApiError as error:
            self.notes.append(f"the pull request could not be looked up: {error.failure.of_reading(_PULLS)}")
            return None

    def changed(self) -> tuple[str, ...] | None:
        found = changed_files(self._api, self._event)
        if isinstance(found, Unknown):
            self.notes.append(f"which files change is not known: {found.reason}")
            return None
        return found

    def override(self, settings: Overriding, now: datetime) -> Decision:
        return find_override(self._api, self._event, settings, self._typed, now)

    def head(self) -> Revision:
        """The head of the pull request, whose files nobody has checked out. Raises RevisionError."""
        event = self._event
        return self._revision(CommitFiles(self._api, event.repository, event.head_ref, event.head_sha))

    def bases(self, named: str, head: str) -> Bases:
        """What a change is judged by: the base that is `named`, else the pull request's as it is now. `head` is the commit whose
        files are looked at. Raises RevisionError.
        """
        trusted = _known(self._trusted, named)
        point = _known(self._branch_point, trusted.sha, head)
        return Bases(
            self._revision(trusted), self._revision(CommitFiles(self._api, self._repository, trusted.ref, point))
        )

    @property
    def _repository(self) -> str:
        return self._event.repository

    def _trusted(self, named: str) -> CommitFiles:
        event = self._event
        if named:
            return (
                CommitFiles(self._api, self._repository, named, named) if _SHA.fullmatch(named) else self._branch(named)
            )
        if event.kind is Kind.MERGE_GROUP:
            return CommitFiles(self._api, self._repository, event.base_ref, event.base_sha)
        return self._branch(self.pull.base_ref if self.pull else event.base_ref)

    def _branch(self, name: str) -> CommitFiles:
        """Of this repository, as it is now: whatever tag has its name, and whatever the payload of an old run says."""
        for start in ("refs/heads/", "origin/"):
            name = name.removeprefix(start)
        return at_branch(self._api, self._repository, name)

    def _branch_point(self, base: str, head: str) -> str:
        """The base itself where GitHub knows neither the commit that is looked at, which some step may have made, nor its own."""
        for commit in dict.fromkeys((head, self._event.head_sha)):
            path = f"/repos/{self._repository}/compare/{segment(f'{base}...{commit}')}"
            try:
                return self._api.read(path, {"per_page": "1"}).commit("merge_base_commit", "sha")
            except ApiError as error:
                if error.failure not in {Failure.NOT_FOUND, Failure.REJECTED}:
                    raise
        self.notes.append(
            "GitHub does not know the commit that is looked at, so it is compared with the base as it is now"
        )
        return base

    def _revision(self, commit: CommitFiles) -> Revision:
        return ApiRevision(commit, Path(os.path.abspath(self._folder)), self._checked_out)  # noqa: PTH100 - no link is resolved

    def _checked_out(self, name: str) -> bytes | None:
        try:
            return files.read(files.named(name, self._folder), documents.MAX_BYTES)
        except files.UnreadableError:
            return None


def _known(ask: Callable[..., _Value], *arguments: str) -> _Value:
    """Raises RevisionError where GitHub does not tell."""
    try:
        return ask(*arguments)
    except ApiError as error:
        reason = error.failure.of_reading(_CONTENTS)
        raise RevisionError(
            f"the base of the change cannot be read: {reason}", "give the job the permission `contents: read`"
        ) from None


def checked_out(folder: Path) -> str:
    """The commit that is checked out, as `actions/checkout` leaves it: a detached head. Empty where that is not told."""
    try:
        head = (folder / ".git" / "HEAD").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""
    return head if _SHA.fullmatch(head) else ""
