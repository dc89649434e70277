"""How the stand-in for GitHub answers what is asked of a repository beside its comments."""

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import parse_qs, unquote, urlsplit

from tests.support.github_description import Asked
from tests.support.github_paging import paged
from tests.support.github_people import account
from tests.support.github_project import Changed, Entry, Labelled, Pull, blob_sha, tree_sha
from tests.support.github_sample import Tree, sample
from tests.support.github_state import REPOSITORY, Answer, GitHub, error, forbidden

Handler = Callable[[GitHub, Asked, list[int]], Answer]
_MOST_COMPARED = 300
_NOT_FOUND = error(404, "Not Found")


def _parts(asked: Asked) -> list[str]:
    """What stands in the pattern's braces, in their order."""
    path = asked.target.partition("?")[0]
    parts = path.split("/")[-len(asked.pattern.split("/")) :]
    return [unquote(part) for part, name in zip(parts, asked.pattern.split("/"), strict=True) if name.startswith("{")]


def _query(asked: Asked) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(asked.target).query).items()}


def _repository(github: GitHub, _asked: Asked, _numbers: list[int]) -> Answer:
    return Answer(200, sample("full-repository", full_name=REPOSITORY, default_branch=github.project.default_branch))


def _pulls(github: GitHub, asked: Asked, _numbers: list[int]) -> Answer:
    query = _query(asked)
    owner, _, branch = query.get("head", ":").partition(":")
    state = query.get("state", "open")
    found = [
        pull
        for pull in github.project.pulls.values()
        if state in {"all", pull.state}
        and ("head" not in query or (pull.head_ref == branch and pull.repository.startswith(f"{owner}/")))
    ]
    return paged(github, asked, [_pull("pull-request-simple", pull) for pull in found])


def _one_pull(github: GitHub, _asked: Asked, numbers: list[int]) -> Answer:
    pull = github.project.pulls.get(numbers[0])
    if pull is None:
        return _NOT_FOUND
    changed = len(pull.files) if pull.changed_files is None else pull.changed_files
    return Answer(200, _pull("pull-request", pull) | {"changed_files": changed})


def _pull(schema: str, pull: Pull) -> Tree:
    labels = [
        {"id": 1, "node_id": "x", "url": "https://api.github.com/x", "name": name, "description": None}
        | {"color": "f00", "default": False}
        for name in pull.labels
    ]
    return sample(
        schema,
        number=pull.number,
        state=pull.state,
        merged_at="2026-11-23T00:00:00Z" if pull.merged else None,
        user=account(pull.author),
        labels=labels,
        head={"ref": pull.head_ref, "sha": pull.head_sha, "repo": {"full_name": pull.repository}},
        base={"ref": pull.base_ref, "sha": pull.base_sha, "repo": {"full_name": pull.base_repository}},
    )


def _files(github: GitHub, asked: Asked, numbers: list[int]) -> Answer:
    """GitHub shows the first 3,000."""
    pull = github.project.pulls.get(numbers[0])
    return paged(github, asked, [_changed(one) for one in pull.files[:3000]]) if pull else _NOT_FOUND


def _changed(one: Changed) -> Tree:
    previous = {"previous_filename": one.previous} if one.previous else {}
    return sample("diff-entry", filename=one.name, status=one.status, **previous)


def _pulls_of_commit(github: GitHub, asked: Asked, _numbers: list[int]) -> Answer:
    sha = _parts(asked)[2]
    found = [pull for pull in github.project.pulls.values() if pull.head_sha == sha]
    return paged(github, asked, [_pull("pull-request-simple", pull) for pull in found])


def _commit(github: GitHub, asked: Asked, _numbers: list[int]) -> Answer:
    sha = _parts(asked)[2]
    commit = github.project.commits.get(sha)
    if commit is None:
        return error(422, f"No commit found for SHA: {sha}")
    shown = sample(
        "commit",
        sha=sha,
        commit={
            "message": commit.message,
            "committer": {"date": f"{commit.at:%Y-%m-%dT%H:%M:%SZ}"},
            "verification": {"verified": commit.verified},
        },
    )
    people = {"author": commit.author, "committer": commit.committer}
    return Answer(200, shown | {name: account(login) if login else {} for name, login in people.items()})


def _compare(github: GitHub, asked: Asked, _numbers: list[int]) -> Answer:
    changed = github.project.compared.get(_parts(asked)[2])
    if changed is None:
        return _NOT_FOUND
    return Answer(200, sample("commit-comparison", files=[_changed(one) for one in changed[:_MOST_COMPARED]]))


def _events(github: GitHub, asked: Asked, _numbers: list[int]) -> Answer:
    """Of all issues, the newest first."""
    newest = sorted(github.project.events, key=lambda event: event.at, reverse=True)
    return paged(github, asked, [_event("issue-event", event) | {"issue": _issue(event)} for event in newest])


def _issue(event: Labelled) -> Tree:
    return sample("nullable-issue", number=event.issue, user=account("ana"))


