"""GitHub's faults and the events', from the payload to the exit: the budget is spent, and nothing GitHub does changes that.

The ids name the lines of the fault table.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.github_step import pull_request, run
from tests.support.github import running_github
from tests.support.github_state import ACTIONS, ISSUE, TOKEN, Answer, GitHub, bad_gateway, error
from tests.support.runner import outputs

COMMENTS = f"/repos/acme/shop/issues/{ISSUE}/comments"
SPENT = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "99999999999"}
Prepare = Callable[[GitHub], object]


def answering(method: str, answer: Answer, times: int = 9, *, fragment: str = "/comments") -> Prepare:
    return lambda github: github.plan(method, fragment, lambda _: answer, times=times)


def locked(github: GitHub) -> None:
    github.locked = True


def read_only(github: GitHub) -> None:
    github.read_only = True


@pytest.mark.parametrize(
    ("prepare", "note"),
    [
        pytest.param(
            read_only, "the job needs the permission `pull-requests: write`", id="F1 a token that may only read"
        ),
        pytest.param(answering("GET", error(401, "Bad credentials")), "does not accept the token", id="F2 a bad token"),
        pytest.param(answering("GET", error(404, "Not Found")), "finds no such pull request", id="F3 nothing to find"),
        pytest.param(
            answering("POST", error(422, "Validation Failed")), "does not accept its text", id="F4 never short enough"
        ),
        pytest.param(
            answering("GET", error(403, "limit", SPENT)), "allows no more requests", id="F5 a limit for 40 minutes"
        ),
        pytest.param(
            answering("POST", error(403, "You have exceeded a secondary rate limit.")),
            "allows no more requests",
            id="F6 a limit",
        ),
        pytest.param(answering("GET", bad_gateway()), "GitHub is not available", id="F7 an outage"),
        pytest.param(locked, "the conversation is locked", id="F12 a locked conversation"),
        pytest.param(
            answering("GET", Answer(200, [], {"Link": f'<https://evil.example{COMMENTS}>; rel="next"'})),
            "answer is not one of its API",
            id="F14 a page on another host",
        ),
    ],
)
def test_a_comment_that_is_not_written_leaves_verdict_text_and_outputs(
    tmp_path: Path, github: GitHub, prepare: Prepare, note: str
) -> None:
    prepare(github)
    done = run(tmp_path, github, pull_request())
    assert done.code == 1, done.out + done.err
    assert note in done.out
    told = outputs((tmp_path / "output").read_text())
    assert (told["outcome"], told["comment-url"], told["comment-file"]) == ("fail", "", "slo-gate-comment.md")
    remembered, shown = (tmp_path / "slo-gate-comment.md").read_text().split("\n", 1)
    assert remembered.startswith("<!-- ")
    assert shown.startswith("### ")
    assert (tmp_path / "summary").read_text()
    assert TOKEN not in done.out.replace(f"::add-mask::{TOKEN}\n", "") + done.err


def once(answer: Answer, *, after: bool = False, method: str = "POST") -> Prepare:
    return lambda github: github.plan(method, "/comments", lambda _: answer, when="after" if after else "before")


def marker(folder: Path, github: GitHub) -> str:
    """The first line of what a run writes, which is then taken back."""
    run(folder, github, pull_request())
    first = github.comments[-1].body.partition("-->")[0]
    github.comments.clear()
    return f"{first}-->\nold"


def on_page_seven(github: GitHub) -> None:
    ours = github.comments.pop()
    for number in range(650):
        github.add(f"talk {number}")
    github.comments.append(ours)


@pytest.mark.parametrize(
    ("prepare", "left"),
    [
        pytest.param(once(error(422, "Validation Failed")), 1, id="F4 too long the first time"),
        pytest.param(once(bad_gateway(), after=True), 1, id="F7 an outage after the comment was made"),
        pytest.param(once(bad_gateway()), 1, id="F7 an outage before"),
    ],
)
def test_one_comment_is_written_all_the_same(tmp_path: Path, github: GitHub, prepare: Prepare, left: int) -> None:
    prepare(github)
    assert run(tmp_path, github, pull_request()).code == 1
    assert len(github.comments) == left


def test_f8_another_users_comment_with_our_marker_is_left_alone(tmp_path: Path, github: GitHub) -> None:
    forged = marker(tmp_path, github)
    github.add(forged, "eve")
    run(tmp_path, github, pull_request())
    assert [(comment.login, comment.body == forged) for comment in github.comments] == [("eve", True), (ACTIONS, False)]


def test_f9_our_comment_on_the_seventh_page_is_found(tmp_path: Path, github: GitHub) -> None:
    github.add(marker(tmp_path, github), ACTIONS)
    on_page_seven(github)
    run(tmp_path, github, pull_request())
    assert len([comment for comment in github.comments if comment.login == ACTIONS]) == 1
    assert len([target for target in github.asked("GET") if "page=7" in target]) == 1


def test_f11_a_comment_that_is_deleted_meanwhile_is_written_once(tmp_path: Path, github: GitHub) -> None:
    github.add(marker(tmp_path, github), ACTIONS)
    github.plan("PATCH", "/comments", lambda github: github.comments.clear())
    assert run(tmp_path, github, pull_request()).code == 1
    assert len(github.comments) == 1


def test_f13_an_own_server_is_asked_below_its_path(tmp_path: Path) -> None:
    with running_github("/api/v3") as github:
        assert run(tmp_path, github, pull_request()).code == 1
        assert len(github.comments) == 1
        assert github.violations == []


def test_f13_no_token_goes_over_plain_http(tmp_path: Path, github: GitHub) -> None:
    done = run(tmp_path, github, pull_request(), GITHUB_API_URL="http://ghe.example.com/api/v3")
    assert (done.code, "GITHUB_API_URL cannot be used" in done.out) == (2, True)
