"""The files at a commit, read through GitHub's API: they need neither a checkout nor git, nor the commit in either."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from slo_gate.github.answer import Answer
from slo_gate.github.api import Api, segment
from slo_gate.github.errors import ApiError, Failure
from slo_gate.github.variables import COMMIT, REF

MOST_FOLDERS = 200
"""Requests for the folders of one commit, where GitHub does not list all of them at once."""
_MODE = r"[0-7]{6}"
_REGULAR = frozenset({"100644", "100755"})
_FOLDER = "tree"


class Found(NamedTuple):
    """`mode` is git's: 100644 or 100755 is a file, 120000 a link, 160000 a submodule. `size` is in bytes, 0 of a submodule."""

    mode: str
    sha: str
    size: int

    @property
    def regular(self) -> bool:
        return self.mode in _REGULAR


class CommitFiles:
    """`ref` is what people call the commit, `sha` the commit. Every method raises ApiError."""

    def __init__(self, api: Api, repository: str, ref: str, sha: str) -> None:
        self._api = api
        self._path = f"/repos/{repository}/git"
        self._names: Mapping[str, Found] | None = None
        self.ref = ref
        self.sha = sha

    def names(self) -> Mapping[str, Found]:
        """Everything at the commit but folders, by its path, in order."""
        if self._names is None:
            self._names = dict(sorted(self._listed()))
        return self._names

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of a file, at most `limit`. A link is none: nobody knows where it leads."""
        found = self.names().get(path)
        if found is None or not found.regular:
            raise ApiError(Failure.NOT_FOUND)
        if found.size > limit:
            raise ApiError(Failure.TOO_LARGE)
        data = _content(self._api.read(f"{self._path}/blobs/{found.sha}"))
        if len(data) != found.size:
            raise ApiError(Failure.STRANGE)
        return data

    def _listed(self) -> Iterator[tuple[str, Found]]:
        tree = self._tree(self.sha, {"recursive": "1"})
        if tree.at("truncated") is False:
            return _entries(tree, "")
        return self._walked()

    def _walked(self) -> Iterator[tuple[str, Found]]:
        """Folder by folder: where GitHub cuts its list short, what is missing is not what is not there."""
        waiting, asked = [("", self.sha)], 0
        while waiting:
            prefix, sha = waiting.pop()
            asked += 1
            if asked > MOST_FOLDERS:
                raise ApiError(Failure.TOO_MANY)
            tree = self._tree(sha, {})
            if tree.at("truncated") is not False:
                raise ApiError(Failure.TOO_MANY)
            waiting += _folders(tree, prefix)
            yield from _entries(tree, prefix)

    def _tree(self, sha: str, query: Mapping[str, str]) -> Answer:
        return self._api.read(f"{self._path}/trees/{sha}", query)


def at_branch(api: Api, repository: str, branch: str) -> CommitFiles:
    """The files at the head of a branch as it is now: of the branch, whatever tag has its name. Raises ApiError."""
    found = api.read(f"/repos/{repository}/git/ref/{segment(f'heads/{branch}')}")
    if found.words("ref") != f"refs/heads/{branch}":
        raise ApiError(Failure.STRANGE)
    return CommitFiles(api, repository, branch, found.commit("object", "sha"))


def at_default_branch(api: Api, repository: str) -> CommitFiles:
    """The files at the head of the repository's default branch, which no pull request names. Raises ApiError."""
    branch = api.read(f"/repos/{repository}").text(REF, "default_branch")
    if not branch:
        raise ApiError(Failure.STRANGE)
    return at_branch(api, repository, branch)


def _entries(tree: Answer, prefix: str) -> Iterator[tuple[str, Found]]:
    for one in tree.list("tree"):
        if one.words("type") != _FOLDER:
            found = Found(one.text(_MODE, "mode"), one.commit("sha"), one.count("size") or 0)
            yield prefix + one.words("path"), found


def _folders(tree: Answer, prefix: str) -> Iterator[tuple[str, str]]:
    for one in tree.list("tree"):
        if one.words("type") == _FOLDER:
            yield f"{prefix}{one.words('path')}/", one.text(COMMIT, "sha")


def _content(blob: Answer) -> bytes:
    if blob.words("encoding") != "base64":
        raise ApiError(Failure.STRANGE)
    try:
        return base64.b64decode(blob.words("content"))
    except binascii.Error:
        raise ApiError(Failure.STRANGE) from None
