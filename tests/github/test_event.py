"""Events: what is read from each, and what a hostile or missing payload comes to."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.errors import UsageError
from slo_gate.github import event_file
from slo_gate.github.event import Event, Kind, parse
from slo_gate.github.payload import MAX_BYTES
from tests.support.properties import tried

SHA, HEAD, BASE = "a" * 40, "b" * 40, "c" * 40
RUNNER = {
    "GITHUB_REPOSITORY": "acme/shop",
    "GITHUB_SHA": SHA,
    "GITHUB_REF": "refs/heads/main",
    "GITHUB_ACTOR": "ana",
    "GITHUB_RUN_ID": "812",
    "GITHUB_RUN_ATTEMPT": "2",
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_API_URL": "https://api.github.com",
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def of(name: str, payload: object, **variables: str) -> Event:
    data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return parse(RUNNER | {"GITHUB_EVENT_NAME": name} | variables, data)


def pull_request(**changed: object) -> dict[str, Any]:
    repo = {"full_name": "acme/shop", "fork": False}
    inner = {
        "number": 7,
        "head": {"ref": "faster-checkout", "sha": HEAD, "repo": repo},
        "base": {"ref": "main", "sha": BASE, "repo": repo},
    }
    return {"pull_request": inner | changed, "repository": {"default_branch": "trunk"}}


def head(repo: object) -> dict[str, Any]:
    return pull_request(head={"ref": "faster-checkout", "sha": HEAD, "repo": repo})


FROM_PULL_REQUEST = {
    "pull_request": 7,
    "sha": SHA,
    "head_sha": HEAD,
    "base_sha": BASE,
    "base_ref": "main",
    "head_ref": "faster-checkout",
    "default_branch": "trunk",
    "fork": False,
}
NO_PULL_REQUEST: dict[str, object] = {
    "pull_request": None,
    "fork": False,
    "head_sha": SHA,
    "head_ref": "main",
    "notes": (),
}
MERGE_GROUP = {"merge_group": {"base_ref": "refs/heads/main", "base_sha": BASE, "head_sha": SHA}}
ISSUE = {"number": 9, "title": "x"}


@pytest.mark.parametrize(
    ("name", "payload", "expected"),
    [
        pytest.param(
            "pull_request",
            pull_request(),
            FROM_PULL_REQUEST | {"kind": Kind.PULL_REQUEST, "notes": ()},
            id="a pull request shows its head, not the merge that was checked out",
        ),
        pytest.param(
            "pull_request_target",
            pull_request(),
            FROM_PULL_REQUEST | {"kind": Kind.PULL_REQUEST_TARGET},
            id="a pull request with the secrets of its base",
        ),
        pytest.param("pull_request", head({"full_name": "eve/shop"}), {"fork": True}, id="a head in a fork"),
        pytest.param(
            "pull_request", head(None), {"fork": True, "head_sha": HEAD}, id="a head whose repository is deleted"
        ),
        pytest.param(
            "pull_request",
            head({"full_name": "ACME/Shop", "fork": True}),
            {"fork": False},
            id="a branch of the repository, which is itself a fork of something",
        ),
        pytest.param(
            "push",
            {"before": BASE, "after": SHA, "repository": {"default_branch": "trunk"}},
            NO_PULL_REQUEST | {"kind": Kind.PUSH, "default_branch": "trunk", "base_ref": ""},
            id="a push",
        ),
        pytest.param(
            "workflow_dispatch", {"inputs": None}, NO_PULL_REQUEST | {"kind": Kind.WORKFLOW_DISPATCH}, id="by hand"
        ),
        pytest.param(
            "schedule", {"schedule": "0 5 * * *"}, NO_PULL_REQUEST | {"kind": Kind.SCHEDULE}, id="by the clock"
        ),
        pytest.param(
            "deployment",
            {"deployment": {"environment": "production", "ref": "main"}},
            NO_PULL_REQUEST | {"kind": Kind.DEPLOYMENT, "environment": "production"},
            id="a deployment and its environment",
        ),
        pytest.param(
            "deployment_status",
            {"deployment": {"environment": "staging"}},
            NO_PULL_REQUEST | {"kind": Kind.OTHER, "name": "deployment_status", "environment": "staging"},
            id="a deployment's status",
        ),
        pytest.param(
            "merge_group",
            MERGE_GROUP,
            {"kind": Kind.MERGE_GROUP, "pull_request": None, "base_ref": "main", "base_sha": BASE, "fork": False},
            id="a merge queue's group has a base and no pull request to write on",
        ),
        pytest.param(
            "workflow_run",
            {"workflow_run": {"head_repository": {"full_name": "eve/shop"}}},
            {"kind": Kind.WORKFLOW_RUN, "name": "workflow_run", "fork": True},
            id="a run after the run of a fork",
        ),
        pytest.param(
            "workflow_run",
            {"workflow_run": {"head_repository": {"full_name": "acme/shop"}}},
            {"kind": Kind.WORKFLOW_RUN, "fork": False},
            id="a run after our own run",
        ),
        pytest.param(
            "issue_comment",
            {"issue": ISSUE | {"pull_request": {"url": "x"}}},
            {"pull_request": 9, "fork": True},
            id="a comment on a pull request does not tell whose head it has",
        ),
        pytest.param("issue_comment", {"issue": ISSUE}, NO_PULL_REQUEST, id="a comment on an issue"),
        pytest.param("", {}, NO_PULL_REQUEST | {"kind": Kind.OTHER, "name": ""}, id="no event at all"),
    ],
)
def test_event(name: str, payload: object, expected: Mapping[str, object]) -> None:
    event = of(name, payload)
    assert {field: getattr(event, field) for field in expected} == expected


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        pytest.param({"GITHUB_ACTOR": "dependabot[bot]"}, {"dependabot": True}, id="Dependabot caused the run"),
        pytest.param({"GITHUB_ACTOR": "dependabot"}, {"dependabot": False}, id="a person who is called like it"),
        pytest.param({"GITHUB_ACTOR": "::error::x"}, {"actor": ""}, id="no login"),
        pytest.param({}, {"run_url": "https://github.com/acme/shop/actions/runs/812/attempts/2"}, id="page of the run"),
        pytest.param({"GITHUB_RUN_ID": "x/../y"}, {"run_url": ""}, id="a run without a number has no page"),
        pytest.param({"GITHUB_SHA": "main"}, {"sha": "", "head_sha": ""}, id="a branch is no commit"),
        pytest.param({"GITHUB_SHA": "d" * 64}, {"sha": "d" * 64}, id="a commit of SHA-256"),
        pytest.param(
            {"GITHUB_REF": "refs/tags/main"}, {"head_ref": "", "ref": "refs/tags/main"}, id="a tag is no branch"
        ),
        pytest.param(
            {"GITHUB_API_URL": "https://ghe.example.com/api/v3/"},
            {"api_url": "https://ghe.example.com/api/v3"},
            id="an own server's API",
        ),
        pytest.param(
            {"GITHUB_API_URL": "http://127.0.0.1:8080"}, {"api_url": "http://127.0.0.1:8080"}, id="this machine"
        ),
        pytest.param({"GITHUB_API_URL": ""}, {"api_url": "https://api.github.com"}, id="github.com by default"),
    ],
)
def test_event_reads_the_runner(variables: dict[str, str], expected: Mapping[str, object]) -> None:
    event = of("push", {}, **variables)
    assert {field: getattr(event, field) for field in expected} == expected


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("GITHUB_API_URL", "http://ghe.example.com/api/v3"),
        ("GITHUB_API_URL", "https://user:canary-secret@api.github.com"),
        ("GITHUB_API_URL", "https://api.github.com@evil.example"),
        ("GITHUB_API_URL", "https://api.github.com/?x=canary-secret"),
        ("GITHUB_API_URL", "https://api.github.com\\@evil.example"),
        ("GITHUB_API_URL", "https://api.github.com:99999"),
        ("GITHUB_API_URL", "https://[::1"),
        ("GITHUB_API_URL", "file:///etc/passwd"),
        ("GITHUB_API_URL", "https://"),
        ("GITHUB_SERVER_URL", "javascript:canary-secret"),
        ("GITHUB_REPOSITORY", ""),
        ("GITHUB_REPOSITORY", "acme"),
        ("GITHUB_REPOSITORY", "acme/.."),
        ("GITHUB_REPOSITORY", "acme/shop/issues"),
        ("GITHUB_REPOSITORY", "acme/shop\n::error::"),
    ],
)
def test_variable_that_would_lead_astray_is_refused(variable: str, value: str) -> None:
    with pytest.raises(UsageError, match=f"^{variable} ") as refused:
        of("push", {}, **{variable: value})
    assert "canary-secret" not in refused.value.message
    assert "\n" not in refused.value.message
    assert refused.value.hint


DEEP = b"[" * 100_000
USELESS = [
    pytest.param(None, "there is none", id="no payload"),
    pytest.param(b"", "it is not JSON", id="an empty file"),
    pytest.param(b"{", "it is not JSON", id="a cut one"),
    pytest.param(b"\xff\xfe", "it is not JSON", id="no text"),
    pytest.param(b"[]", "it is not a JSON object", id="a list"),
    pytest.param(DEEP, "it is not JSON", id="nested too deep"),
    pytest.param(b'{"a":' + b"1" * 5_000 + b"}", "it is not JSON", id="a number of 5,000 digits"),
    pytest.param(b" " * (MAX_BYTES + 1), "it has more than 25 MiB", id="too big"),
    pytest.param(
        json.dumps(pull_request(number="7")).encode(),
        "`pull_request.number` is not a number that GitHub gives",
        id="a number in quotes",
    ),
    pytest.param(
        json.dumps(pull_request(number=-7)).encode(),
        "`pull_request.number` is not a number that GitHub gives",
        id="a negative number",
    ),
    pytest.param(
        json.dumps(pull_request(base={"ref": "main", "sha": "--output=/etc/passwd"})).encode(),
        "`pull_request.base.sha` is not what GitHub writes there",
        id="an option in place of a commit",
    ),
    pytest.param(
        json.dumps(pull_request(head={"ref": "a\n::error::b", "sha": HEAD})).encode(),
        "`pull_request.head.ref` is not what GitHub writes there",
        id="a branch that no git takes",
    ),
]


@pytest.mark.parametrize(
    ("payload", "why"), [*USELESS, pytest.param(b"{}", "it names no pull request", id="nothing in it")]
)
def test_pull_request_that_is_not_told_stops_the_run(payload: bytes | None, why: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse(RUNNER | {"GITHUB_EVENT_NAME": "pull_request"}, payload)
    assert refused.value.message == f"the payload of the pull_request event cannot be used: {why}"


@pytest.mark.parametrize(("payload", "why"), USELESS)
def test_deployment_goes_on_without_a_payload_and_says_so(payload: bytes | None, why: str) -> None:
    event = parse(RUNNER | {"GITHUB_EVENT_NAME": "deployment"}, payload)
    assert (event.kind, event.repository, event.pull_request) == (Kind.DEPLOYMENT, "acme/shop", None)
    assert event.notes == (f"the payload of the event was left out: {why}",)


@tried(100)
@given(
    st.sampled_from(["pull_request", "push", "issue_comment"]),
    st.binary() | JSON.map(lambda tree: json.dumps(tree).encode()),
)
def test_no_payload_crashes(name: str, payload: bytes) -> None:
    try:
        event = parse(RUNNER | {"GITHUB_EVENT_NAME": name}, payload)
    except UsageError:
        assert name == "pull_request"
    else:
        assert event.repository == "acme/shop"


def test_event_is_read_from_the_file_that_the_runner_names(tmp_path: Path) -> None:
    file = tmp_path / "event.json"
    file.write_text(json.dumps(pull_request()))
    environ = RUNNER | {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_EVENT_PATH": str(file)}
    assert event_file.read(environ).pull_request == 7


@pytest.mark.parametrize("path", ["", "/nowhere/event.json", "a\0b"])
def test_missing_event_file_is_a_missing_payload(path: str) -> None:
    event = event_file.read(RUNNER | {"GITHUB_EVENT_NAME": "push", "GITHUB_EVENT_PATH": path})
    assert event.notes == ("the payload of the event was left out: there is none",)
