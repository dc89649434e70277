"""Which files a change touches, and when nobody can tell."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from slo_gate.github.changed_files import Files, Unknown, changed_files
from slo_gate.github.event import Event
from tests.support.github_api import connected
from tests.support.github_events import BASE, HEAD, OTHER, PULL_REQUEST, PUSH, QUEUE
from tests.support.github_project import Changed, Pull
from tests.support.github_state import GitHub, bad_gateway, forbidden


def of(server: GitHub, event: Event) -> Files:
    return changed_files(connected(server.url), event)


def many(count: int) -> list[Changed]:
    return [Changed(f"src/{number:05}.py") for number in range(count)]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param([Changed("b.py"), Changed("a.py", "removed")], ("a.py", "b.py"), id="changed and removed"),
        pytest.param([Changed("new.py", "renamed", "old.py")], ("new.py", "old.py"), id="both paths of a renamed one"),
        pytest.param([Changed("a|b`@x\n::error::.py")], ("a|b`@x\n::error::.py",), id="a hostile name, as it is"),
        pytest.param([], (), id="none"),
    ],
)
def test_files_of_a_pull_request(server: GitHub, files: list[Changed], expected: tuple[str, ...]) -> None:
    server.project.add_pull(Pull(7, HEAD, files=files))
    assert of(server, PULL_REQUEST) == expected


def test_all_pages_are_read(server: GitHub) -> None:
    server.project.add_pull(Pull(7, HEAD, files=many(230)))
    assert of(server, PULL_REQUEST) == tuple(one.name for one in many(230))
    assert len([target for target in server.asked("GET") if "/files" in target]) == 3


@pytest.mark.parametrize(
    ("pull", "reason"),
    [
        pytest.param(Pull(7, HEAD, files=many(3_001)), "more files than GitHub lists (3,000)", id="more than 3,000"),
        pytest.param(
            Pull(7, HEAD, files=many(5), changed_files=6), "more files than GitHub lists (5)", id="one left out"
        ),
        pytest.param(Pull(7, OTHER, files=many(5)), "has moved on since this run began", id="a newer head"),
    ],
)
def test_a_list_that_is_not_whole_is_unknown(server: GitHub, pull: Pull, reason: str) -> None:
    server.project.add_pull(replace(pull))
    found = of(server, PULL_REQUEST)
    assert isinstance(found, Unknown)
    assert reason in found.reason


@pytest.mark.parametrize("event", [PUSH, QUEUE], ids=["a push", "a merge group"])
@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param([Changed("a.py"), Changed("new", "renamed", "old")], ("a.py", "new", "old"), id="few files"),
        pytest.param(many(299), tuple(one.name for one in many(299)), id="as many as can be told"),
        pytest.param(many(300), Unknown("there may be more files than GitHub compares (300)"), id="too many"),
    ],
)
def test_files_since(server: GitHub, event: Event, files: Sequence[Changed], expected: Files) -> None:
    server.project.add_pull(Pull(7, HEAD))
    server.project.compared[f"{BASE}...{HEAD}"] = list(files)
    assert of(server, event) == expected


def test_a_new_branch_has_nothing_to_compare_with(server: GitHub) -> None:
    assert of(server, replace(PUSH, before="")) == Unknown("there is no earlier commit to compare with")


def test_what_github_does_not_tell_is_unknown(server: GitHub) -> None:
    server.project.add_pull(Pull(7, HEAD))
    server.plan("GET", "/files", lambda _: forbidden("pull_requests=read"))
    needs = "the token may not read it; the job needs the permission `pull-requests: read`"
    assert of(server, PULL_REQUEST) == Unknown(needs)
    server.plan("GET", "/files", lambda _: bad_gateway(), times=3)
    assert of(server, PULL_REQUEST) == Unknown("GitHub is not available")
    assert of(server, PUSH) == Unknown("GitHub does not find it, or does not show it to this token")