def _events_of_issue(github: GitHub, asked: Asked, numbers: list[int]) -> Answer:
    found = [_event("labeled-issue-event", event) for event in github.project.events if event.issue == numbers[0]]
    return paged(github, asked, found)


def _event(schema: str, event: Labelled) -> Tree:
    shown = sample(schema, event=event.event, created_at=f"{event.at:%Y-%m-%dT%H:%M:%SZ}")
    shown |= {"actor": account(event.actor) if event.actor else None}
    return shown | {"label": {"name": event.label, "color": "f00"}}


def _permission(github: GitHub, asked: Asked, _numbers: list[int]) -> Answer:
    """The old permission knows no `maintain` and no `triage`; the role does."""
    login = _parts(asked)[2]
    role = github.project.roles.get(login, "none")
    legacy = {"maintain": "write", "triage": "read"}.get(role, role)
    shown = sample("repository-collaborator-permission", permission=legacy, role_name=role)
    return Answer(200, shown)


def _membership(github: GitHub, asked: Asked, _numbers: list[int]) -> Answer:
    org, team, login = _parts(asked)
    if login not in github.project.teams.get(f"{org}/{team}", []):
        return _NOT_FOUND
    return Answer(200, sample("team-membership", state="active"))


def _ref(github: GitHub, asked: Asked, _numbers: list[int]) -> Answer:
    """The whole name alone: a tag is no branch."""
    kind, _, name = _parts(asked)[2].partition("/")
    sha = {"heads": github.project.branches, "tags": github.project.tags}.get(kind, {}).get(name)
    if sha is None:
        return _NOT_FOUND
    return Answer(200, sample("git-ref", ref=f"refs/{kind}/{name}", object={"sha": sha, "type": "commit"}))


def _tree(github: GitHub, asked: Asked, _numbers: list[int]) -> Answer:
    sha = _parts(asked)[2]
    found = github.project.folder(sha)
    if found is None:
        return _NOT_FOUND
    files, prefix = found
    commit = github.project.commit_of(files)
    deep = "recursive" in _query(asked)
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
    sha = _parts(asked)[2]
    entry = github.project.blob(sha)
    if entry is None:
        return _NOT_FOUND
    content = base64.encodebytes(entry.data).decode()
    return Answer(200, sample("blob", sha=sha, content=content, encoding="base64", size=len(entry.data)))


def _status(github: GitHub, asked: Asked, _numbers: list[int]) -> Answer:
    if github.read_only:
        return forbidden("statuses=write")
    said = json.loads(asked.body)
    if len(said.get("description", "")) > 140:
        return error(
            422, "Validation Failed", errors=[{"message": "description is too long (maximum is 140 characters)"}]
        )
    github.project.statuses.append({"sha": _parts(asked)[2], **said})
    return Answer(201, sample("status", **said))


def _approvals(github: GitHub, _asked: Asked, _numbers: list[int]) -> Answer:
    shown = [
        sample("environment-approvals", state=one.state, comment=one.comment, user=account(one.user))
        | {"environments": [{"id": 1, "name": one.environment}]}
        for one in github.project.approvals
    ]
    return Answer(200, shown)


def _deployments(github: GitHub, asked: Asked, _numbers: list[int]) -> Answer:
    wanted = _query(asked).get("environment")
    newest = sorted(github.project.deployments, key=lambda one: one.at, reverse=True)
    found = [
        sample("deployment", sha=one.sha, environment=one.environment, created_at=f"{one.at:%Y-%m-%dT%H:%M:%SZ}")
        for one in newest
        if wanted in {None, one.environment}
    ]
    return paged(github, asked, found)


_REPO = "/repos/{owner}/{repo}"
PROJECT_ROUTES: Mapping[tuple[str, str], Handler] = {
    ("GET", _REPO): _repository,
    ("GET", f"{_REPO}/pulls"): _pulls,
    ("GET", f"{_REPO}/pulls/{{pull_number}}"): _one_pull,
    ("GET", f"{_REPO}/pulls/{{pull_number}}/files"): _files,
    ("GET", f"{_REPO}/commits/{{commit_sha}}/pulls"): _pulls_of_commit,
    ("GET", f"{_REPO}/commits/{{ref}}"): _commit,
    ("GET", f"{_REPO}/compare/{{basehead}}"): _compare,
    ("GET", f"{_REPO}/issues/events"): _events,
    ("GET", f"{_REPO}/issues/{{issue_number}}/events"): _events_of_issue,
    ("GET", f"{_REPO}/collaborators/{{username}}/permission"): _permission,
    ("GET", "/orgs/{org}/teams/{team_slug}/memberships/{username}"): _membership,
    ("GET", f"{_REPO}/git/ref/{{ref}}"): _ref,
    ("GET", f"{_REPO}/git/trees/{{tree_sha}}"): _tree,
    ("GET", f"{_REPO}/git/blobs/{{file_sha}}"): _blob,
    ("POST", f"{_REPO}/statuses/{{sha}}"): _status,
    ("GET", f"{_REPO}/actions/runs/{{run_id}}/approvals"): _approvals,
    ("GET", f"{_REPO}/deployments"): _deployments,
}
