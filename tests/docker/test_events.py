"""Every event that may start the action, on its image: which outcome it has, whether it may fail, and whether it comments."""

import shutil
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from tests.support.docker import SHA, Action
from tests.support.github import running_github
from tests.support.github_change import files_of, propose, push
from tests.support.github_state import ISSUE, REPOSITORY, GitHub
from tests.support.payloads import payload
from tests.support.repository import ROOT

pytestmark = pytest.mark.xdist_group("docker")
CONFIG = "examples/.slo-gate.yaml"
OURS = {"full_name": REPOSITORY}
SECRET = """
version: 1
slos: ["examples/web-shop/slo/*.yaml"]
sources: {web-shop: {type: prometheus, url: "https://127.0.0.1:9", auth: {bearer: {env: PROM_TOKEN}}}}
"""
Told = Callable[[], dict[str, Any]]


def pull_request(repository: str = REPOSITORY, action: str = "synchronize") -> dict[str, Any]:
    head = {"sha": SHA, "ref": "change", "repo": {"full_name": repository}}
    told = payload("pull_request", pull_request={"number": ISSUE, "head": head}, repository=OURS)
    return told | {"action": action}


def after_a_run(repository: str) -> dict[str, Any]:
    run = {"event": "pull_request", "head_sha": SHA, "head_repository": {"full_name": repository}}
    return payload("workflow_run", workflow_run=run, repository=OURS)


def queued() -> dict[str, Any]:
    group = {"base_sha": "1" * 40, "base_ref": "refs/heads/main", "head_sha": SHA}
    return payload("merge_group", merge_group=group, repository=OURS)


@pytest.mark.parametrize(
    ("event", "told", "expected", "comments"),
    [
        pytest.param("pull_request", pull_request, (0, "fail"), 1, id="a pull request is told, and not blocked"),
        pytest.param("pull_request", partial(pull_request, "eve/shop"), (0, "skipped"), 0, id="one of a fork is validated"),
        pytest.param("pull_request_target", partial(pull_request, "eve/shop"), (0, "fail"), 1, id="the base's run for a fork measures the base's promises"),
        pytest.param("merge_group", queued, (1, "fail"), 0, id="a merge group is gated, and not commented"),
        pytest.param("push", partial(payload, "push", repository=OURS), (1, "fail"), 0, id="a push is gated"),
        pytest.param("workflow_run", partial(after_a_run, REPOSITORY), (1, "fail"), 0, id="what follows our own run is gated"),
        pytest.param("workflow_run", partial(after_a_run, "eve/shop"), (2, "invalid"), 0, id="what follows a fork's run gates nothing"),
        pytest.param("deployment", partial(payload, "deployment", repository=OURS), (1, "fail"), 0, id="a deployment is gated"),
        pytest.param("deployment_status", partial(payload, "deployment_status", repository=OURS), (1, "fail"), 0, id="so is its status"),
        pytest.param("schedule", dict, (1, "fail"), 0, id="so is what the clock starts"),
        pytest.param("workflow_dispatch", partial(payload, "workflow_dispatch", repository=OURS), (1, "fail"), 0, id="so is what a person starts"),
    ],
)  # fmt: skip
def test_event(step: Action, github: GitHub, event: str, told: Told, expected: tuple[int, str], comments: int) -> None:
    shutil.copytree(ROOT / "examples", step.workspace / "examples")
    propose(github, step.workspace, head=SHA)
    push(github, step.workspace)
    result = step.run({"config": CONFIG}, event, told())
    assert (result.code, result.outputs["outcome"]) == expected, result.log
    assert len(github.comments) == comments
    assert result.summary


def test_a_repeated_run_believes_the_label_of_today(step: Action, github: GitHub) -> None:
    """The payload of a re-run is that of the first run, which had no label yet."""
    config = step.workspace / CONFIG
    shutil.copytree(ROOT / "examples", step.workspace / "examples")
    config.write_text(config.read_text() + "overrides: {change_labels: {reliability: fix}, allowed: [maintain]}\n")
    propose(github, step.workspace, head=SHA)
    told = pull_request()
    assert "reliability" not in {label["name"] for label in told["pull_request"]["labels"]}
    github.project.roles["li"] = "maintain"
    github.project.label(ISSUE, "reliability", "li")
    result = step.run({"config": CONFIG}, "pull_request", told)
    assert (result.code, result.outputs["outcome"], result.outputs["override-by"]) == (0, "overridden", "li"), (
        result.log
    )


def test_dependabot_has_no_secrets(step: Action, github: GitHub) -> None:
    shutil.copytree(ROOT / "examples", step.workspace / "examples")
    (step.workspace / "secret.yaml").write_text(SECRET)
    propose(github, step.workspace, head=SHA)
    github.project.keep("1" * 40, files_of(step.workspace))
    result = step.run({"config": "secret.yaml"}, "pull_request", pull_request(), GITHUB_ACTOR="dependabot[bot]")
    assert (result.code, result.outputs["outcome"]) == (0, "skipped"), result.log


def test_a_server_of_ones_own_has_its_api_below_a_path(step: Action) -> None:
    shutil.copytree(ROOT / "examples", step.workspace / "examples")
    with running_github("/api/v3") as own:
        addresses = {"GITHUB_SERVER_URL": "https://github.example.com", "GITHUB_API_URL": own.url}
        propose(own, step.workspace, head=SHA)
        result = step.run({"config": CONFIG}, "pull_request", pull_request(), **addresses)
    assert result.code == 0, result.log
    assert "https://github.example.com/acme/shop/blob/" in own.comments[0].body
    assert own.violations == []
