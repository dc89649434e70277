"""The README's workflows, run by act: the image, a real Prometheus and the stand-in for GitHub."""

import json

import pytest

from tests.support.act import SECRET, Outcome, Workflows
from tests.support.docker import PULL_REQUEST, SHA, Action
from tests.support.github_change import propose
from tests.support.github_state import GitHub
from tests.support.prometheus import AT, Samples, increases
from tests.support.prometheus_promises import DEAD, LOW, SPENT, WHOLE, write_workspace
from tests.support.repository import workflow_on

pytestmark = pytest.mark.xdist_group("docker")
DEPLOY, SUMMARISE = workflow_on("README.md", "push"), workflow_on("README.md", "pull_request")


def deploy(workflows: Workflows, prometheus: str, targets: dict[str, str]) -> Outcome:
    write_workspace(workflows.workspace, prometheus, targets)
    script = workflows.workspace / "deploy.sh"
    script.write_text("#!/bin/sh\necho it is deployed\n")
    script.chmod(0o755)
    return workflows.run(DEPLOY, "push")


@pytest.mark.parametrize(
    ("targets", "code", "outcome"),
    [
        pytest.param(WHOLE, 0, "pass", id="a whole budget lets the deploy go on"),
        pytest.param(WHOLE | LOW, 0, "warn", id="a low budget warns and lets the deploy go on"),
        pytest.param(WHOLE | SPENT, 1, "fail", id="a spent budget stops the deploy"),
        pytest.param(WHOLE | {"shop": "99.9"}, 2, "invalid", id="a broken SLO file stops the deploy"),
        pytest.param(WHOLE | DEAD, 3, "unknown", id="a service that stopped is unknown and stops the deploy"),
    ],
)
def test_gated_deploy(workflows: Workflows, prometheus: str, targets: dict[str, str], code: int, outcome: str) -> None:
    ran = deploy(workflows, prometheus, targets)
    assert ran.passed is (code == 0), ran.log
    assert ran.outputs["deploy"]["outcome"] == outcome
    assert f"exit {code}\n" in ran.log
    assert ("it is deployed" in ran.log) is (code == 0)
    assert SECRET not in ran.log


def test_an_unreachable_prometheus_is_unknown_and_stops_the_deploy(workflows: Workflows) -> None:
    ran = deploy(workflows, "http://127.0.0.1:1", WHOLE)
    assert not ran.passed
    assert "exit 3\n" in ran.log
    assert "cannot be reached" in ran.log
    assert "it is deployed" not in ran.log


def test_the_budget_is_that_of_the_samples(step: Action, prometheus: str, samples: Samples) -> None:
    write_workspace(step.workspace, prometheus, SPENT)
    result = step.run({"report-file": "report.json", "environment": "production"}, PROM_TOKEN=SECRET)
    (measured,) = json.loads((step.workspace / "report.json").read_text())["objectives"]
    month = (AT.replace(month=10, day=19), AT)
    bad, good = (increases(samples[f'shop_requests_total{{code="{code}"}}'], *month) for code in (500, 200))
    remaining = 1 - bad / (0.001 * (bad + good))
    assert float(measured["remaining"]) == pytest.approx(remaining, abs=0.02 * (1 - remaining))
    assert float(result.outputs["min-budget-remaining"]) == pytest.approx(100 * remaining, abs=2 * (1 - remaining))


def test_a_pull_request_gets_one_comment_that_stays_current(
    workflows: Workflows, prometheus: str, github: GitHub
) -> None:
    write_workspace(workflows.workspace, prometheus, SPENT)
    propose(github, workflows.workspace, head=SHA)
    first = workflows.run(SUMMARISE, "pull_request", PULL_REQUEST)
    assert first.passed, first.log
    (comment,) = github.comments
    write_workspace(workflows.workspace, prometheus, LOW)
    propose(github, workflows.workspace, head=SHA)
    second = workflows.run(SUMMARISE, "pull_request", PULL_REQUEST)
    assert second.passed, second.log
    assert [one.id for one in github.comments] == [comment.id]
    assert [exchange.method for exchange in github.exchanges if exchange.method != "GET"] == ["POST", "PATCH"]
    (comment,) = github.comments
    assert "shop-availability" in comment.body
    assert SECRET not in comment.body


def test_a_mistake_in_an_slo_file_fails_the_run_of_a_pull_request(workflows: Workflows, prometheus: str) -> None:
    write_workspace(workflows.workspace, prometheus, {"shop": "99.9"})
    ran = workflows.run(SUMMARISE, "pull_request", PULL_REQUEST)
    assert not ran.passed
    assert "exit 2\n" in ran.log
    assert "::error file=slo/shop.yaml,line=27," in ran.log
