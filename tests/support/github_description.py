"""GitHub's own OpenAPI description, reduced to the operations that slo-gate uses."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from openapi_core import Config, OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse

from tests.support.npm import DESCRIPTION

_REPO = "/repos/{owner}/{repo}"
PATHS = (
    _REPO,
    f"{_REPO}/pulls",
    f"{_REPO}/pulls/{{pull_number}}",
    f"{_REPO}/pulls/{{pull_number}}/files",
    f"{_REPO}/commits/{{commit_sha}}/pulls",
    f"{_REPO}/commits/{{ref}}",
    f"{_REPO}/compare/{{basehead}}",
    f"{_REPO}/issues/events",
    f"{_REPO}/issues/{{issue_number}}/events",
    f"{_REPO}/collaborators/{{username}}/permission",
    "/orgs/{org}/teams/{team_slug}/memberships/{username}",
    f"{_REPO}/git/ref/{{ref}}",
    f"{_REPO}/git/trees/{{tree_sha}}",
    f"{_REPO}/git/blobs/{{file_sha}}",
    f"{_REPO}/statuses/{{sha}}",
    f"{_REPO}/deployments",
    f"{_REPO}/actions/runs/{{run_id}}",
    f"{_REPO}/actions/runs/{{run_id}}/approvals",
    "/repos/{owner}/{repo}/issues/{issue_number}/comments",
    "/repos/{owner}/{repo}/issues/comments/{comment_id}",
    "/user",
)
_HOST = "http://github.test"
_OWN_SERVER = "/api/v3"
"""Where an enterprise's own server has its API, which has a description of its own."""


class Asked(NamedTuple):
    """`pattern` is the described path, `target` the one asked for, with its query."""

    method: str
    pattern: str
    target: str
    body: bytes = b""
    content_type: str = ""


class Answered(NamedTuple):
    status: int
    body: bytes
    headers: dict[str, str]


class Description:
    """Judges exchanges with a server whose API starts at `base`."""

    def __init__(self, base: str) -> None:
        prefix = urlsplit(base).path
        self._tree = _reduced(prefix)
        self._api = _api(prefix)

    def describes(self, asked: Asked, status: int) -> bool:
        return str(status) in self._operation(asked)["responses"]

    def request_problems(self, asked: Asked) -> Iterator[str]:
        try:
            self._api.validate_request(self._request(asked))
        except OpenAPIError as error:
            yield f"{asked.method} {asked.target}: {error} {error.__cause__ or ''}"
        else:
            unknown = sorted(self._unknown_names(asked))
            yield from (f"{asked.method} {asked.target}: `{name}` is not described" for name in unknown)

    def response_problems(self, asked: Asked, answered: Answered) -> Iterator[str]:
        response = MockResponse(answered.body, answered.status, answered.headers)
        try:
            self._api.validate_response(self._request(asked), response)
        except OpenAPIError as error:
            yield f"{asked.method} {asked.target}, answer {answered.status}: {error} {error.__cause__ or ''}"

    def _request(self, asked: Asked) -> MockRequest:
        path, _, query = asked.target.partition("?")
        args = dict(parse_qsl(query, keep_blank_values=True))
        return MockRequest(
            _HOST, asked.method, path, args=args, data=asked.body or None, content_type=asked.content_type
        )

    def _operation(self, asked: Asked) -> dict[str, Any]:
        return dict(self._tree["paths"][asked.pattern][asked.method.lower()])

    def _unknown_names(self, asked: Asked) -> set[str]:
        """The described schemas are open, so that a misspelled name would go unseen."""
        operation = self._operation(asked)
        parameters = {self._resolved(parameter)["name"] for parameter in operation.get("parameters", [])}
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        query = {name for name, _ in parse_qsl(urlsplit(asked.target).query)}
        keys = set(json.loads(asked.body)) if asked.body else set()
        return (query - parameters) | (keys - set(body.get("properties", {})))

    def _resolved(self, tree: dict[str, Any]) -> dict[str, Any]:
        if "$ref" not in tree:
            return tree
        _, _, kind, name = tree["$ref"].split("/")
        return dict(self._tree["components"][kind][name])


@cache
def _api(prefix: str) -> OpenAPI:
    """Every server of the tests is judged as this one. The description itself, which is GitHub's, is not."""
    described = _reduced(prefix) | {"servers": [{"url": f"{_HOST}{prefix}"}]}
    unchecked = Config(spec_validator_cls=None)  # type: ignore[arg-type] # it takes that too, and checks nothing then
    return OpenAPI.from_dict(described, config=unchecked)


@cache
def whole(prefix: str) -> dict[str, Any]:
    """The description of github.com, or of a server of one's own."""
    name = "ghes-3.19" if prefix == _OWN_SERVER else "api.github.com"
    return dict(json.loads(DESCRIPTION.file(f"generated/{name}.json").read_bytes()))


@cache
def _reduced(prefix: str) -> dict[str, Any]:
    """Only GET and what slo-gate writes: an operation that nobody uses is none that may be used."""
    tree = whole(prefix)
    paths = {path: {verb: one for verb, one in tree["paths"][path].items() if _used(path, verb)} for path in PATHS}
    reduced: dict[str, Any] = {key: tree[key] for key in ("openapi", "info")} | {"paths": paths}
    components: dict[str, dict[str, Any]] = {}
    waiting, seen = set(_references(reduced)), set[str]()
    while waiting:
        reference = waiting.pop()
        seen.add(reference)
        _, _, kind, name = reference.split("/")
        components.setdefault(kind, {})[name] = tree["components"][kind][name]
        waiting |= set(_references(components[kind][name])) - seen
    return reduced | {"components": components}


def _used(path: str, verb: str) -> bool:
    written = path.endswith(("/comments", "/comments/{comment_id}", "/statuses/{sha}"))
    return verb in {"get", "parameters"} or (written and verb in {"post", "patch", "delete"})


def _references(tree: object) -> Iterator[str]:
    if isinstance(tree, dict):
        yield from (value for key, value in tree.items() if key == "$ref")
        for value in tree.values():
            yield from _references(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _references(value)
