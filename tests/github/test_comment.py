"""The sticky comment, on a GitHub that keeps it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import pytest

from slo_gate.github.comment import Published, Render, publish
from slo_gate.github.event import Event, Kind
from slo_gate.github.mode import Wish
from tests.support.github import running_github
from tests.support.github_api import connected
from tests.support.github_state import ACTIONS, ISSUE, Answer, Effect, GitHub, bad_gateway, error

MARKER = "<!-- slo-gate:gate -->"
SHA, LATER_SHA = "a" * 40, "b" * 40
EVENT = Event(
    Kind.PULL_REQUEST,
    "pull_request",
    "acme/shop",
    "https://github.com",
    "https://api.github.com",
    head_sha=SHA,
    pull_request=ISSUE,
    run_id="10",
)
LATER = replace(EVENT, head_sha=LATER_SHA, run_id="11")
COMMENTS = f"/repos/acme/shop/issues/{ISSUE}/comments"


@pytest.fixture
def github() -> Iterator[GitHub]:
    """Whatever a test does, each exchange must be one that GitHub's description allows."""
    with running_github() as github:
        yield github
    assert github.violations == []


def text(body: str) -> Render:
    return lambda _limit, _previous: body


def write(github: GitHub, body: str = "report", event: Event = EVENT, wish: Wish = Wish.WRITE) -> Published:
    return publish(connected(github.url), event, "gate", text(body), wish)


def bodies(github: GitHub) -> list[str]:
    """What readers see."""
    return [comment.body.partition("\n")[2] for comment in github.comments]


def test_first_run_creates_the_comment_with_the_marker_at_its_start(github: GitHub) -> None:
    published = write(github)
    (comment,) = github.comments
    assert comment.body == f"{MARKER}<!-- run 10 of {SHA} -->\nreport"
    assert published == Published(f"https://github.com/acme/shop/pull/{ISSUE}#issuecomment-{comment.id}")


def test_next_run_edits_it_in_place(github: GitHub) -> None:
    first = write(github, "blocked")
    assert write(github, "within budget", LATER) == first
    assert bodies(github) == ["within budget"]
    assert (len(github.asked("POST")), len(github.asked("PATCH")), github.asked("DELETE")) == (1, 1, [])


def test_unchanged_text_is_not_written_again(github: GitHub) -> None:
    first = write(github)
    assert write(github, "report\n", LATER) == first
    assert github.asked("PATCH") == []


def test_update_starts_no_comment_and_keeps_one_current(github: GitHub) -> None:
    assert write(github, wish=Wish.UPDATE) == Published()
    assert github.comments == []
    write(github, "blocked")
    write(github, "within budget", LATER, Wish.UPDATE)
    assert bodies(github) == ["within budget"]


@pytest.mark.parametrize(
    ("event", "wish"),
    [
        pytest.param(EVENT, Wish.NOTHING, id="a mode that never comments"),
        pytest.param(
            replace(EVENT, kind=Kind.PUSH, pull_request=None), Wish.WRITE, id="an event without a pull request"
        ),
    ],
)
def test_no_request_is_made_for(github: GitHub, event: Event, wish: Wish) -> None:
    assert write(github, event=event, wish=wish) == Published()
    assert github.exchanges == []


def test_without_a_token_there_is_a_note_and_no_comment() -> None:
    fork = replace(EVENT, fork=True)
    published = publish(None, fork, "gate", text("report"), Wish.WRITE)
    assert published == Published(note="no comment was written: no token was given")


def test_comment_is_found_on_the_third_page(github: GitHub) -> None:
    for number in range(230):
        github.add(f"talk {number}")
    ours = github.add(f"{MARKER}\nold", ACTIONS)
    github.add("more talk")
    assert write(github).url.endswith(f"#issuecomment-{ours.id}")
    assert ours.body.endswith("\nreport")
    assert github.asked("POST") == []
    assert [target.partition("?")[2] for target in github.asked("GET")[1:]] == [
        "per_page=100",
        "per_page=100&page=2",
        "per_page=100&page=3",
    ]


