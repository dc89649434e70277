"""Events with the payloads that GitHub has really sent, and what they become where a test changes them."""

from collections.abc import Mapping

import pytest

from slo_gate.github.event import Kind
from tests.github.test_event import BASE, HEAD, SHA, of
from tests.support.payloads import payload, published


def test_every_published_payload_is_read_without_a_note() -> None:
    for name, payloads in published().items():
        for one in payloads:
            repository = one.get("repository", {}).get("full_name", "acme/shop")
            assert of(name, one, GITHUB_REPOSITORY=repository).notes == (), name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("pull_request", {"pull_request": 2, "head_ref": "changes", "fork": False}),
        ("pull_request_review", {"pull_request": 2, "head_ref": "changes", "fork": False}),
        ("deployment", {"environment": "production", "default_branch": "master"}),
        ("deployment_status", {"environment": "production", "fork": False}),
        ("merge_group", {"base_ref": "main", "base_sha": "380387fbc80638b734a49e1be1c4dfec1c01b33c"}),
        ("push", {"default_branch": "master", "pull_request": None}),
    ],
)
def test_published_payload(name: str, expected: Mapping[str, object]) -> None:
    first = published()[name][0]
    event = of(name, first, GITHUB_REPOSITORY=first["repository"]["full_name"])
    assert {field: getattr(event, field) for field in expected} == expected


REPOSITORY = {"full_name": "acme/shop", "default_branch": "trunk"}
EVE = {"full_name": "eve/shop", "owner": {"login": "eve"}}
QUEUE = f"refs/heads/gh-readonly-queue/release/1.x/pr-104-{BASE}"
RUN_OF_A_FORK = {"head_repository": EVE, "head_branch": "patch-1", "head_sha": HEAD, "pull_requests": []}


@pytest.mark.parametrize(
    ("name", "changed", "expected"),
    [
        pytest.param(
            "pull_request",
            {"pull_request": {"head": {"sha": HEAD, "repo": {"full_name": "acme/shop"}}}},
            {"fork": False, "head_sha": HEAD, "default_branch": "trunk", "before": ""},
            id="a pull request of the repository",
        ),
        pytest.param(
            "pull_request",
            {"pull_request": {"head": {"repo": {"full_name": "eve/shop"}}}},
            {"fork": True},
            id="a pull request of a fork",
        ),
        pytest.param(
            "merge_group",
            {"merge_group": {"head_ref": QUEUE, "base_ref": "refs/heads/release/1.x", "base_sha": BASE}},
            {"queued": 104, "pull_request": None, "base_ref": "release/1.x", "base_sha": BASE, "head_sha": SHA},
            id="a merge group names its last pull request, and is no place to comment",
        ),
        pytest.param(
            "merge_group",
            {"merge_group": {"head_ref": f"refs/heads/gh-readonly-queue/pr-9-{BASE}/x"}},
            {"queued": None},
            id="a number that stands elsewhere in the name of a queue",
        ),
        pytest.param("push", {"before": BASE}, {"before": BASE, "base_sha": "", "queued": None}, id="a push"),
        pytest.param("push", {"before": "0" * 40}, {"before": ""}, id="a push of a new branch has nothing before it"),
        pytest.param(
            "workflow_run",
            {"workflow_run": RUN_OF_A_FORK},
            {"fork": True, "head_sha": HEAD, "head_ref": "patch-1", "head_owner": "eve", "pull_request": None},
            id="a run after a fork's tells branch and commit, and no pull request",
        ),
        pytest.param(
            "deployment", {"deployment": {"environment": "eu"}}, {"environment": "eu", "fork": False}, id="a deployment"
        ),
        pytest.param(
            "deployment_status",
            {"deployment": {"environment": "eu"}},
            {"environment": "eu", "kind": Kind.OTHER},
            id="its status",
        ),
        pytest.param("workflow_dispatch", {}, {"pull_request": None, "fork": False}, id="by hand"),
        pytest.param("issue_comment", {}, {"pull_request": None, "fork": False}, id="a comment on an issue"),
    ],
)
def test_payload_that_fits_the_schema(name: str, changed: Mapping[str, object], expected: Mapping[str, object]) -> None:
    event = of(name, payload(name, repository=REPOSITORY, **changed))
    assert event.notes == ()
    assert {field: getattr(event, field) for field in expected} == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("GITHUB_TRIGGERING_ACTOR", {"actor": "ana", "triggering_actor": "li"}),
        ("GITHUB_ACTOR", {"actor": "li", "triggering_actor": ""}),
    ],
)
def test_who_repeats_a_run_is_told_apart_from_who_caused_it(name: str, expected: Mapping[str, object]) -> None:
    event = of("push", {}, **{name: "li"})
    assert {field: getattr(event, field) for field in expected} == expected


def test_a_deployment_by_a_run_is_no_forks() -> None:
    """It tells of that run, without the repository that the run was in."""
    deployed = [one for one in published()["deployment"] if one.get("workflow_run")]
    assert deployed
    for one in deployed:
        event = of("deployment", one, GITHUB_REPOSITORY=one["repository"]["full_name"])
        assert (event.fork, event.head_sha) == (False, SHA)
