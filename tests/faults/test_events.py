"""Events and what a step is given, from the payload to the exit. The ids name the lines of the fault table."""

from functools import partial
from pathlib import Path

import pytest

from tests.faults.github_step import pull_request, run
from tests.support.github_state import TOKEN, GitHub
from tests.support.payloads import payload
from tests.support.runner import Log, outputs


@pytest.mark.parametrize(
    ("event", "told", "code", "outcome"),
    [
        pytest.param("pull_request", b"", 2, "invalid", id="G1 no payload of a pull request"),
        pytest.param("pull_request", b"[]", 2, "invalid", id="G1 a list"),
        pytest.param("pull_request", b" " * (25 * 1024 * 1024 + 1), 2, "invalid", id="G1 too large"),
        pytest.param("deployment", b"{", 1, "fail", id="G1 a deployment goes on"),
        pytest.param(
            "push", partial(payload, "push", repository={"full_name": "acme/shop"}), 1, "fail", id="G2 a push"
        ),
        pytest.param("merge_group", partial(payload, "merge_group"), 1, "fail", id="G2 a merge group"),
        pytest.param("workflow_dispatch", partial(payload, "workflow_dispatch"), 1, "fail", id="G2 by hand"),
        pytest.param("schedule", {"schedule": "0 5 * * *"}, 1, "fail", id="G2 by the clock"),
        pytest.param(
            "deployment_status", partial(payload, "deployment_status"), 1, "fail", id="G2 a deployment's status"
        ),
        pytest.param(
            "pull_request_target",
            partial(pull_request, repo={"full_name": "eve/shop"}),
            1,
            "fail",
            id="G3 a fork's, with secrets, by what is at the base",
        ),
        pytest.param(
            "workflow_run",
            partial(payload, "workflow_run", workflow_run={"head_repository": {"full_name": "eve/shop"}}),
            2,
            "invalid",
            id="G3 after a fork's run",
        ),
        pytest.param(
            "pull_request",
            b'{"pull_request": {"number": "7"}}',
            2,
            "invalid",
            id="G4 quotes",
        ),
        pytest.param(
            "pull_request",
            b'{"pull_request": {"number": -7}}',
            2,
            "invalid",
            id="G4 a number below 0",
        ),
    ],
)
def test_events(tmp_path: Path, github: GitHub, event: str, told: object, code: int, outcome: str) -> None:
    """`told` makes the payload where that is one of GitHub's: those are fetched when a test runs, and not before."""
    done = run(tmp_path, github, told() if callable(told) else told, GITHUB_EVENT_NAME=event, INPUT_COMMENT="auto")
    assert done.code == code, done.out + done.err
    assert outputs((tmp_path / "output").read_text())["outcome"] == outcome
    assert bool(github.comments) is (event == "pull_request_target"), "which may write for a fork, and judged it"


@pytest.mark.parametrize("missing", ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"])
@pytest.mark.parametrize("path", ["", "/dev/full", "/nowhere/file"], ids=["unset", "on a full disk", "nowhere"])
def test_g5_a_file_of_the_step_that_cannot_be_written_keeps_the_exit(
    tmp_path: Path, github: GitHub, missing: str, path: str
) -> None:
    done = run(tmp_path, github, pull_request(), **{missing: path})
    assert done.code == 1
    assert missing in done.out


def test_g6_names_of_a_payload_become_neither_command_nor_output(tmp_path: Path, github: GitHub) -> None:
    told = pull_request(ref="x`@me|<img>")
    done = run(tmp_path, github, told, INPUT_ENVIRONMENT="prod\n::set-output name=x::y\n##[add-mask]z")
    assert {command.name for command in Log().read(done.out).obeyed} <= {
        "add-mask",
        "error",
        "warning",
        "notice",
        "stop-commands",
    }
    assert set(outputs((tmp_path / "output").read_text())) >= {"outcome", "blocked"}
    assert "set-output" not in {command.name for command in Log().read(done.out).obeyed}
    (comment,) = github.comments
    assert "@me" not in comment.body.replace("`", "")


def test_g8_a_netrc_is_not_read(tmp_path: Path, github: GitHub) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ana password stolen\n")
    run(tmp_path, github, pull_request(), NETRC=str(tmp_path / "netrc"))
    assert {exchange.headers["authorization"] for exchange in github.exchanges} == {f"Bearer {TOKEN}"}


def test_g9_a_proxy_that_is_not_there_is_no_verdict_and_shows_no_password(tmp_path: Path, github: GitHub) -> None:
    proxied = {"HTTP_PROXY": "http://ana:hunter2@127.0.0.1:1", "GITHUB_API_URL": github.url}
    done = run(tmp_path, github, pull_request(), **proxied)
    assert done.code == 3, "without its base nothing can be said of a change"
    assert "hunter2" not in done.out + done.err