@pytest.mark.parametrize(
    ("body", "login"),
    [
        pytest.param(f"{MARKER}\nforged", "eve", id="a person's with our marker"),
        pytest.param(f"{MARKER}\nforged", "other[bot]", id="another app's with our marker"),
        pytest.param(f"{MARKER}\nforged", "", id="a deleted account's with our marker"),
        pytest.param(f"> {MARKER}\nquoted", ACTIONS, id="our account's that quotes ours"),
        pytest.param("<!-- slo-gate:gates -->\nother", ACTIONS, id="our own under another key"),
        pytest.param("<!-- slo-gate:gate\nother", ACTIONS, id="our account's with half a marker"),
    ],
)
def test_foreign_comment_is_left_alone(github: GitHub, body: str, login: str) -> None:
    foreign = github.add(body, login)
    write(github)
    assert [comment.body for comment in github.comments] == [body, f"{MARKER}<!-- run 10 of {SHA} -->\nreport"]
    assert foreign.login == login


def test_of_two_comments_of_ours_the_oldest_stays(github: GitHub) -> None:
    oldest = github.add(f"{MARKER}\none", ACTIONS)
    github.add("talk")
    github.add(f"{MARKER}\ntwo", ACTIONS)
    assert write(github).url.endswith(f"#issuecomment-{oldest.id}")
    assert bodies(github) == ["report", ""]


def test_late_run_of_an_older_commit_changes_nothing(github: GitHub) -> None:
    url = write(github, "of the newer commit", LATER).url
    published = write(github, "of the older commit")
    assert published == Published(url, "the comment was left as it is: a run of a newer commit wrote it")
    assert bodies(github) == ["of the newer commit"]


def test_rerun_of_an_earlier_run_of_the_same_commit_is_the_newest_measurement(github: GitHub) -> None:
    write(github, "measured first", replace(EVENT, run_id="11"))
    write(github, "measured again", EVENT)
    assert bodies(github) == ["measured again"]


MOMENTS = [
    pytest.param("GET", "/user", "before", id="before it asks who it is"),
    pytest.param("GET", "/comments", "before", id="before it looks for its comment"),
    pytest.param("GET", "/comments", "after", id="after it looked"),
    pytest.param("POST", "/comments", "before", id="before it creates one"),
    pytest.param("POST", "/comments", "after", id="after it created one"),
]


@pytest.mark.parametrize(("ours", "theirs"), [(EVENT, LATER), (LATER, EVENT)], ids=["a newer run", "an older run"])
@pytest.mark.parametrize(("method", "fragment", "when"), MOMENTS)
def test_one_comment_of_the_newest_commit_is_left_by_another_run_that_comes(
    github: GitHub, ours: Event, theirs: Event, method: str, fragment: str, when: Literal["before", "after"]
) -> None:
    def other_run(at: GitHub) -> None:
        write(at, theirs.head_sha, theirs)

    github.plan(method, fragment, other_run, when=when)
    write(github, ours.head_sha, ours)
    assert bodies(github) == [LATER_SHA]


@pytest.mark.parametrize(("method", "fragment", "when"), MOMENTS[:3])
def test_an_existing_comment_stays_the_only_one_with_another_run(
    github: GitHub, method: str, fragment: str, when: Literal["before", "after"]
) -> None:
    github.add(f"{MARKER}\nold", ACTIONS)
    github.plan(method, fragment, lambda at: _ignored(write(at, SHA, EVENT)), when=when)
    write(github, LATER_SHA, LATER)
    assert bodies(github) == [LATER_SHA]


def _ignored(_published: Published) -> None:
    return None


def always(answer: Answer) -> Effect:
    return lambda _github: answer


