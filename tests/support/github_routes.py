"""How the stand-in for GitHub answers: the operations on comments, as its description and its habits have them."""

import json
from collections.abc import Mapping
from datetime import timedelta

from tests.support.github_asking import Handler
from tests.support.github_description import Asked
from tests.support.github_paging import paged
from tests.support.github_people import account, private_account
from tests.support.github_project_routes import PROJECT_ROUTES
from tests.support.github_state import REPOSITORY, START, Answer, Comment, GitHub, error, forbidden

_LONGEST_BODY = 65_536


def _list(github: GitHub, asked: Asked, numbers: list[int]) -> Answer:
    return paged(github, asked, [_shown(github, one) for one in github.comments if one.issue == numbers[0]])


def _create(github: GitHub, asked: Asked, numbers: list[int]) -> Answer:
    if github.locked:
        return error(403, "Unable to create comment because issue is locked.")
    refusal = _refusal(github, asked)
    if refusal:
        return refusal
    comment = github.add(json.loads(asked.body)["body"], github.login, numbers[0])
    shown = _shown(github, comment)
    return Answer(201, shown, {"Location": str(shown["url"])})


def _update(github: GitHub, asked: Asked, numbers: list[int]) -> Answer:
    refusal = _refusal(github, asked)
    if refusal:
        return refusal
    for comment in github.comments:
        if comment.id == numbers[0]:
            comment.body = json.loads(asked.body)["body"]
            comment.updated += timedelta(hours=1)
            return Answer(200, _shown(github, comment))
    return error(404, "Not Found")


def _delete(github: GitHub, asked: Asked, numbers: list[int]) -> Answer:
    if github.read_only:
        return forbidden()
    before = len(github.comments)
    github.remove(numbers[0])
    return Answer(204) if len(github.comments) < before else error(404, "Not Found")


def _user(github: GitHub, _asked: Asked, _numbers: list[int]) -> Answer:
    return forbidden() if github.login.endswith("[bot]") else Answer(200, private_account(github.login))


def _refusal(github: GitHub, asked: Asked) -> Answer | None:
    if github.read_only:
        return forbidden()
    body = json.loads(asked.body).get("body")
    if isinstance(body, str) and body.strip() and len(body) <= _LONGEST_BODY:
        return None
    problem = {
        "resource": "IssueComment",
        "code": "unprocessable",
        "field": "data",
        "message": f"Body is too long (maximum is {_LONGEST_BODY} characters)",
    }
    return error(422, "Validation Failed", errors=[problem])


def _shown(github: GitHub, comment: Comment) -> dict[str, object]:
    page = f"https://github.com/{REPOSITORY}/pull/{comment.issue}"
    return {
        "id": comment.id,
        "node_id": f"IC_{comment.id}",
        "url": f"{github.url}/repos/{REPOSITORY}/issues/comments/{comment.id}",
        "html_url": f"{page}#issuecomment-{comment.id}",
        "issue_url": f"{github.url}/repos/{REPOSITORY}/issues/{comment.issue}",
        "user": account(comment.login) if comment.login else None,
        "body": comment.body,
        "created_at": f"{START + timedelta(seconds=comment.id):%Y-%m-%dT%H:%M:%SZ}",
        "updated_at": f"{comment.updated:%Y-%m-%dT%H:%M:%SZ}",
        "author_association": "NONE",
        "performed_via_github_app": None,
    }


_COMMENTS = "/repos/{owner}/{repo}/issues/{issue_number}/comments"
_COMMENT = "/repos/{owner}/{repo}/issues/comments/{comment_id}"
ROUTES: Mapping[tuple[str, str], Handler] = {
    ("GET", _COMMENTS): _list,
    ("POST", _COMMENTS): _create,
    ("PATCH", _COMMENT): _update,
    ("DELETE", _COMMENT): _delete,
    ("GET", "/user"): _user,
    **PROJECT_ROUTES,
}
