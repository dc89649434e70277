"""The README's workflows, run as the runner runs them: the image, a real Prometheus and the stand-in for GitHub."""

import json
from collections.abc import Iterator

import pytest

from tests.support.docker import PULL_REQUEST, Action
from tests.support.github_state import GitHub
from tests.support.prometheus import AT, Samples, history, increases, running_prometheus
from tests.support.prometheus_promises import DEAD, LOW, SPENT, WHOLE, write_workspace
from tests.support.workflow import SECRET, Job, run_workflow, workflow_on

pytestmark = pytest.mark.xdist_group("docker")
DEPLOY, SUMMARISE = workflow_on("push"), workflow_on("pull_request")


@pytest.fixture(scope="module")
def samples() -> Samples:
    return history()


@pytest.fixture(scope="module")
def prometheus(samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_prometheus(tmp_path_factory.mktemp("prometheus"), samples) as url:
        yield url


def deploy(step: Action, prometheus: str, targets: dict[str, str]) -> Job:
    write_workspace(step.workspace, prometheus, targets)
    script = step.workspace / "deploy.sh"
    script.write_text("#!/bin/sh\ntouch deployed\n")
    script.chmod(0o755)
    return run_workflow(DEPLOY, step)


@pytest.mark.parametrize(
    ("targets", "code", "outcome", "deployed"),
    [
        pytest.param(WHOLE, 0, "pass", True, id="a whole budget lets the deploy go on"),
        pytest.param(WHOLE | LOW, 0, "warn", True, id="a low budget warns and lets the deploy go on"),
        pytest.param(WHOLE | SPENT, 1, "fail", False, id="a spent budget stops the deploy"),
        pytest.param(WHOLE | {"shop": "99.9"}, 2, "invalid", False, id="a broken SLO file stops the deploy"),
        pytest.param(WHOLE | DEAD, 3, "unknown", False, id="a service that stopped is unknown and stops the deploy"),
    ],
)
def test_gated_deploy(
    step: Action, prometheus: str, targets: dict[str, str], code: int, outcome: str, deployed: bool
) -> None:
    job = deploy(step, prometheus, targets)
    assert (job.result.code, job.result.outputs["outcome"]) == (code, outcome), job.result.log
    assert (step.workspace / "deployed").exists() is deployed
    assert SECRET not in job.result.log + job.result.summary + str(job.result.outputs)


def test_an_unreachable_prometheus_is_unknown_and_stops_the_deploy(step: Action) -> None:
    job = deploy(step, "http://127.0.0.1:1", WHOLE)
    assert (job.result.code, job.ran) == (3, ()), job.result.log
    assert "cannot be reached" in job.result.summary


def test_the_budget_is_that_of_the_samples(step: Action, prometheus: str, samples: Samples) -> None:
    write_workspace(step.workspace, prometheus, SPENT)
    result = step.run({"report-file": "report.json", "environment": "production"}, PROM_TOKEN=SECRET)
    (measured,) = json.loads((step.workspace / "report.json").read_text())["objectives"]
    month = (AT.replace(month=10, day=19), AT)
    bad, good = (increases(samples[f'shop_requests_total{{code="{code}"}}'], *month) for code in (500, 200))
    remaining = 1 - bad / (0.001 * (bad + good))
    assert float(measured["remaining"]) == pytest.approx(remaining, abs=0.02 * (1 - remaining))
    assert float(result.outputs["min-budget-remaining"]) == pytest.approx(100 * remaining, abs=2 * (1 - remaining))


def test_a_pull_request_gets_one_comment_that_stays_current(step: Action, prometheus: str, github: GitHub) -> None:
    write_workspace(step.workspace, prometheus, SPENT)
    first = run_workflow(SUMMARISE, step, PULL_REQUEST).result
    assert (first.code, first.outputs["blocked"]) == (0, "false"), first.log
    write_workspace(step.workspace, prometheus, LOW)
    second = run_workflow(SUMMARISE, step, PULL_REQUEST).result
    assert second.outputs["comment-url"] == first.outputs["comment-url"]
    assert [exchange.method for exchange in github.exchanges if exchange.method != "GET"] == ["POST", "PATCH"]
    (comment,) = github.comments
    assert "shop-availability" in comment.body
    assert SECRET not in comment.body


def test_a_mistake_in_an_slo_file_fails_the_run_of_a_pull_request(step: Action, prometheus: str) -> None:
    write_workspace(step.workspace, prometheus, {"shop": "99.9"})
    result = run_workflow(SUMMARISE, step, PULL_REQUEST).result
    assert result.code == 2
    assert "::error file=slo/shop.yaml,line=27," in result.log
