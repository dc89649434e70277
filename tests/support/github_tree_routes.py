"""How the stand-in for GitHub shows branches, and the files of a commit."""

import base64
from collections.abc import Iterable, Mapping

from tests.support.github_asking import NOT_FOUND, Handler, parts, query
from tests.support.github_description import Asked
from tests.support.github_project import Entry, blob_sha, tree_sha
from tests.support.github_sample import Tree, sample
from tests.support.github_state import Answer, GitHub


def _ref(github: GitHub, asked: Asked, _numbers: list[int]) -> Answer:
    """The whole name alone: a tag is no branch."""
    kind, _, name = parts(asked)[2].partition("/")
    sha = {"heads": github.project.branches, "tags": github.project.tags}.get(kind, {}).get(name)
    if sha is None:
        return NOT_FOUND
    return Answer(200, sample("git-ref", ref=f"refs/{kind}/{name}", object={"sha": sha, "type": "commit"}))


def _tree(github: GitHub, asked: Asked, _numbers: list[int]) -> Answer:
    sha = parts(asked)[2]
    found = github.project.folder(sha)
    if found is None:
        return NOT_FOUND
    files, prefix = found
    commit = github.project.commit_of(files)
    deep = "recursive" in query(asked)
    entries = _entries(commit, files, prefix, deep=deep)
    limit = github.project.truncate_above if deep else 100_000
    return Answer(
        200, {"sha": sha, "url": f"{github.url}/x", "truncated": len(entries) > limit, "tree": entries[:limit]}
    )


def _entries(commit: str, files: Mapping[str, Entry], prefix: str, *, deep: bool) -> list[Tree]:
    below = {path.removeprefix(prefix): entry for path, entry in files.items() if path.startswith(prefix)}
    folders = {path[:at] for path in below for at, sign in enumerate(path) if sign == "/"}
    shown = [_folder(name, tree_sha(commit, f"{prefix}{name}/")) for name in folders]
    shown += [_file(path, entry) for path, entry in below.items()]
    kept: Iterable[Tree] = shown if deep else (one for one in shown if "/" not in one["path"])
    return sorted(kept, key=lambda one: str(one["path"]))


def _folder(path: str, sha: str) -> Tree:
    return {"path": path, "mode": "040000", "type": "tree", "sha": sha}


def _file(path: str, entry: Entry) -> Tree:
    kind = "commit" if entry.mode == "160000" else "blob"
    size = {} if kind == "commit" else {"size": len(entry.data)}
    return {"path": path, "mode": entry.mode, "type": kind, "sha": blob_sha(entry.data), **size}


def _blob(github: GitHub, asked: Asked, _numbers: list[int]) -> Answer:
    sha = parts(asked)[2]
    entry = github.project.blob(sha)
    if entry is None:
        return NOT_FOUND
    content = base64.encodebytes(entry.data).decode()
    return Answer(200, sample("blob", sha=sha, content=content, encoding="base64", size=len(entry.data)))


_GIT = "/repos/{owner}/{repo}/git"
TREE_ROUTES: Mapping[tuple[str, str], Handler] = {
    ("GET", f"{_GIT}/ref/{{ref}}"): _ref,
    ("GET", f"{_GIT}/trees/{{tree_sha}}"): _tree,
    ("GET", f"{_GIT}/blobs/{{file_sha}}"): _blob,
}
