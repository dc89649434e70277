"""How the stand-in for GitHub answers: the operations on comments, as its description and its habits have them."""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from math import ceil
from urllib.parse import parse_qs, urlsplit

from tests.support.github_description import Asked
from tests.support.github_people import account, private_account
from tests.support.github_state import REPOSITORY, REPOSITORY_ID, START, Answer, Comment, GitHub, error, forbidden

_LONGEST_BODY = 65_536

Handler = Callable[[GitHub, Asked, list[int]], Answer]


def _list(github: GitHub, asked: Asked, numbers: list[int]) -> Answer:
    query = {key: int(values[0]) for key, values in parse_qs(urlsplit(asked.target).query).items()}
    size, page = min(query.get("per_page", 30), 100), query.get("page", 1)
    found = [comment for comment in github.comments if comment.issue == numbers[0]]
    last = max(1, ceil(len(found) / size))
    shown = [_shown(github, comment) for comment in found[(page - 1) * size : page * size]]
    links = {"prev": page - 1, "next": page + 1, "last": last, "first": 1}
    at = f"{github.url}/repositories/{REPOSITORY_ID}/issues/{numbers[0]}/comments?per_page={size}&page="
    link = ", ".join(f'<{at}{target}>; rel="{name}"' for name, target in links.items() if _points(name, page, last))
    return Answer(200, shown, {"Link": link} if link else {})


def _points(name: str, page: int, last: int) -> bool:
    return page < last if name in {"next", "last"} else page > 1


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
}
