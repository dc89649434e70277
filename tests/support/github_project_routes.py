"""How the stand-in for GitHub answers what is asked of a repository beside its comments."""

import json
from collections.abc import Mapping

from tests.support.github_asking import NOT_FOUND, Handler, parts, query
from tests.support.github_description import Asked
from tests.support.github_paging import paged
from tests.support.github_people import account
from tests.support.github_project import Changed, Labelled, Pull
from tests.support.github_sample import Tree, sample
from tests.support.github_state import REPOSITORY, Answer, GitHub, error, forbidden
from tests.support.github_tree_routes import TREE_ROUTES

_MOST_COMPARED = 300


def _repository(github: GitHub, _asked: Asked, _numbers: list[int]) -> Answer:
    return Answer(200, sample("full-repository", full_name=REPOSITORY, default_branch=github.project.default_branch))


def _pulls(github: GitHub, asked: Asked, _numbers: list[int]) -> Answer:
    wanted = query(asked)
    owner, _, branch = wanted.get("head", ":").partition(":")
    state = wanted.get("state", "open")
    found = [
        pull
        for pull in github.project.pulls.values()
        if state in {"all", pull.state}
        and ("head" not in wanted or (pull.head_ref == branch and pull.repository.startswith(f"{owner}/")))
    ]
    return paged(github, asked, [_pull("pull-request-simple", pull) for pull in found])


def _one_pull(github: GitHub, _asked: Asked, numbers: list[int]) -> Answer:
    pull = github.project.pulls.get(numbers[0])
    if pull is None:
        return NOT_FOUND
    changed = len(pull.files) if pull.changed_files is None else pull.changed_files
    return Answer(200, _pull("pull-request", pull) | {"changed_files": changed})


def _pull(schema: str, pull: Pull) -> Tree:
    labels = [
        {"id": 1, "node_id": "x", "url": "https://api.github.com/x", "name": name, "description": ""}
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
    return paged(github, asked, [_changed(one) for one in pull.files[:3000]]) if pull else NOT_FOUND


def _changed(one: Changed) -> Tree:
    previous = {"previous_filename": one.previous} if one.previous else {}
    return sample("diff-entry", filename=one.name, status=one.status, **previous)


def _pulls_of_commit(github: GitHub, asked: Asked, _numbers: list[int]) -> Answer:
    sha = parts(asked)[2]
    found = [pull for pull in github.project.pulls.values() if pull.head_sha == sha]
    return paged(github, asked, [_pull("pull-request-simple", pull) for pull in found])


def _commit(github: GitHub, asked: Asked, _numbers: list[int]) -> Answer:
    sha = parts(asked)[2]
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
    base, _, _head = parts(asked)[2].partition("...")
    changed = github.project.compared.get(parts(asked)[2], [] if base in github.project.snapshots else None)
    if changed is None:
        return NOT_FOUND
    point = {"sha": github.project.branch_points.get(base, base)}
    files = [_changed(one) for one in changed[:_MOST_COMPARED]]
    return Answer(200, sample("commit-comparison", files=files, merge_base_commit=point))


def _events(github: GitHub, asked: Asked, _numbers: list[int]) -> Answer:
    """Of all issues, the newest first."""
    newest = sorted(github.project.events, key=lambda event: event.at, reverse=True)
    return paged(github, asked, [_event("issue-event", event) | {"issue": _issue(event)} for event in newest])


def _issue(event: Labelled) -> Tree:
    return sample("issue", number=event.issue, user=account("ana"))


def _events_of_issue(github: GitHub, asked: Asked, numbers: list[int]) -> Answer:
    found = [_event("labeled-issue-event", event) for event in github.project.events if event.issue == numbers[0]]
    return paged(github, asked, found)


def _event(schema: str, event: Labelled) -> Tree:
    shown = sample(schema, event=event.event, created_at=f"{event.at:%Y-%m-%dT%H:%M:%SZ}")
    return shown | {"actor": account(event.actor), "label": {"name": event.label, "color": "f00"}}


def _permission(github: GitHub, asked: Asked, _numbers: list[int]) -> Answer:
    """The old permission knows no `maintain` and no `triage`; the role does."""
    login = parts(asked)[2]
    role = github.project.roles.get(login, "none")
    legacy = {"maintain": "write", "triage": "read"}.get(role, role)
    shown = sample("repository-collaborator-permission", permission=legacy, role_name=role)
    return Answer(200, shown)


def _membership(github: GitHub, asked: Asked, _numbers: list[int]) -> Answer:
    org, team, login = parts(asked)
    if login not in github.project.teams.get(f"{org}/{team}", []):
        return NOT_FOUND
    return Answer(200, sample("team-membership", state="active"))


def _status(github: GitHub, asked: Asked, _numbers: list[int]) -> Answer:
    if github.read_only:
        return forbidden("statuses=write")
    said = json.loads(asked.body)
    if len(said.get("description", "")) > 140:
        return error(
            422, "Validation Failed", errors=[{"message": "description is too long (maximum is 140 characters)"}]
        )
    github.project.statuses.append({"sha": parts(asked)[2], **said})
    return Answer(201, sample("status", **said))


def _run(github: GitHub, _asked: Asked, numbers: list[int]) -> Answer:
    return Answer(200, sample("workflow-run", id=numbers[0], created_at=f"{github.project.run_at:%Y-%m-%dT%H:%M:%SZ}"))


def _approvals(github: GitHub, _asked: Asked, _numbers: list[int]) -> Answer:
    shown = [
        sample("environment-approvals", state=one.state, comment=one.comment, user=account(one.user))
        | {"environments": [{"id": 1, "name": one.environment}]}
        for one in github.project.approvals
    ]
    return Answer(200, shown)


def _deployments(github: GitHub, asked: Asked, _numbers: list[int]) -> Answer:
    wanted = query(asked).get("environment")
    newest = sorted(github.project.deployments, key=lambda one: one.at, reverse=True)
    found = [
        sample("deployment", sha=one.sha, environment=one.environment, created_at=f"{one.at:%Y-%m-%dT%H:%M:%SZ}")
        for one in newest
        if wanted in {None, one.environment}
    ]
    return paged(github, asked, found)


_REPO = "/repos/{owner}/{repo}"
PROJECT_ROUTES: Mapping[tuple[str, str], Handler] = {
    **TREE_ROUTES,
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
    ("POST", f"{_REPO}/statuses/{{sha}}"): _status,
    ("GET", f"{_REPO}/actions/runs/{{run_id}}/approvals"): _approvals,
    ("GET", f"{_REPO}/actions/runs/{{run_id}}"): _run,
    ("GET", f"{_REPO}/deployments"): _deployments,
}