FORBIDDEN = "the token may not write it; the job needs the permission `pull-requests: write`"
READ_ONLY = "the token of a run for a fork or for Dependabot may only read"
BUSY = error(403, "You have exceeded a secondary rate limit. Please wait a few minutes.")
SPENT = error(403, "API limit exceeded", {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1795492800"})
PATIENCE = error(429, "slow down", {"Retry-After": "99999"})


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("answer", "why"),
    [
        pytest.param(error(401, "Bad credentials"), "GitHub does not accept the token", id="a bad token"),
        pytest.param(error(403, "Resource not accessible by integration"), FORBIDDEN, id="a token without permission"),
        pytest.param(error(403, "issue is locked"), "the conversation is locked", id="a locked conversation"),
        pytest.param(
            error(404, "Not Found"),
            "GitHub finds no such pull request, or does not show it to this token",
            id="a pull request that is not there",
        ),
        pytest.param(error(410, "Gone"), "the conversation was deleted or switched off", id="a deleted conversation"),
        pytest.param(error(422, "Validation Failed"), "GitHub does not accept its text", id="a refused text"),
        pytest.param(BUSY, "GitHub allows no more requests for now", id="a secondary limit that names no wait"),
        pytest.param(SPENT, "GitHub allows no more requests for now", id="a spent limit"),
        pytest.param(PATIENCE, "GitHub allows no more requests for now", id="a limit with a long wait"),
        pytest.param(bad_gateway(), "GitHub is not available", id="an outage"),
        pytest.param(
            Answer(200, b"<html>", {}), "GitHub's answer is not one of its API", id="a page in place of an answer"
        ),
        pytest.param(
            Answer(200, {"id": "x"}), "GitHub's answer is not one of its API", id="an answer of another shape"
        ),
        pytest.param(
            Answer(301, {"message": "Moved"}, {"Location": "http://127.0.0.1:1/elsewhere"}),
            "the repository has moved: update its address where the workflow or the checkout names it",
            id="a move",
        ),
    ],
)
def test_failure_becomes_a_note(method: str, answer: Answer, why: str) -> None:
    with running_github() as github:
        github.plan(method, "/comments", always(answer), times=10)
        assert write(github) == Published(note=f"no comment was written: {why}")
        assert github.comments == []


@pytest.mark.parametrize(
    ("event", "why"),
    [
        pytest.param(EVENT, FORBIDDEN, id="a branch of the repository"),
        pytest.param(replace(EVENT, fork=True), READ_ONLY, id="a fork"),
        pytest.param(replace(EVENT, actor="dependabot[bot]"), READ_ONLY, id="Dependabot"),
    ],
)
def test_token_that_may_only_read_becomes_a_note_for(github: GitHub, event: Event, why: str) -> None:
    github.read_only = True
    assert write(github, event=event) == Published(note=f"no comment was written: {why}")


def test_locked_conversation_becomes_a_note(github: GitHub) -> None:
    github.locked = True
    assert write(github) == Published(note="no comment was written: the conversation is locked")


def test_unreachable_github_becomes_a_note() -> None:
    with running_github() as gone:
        url = gone.url
    published = publish(connected(url), EVENT, "gate", text("report"), Wish.WRITE)
    assert published == Published(note="no comment was written: GitHub could not be reached in time")


def test_short_wait_is_waited_once(github: GitHub) -> None:
    waits: list[float] = []
    github.plan("POST", "/comments", always(error(403, "wait", {"Retry-After": "7"})))
    published = publish(connected(github.url, waits.append), EVENT, "gate", text("report"), Wish.WRITE)
    assert (waits, bool(published.url), bodies(github)) == ([7.0], True, ["report"])


@pytest.mark.parametrize(
    ("when", "posts"),
    [
        pytest.param("after", 1, id="that had created the comment: it is not created twice"),
        pytest.param("before", 2, id="that had created nothing: it is tried once more"),
    ],
)
def test_outage_at_the_creation(github: GitHub, when: Literal["before", "after"], posts: int) -> None:
    github.plan("POST", "/comments", always(bad_gateway()), when=when)
    assert write(github).url
    assert bodies(github) == ["report"]
    assert len(github.asked("POST")) == posts


def test_outage_at_the_edit_is_tried_again(github: GitHub) -> None:
    write(github, "old")
    github.plan("PATCH", "/comments", always(bad_gateway()))
    assert write(github, "new", LATER).url
    assert bodies(github) == ["new"]


def test_outage_after_the_creation_still_names_the_comment(github: GitHub) -> None:
    github.plan(
        "POST", "/comments", lambda at: at.plan("GET", "/comments", always(bad_gateway()), times=9), when="after"
    )
    assert write(github).url
    assert bodies(github) == ["report"]


def deleted_by_somebody(github: GitHub) -> None:
    github.comments.clear()


def test_comment_deleted_while_it_is_edited_is_created_once(github: GitHub) -> None:
    write(github, "old")
    github.plan("PATCH", "/comments", deleted_by_somebody)
    assert write(github, "new", LATER).url.endswith(f"#issuecomment-{github.comments[0].id}")
    assert bodies(github) == ["new"]


def test_comment_deleted_while_it_is_edited_stays_deleted_where_none_is_wanted(github: GitHub) -> None:
    write(github, "old")
    github.plan("PATCH", "/comments", deleted_by_somebody)
    assert write(github, "new", LATER, Wish.UPDATE) == Published()
    assert github.comments == []


def filling(character: str) -> Render:
    return lambda limit, _previous: character * limit


@pytest.mark.parametrize(
    ("character", "characters"),
    [("x", 60_000), ("é", 30_000), ("預", 15_000), ("🔥", 15_000)],
    ids=["of one byte", "of two bytes", "of three bytes", "of four bytes"],
)
def test_longest_text_is_taken_with_characters(github: GitHub, character: str, characters: int) -> None:
    assert publish(connected(github.url), EVENT, "gate", filling(character), Wish.WRITE).url
    assert bodies(github) == [character * characters]


@pytest.mark.parametrize("exists", [False, True], ids=["created", "edited"])
def test_text_that_is_refused_as_too_long_is_sent_shorter_once(github: GitHub, exists: bool) -> None:
    if exists:
        write(github, "old")
    too_long = error(422, "Validation Failed", errors=[{"code": "unprocessable", "message": "body is too long"}])
    github.plan("PATCH" if exists else "POST", "/comments", always(too_long))
    assert publish(connected(github.url), LATER, "gate", filling("x"), Wish.WRITE).url
    assert bodies(github) == ["x" * 10_000]


def test_link_to_another_host_is_not_followed(github: GitHub) -> None:
    with running_github() as other:
        link = {"Link": f'<{other.url}/repos/acme/shop/issues/{ISSUE}/comments?page=2>; rel="next"'}
        github.plan("GET", "/comments", always(Answer(200, [], link)))
        assert write(github) == Published(note="no comment was written: GitHub's answer is not one of its API")
        assert other.exchanges == []


def test_pages_without_an_end_are_not_read_for_ever(github: GitHub) -> None:
    link = {"Link": f'<{github.url}/repos/acme/shop/issues/{ISSUE}/comments?page=2>; rel="next"'}
    github.plan("GET", "/comments", always(Answer(200, [], link)), times=100)
    published = write(github)
    assert published.note == "no comment was written: the conversation has too many comments to look for ours"
    assert len(github.asked("GET")) == 1 + 20


def test_own_server_has_its_api_below_a_path() -> None:
    with running_github("/api/v3") as github:
        for _ in range(101):
            github.add("talk")
        write(github, "one")
        write(github, "two", LATER)
        assert bodies(github)[-1:] == ["two"]
        assert len(github.comments) == 102
    assert github.violations == []


@pytest.mark.parametrize("login", ["ana", "our-app[bot]"], ids=["a person's token", "the token of an app of one's own"])
def test_one_comment_with(login: str) -> None:
    with running_github() as github:
        github.login = login
        write(github, "one")
        write(github, "two", LATER)
        assert bodies(github) == ["two"]
        assert github.comments[0].login == login
    assert github.violations == []


def test_token_goes_nowhere_but_into_the_header(
    github: GitHub, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    shown = [write(github), write(github, "other", LATER)]
    for answer in (error(401, "Bad credentials"), bad_gateway(), BUSY):
        github.plan("GET", "/comments", always(answer), times=5)
        shown.append(write(github))
    sent = [(exchange.target, exchange.sent) for exchange in github.exchanges]
    said = f"{shown} {sent} {github.comments} {capsys.readouterr()} {caplog.text} {connected(github.url)!r}"
    assert "canary" not in said
    assert all("canary" in exchange.headers["authorization"] for exchange in github.exchanges)


def test_the_text_is_made_from_the_one_that_it_replaces(github: GitHub) -> None:
    texts: list[str] = []

    def render(_limit: int, previous: str) -> str:
        texts.append(previous)
        return f"the text after {len(previous)} characters"

    assert publish(connected(github.url), EVENT, "gate", render, Wish.WRITE).url
    before = github.comments[0].body
    assert publish(connected(github.url), LATER, "gate", render, Wish.WRITE).url
    assert texts[0] == ""
    assert texts[-1] == before
    assert f"after {len(before)} characters" in github.comments[0].body
