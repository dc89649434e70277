"""The recipes of docs/recipes, run: by act on the image, by GitLab's own grammar, and by a shell."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.act import SECRET, Outcome, Workflows
from tests.support.docker import SHA
from tests.support.github_change import propose, push
from tests.support.github_state import ISSUE, REPOSITORY, GitHub
from tests.support.npm import GITLAB_CI
from tests.support.payloads import payload
from tests.support.prometheus_promises import DEAD, LOW, SPENT, WHOLE, configuration, write_workspace
from tests.support.repository import ROOT
from tests.support.require import require

pytestmark = pytest.mark.xdist_group("docker")
RECIPES = ROOT / "docs" / "recipes"
UNREACHABLE = "http://127.0.0.1:1"
BURNING = """\
rules:
  - name: the canary burns
    when: {remaining_at_most: 0%}
    then: fail
"""


def recipe(name: str) -> str:
    return (RECIPES / name).read_text(encoding="utf-8")


def write_script(folder: Path, name: str = "deploy.sh") -> None:
    (folder / name).write_text('#!/bin/sh\necho "deployed: ${1:-all}"\n')
    (folder / name).chmod(0o755)


def deployed(ran: Outcome) -> list[str]:
    """What the deploy script was asked for, in order."""
    return [line.strip().partition("deployed: ")[2] for line in ran.log.splitlines() if "deployed: " in line]


@pytest.mark.parametrize(
    ("targets", "passed", "shipped"),
    [
        pytest.param(WHOLE | LOW, True, ["all"], id="a low budget lets the deploy's job start"),
        pytest.param(WHOLE | SPENT, False, [], id="a spent budget skips the deploy's job"),
        pytest.param(WHOLE | DEAD, False, [], id="what is unknown skips the deploy's job"),
    ],
)
@pytest.mark.parametrize("calls", [pytest.param(False, id="in its own file"), pytest.param(True, id="called")])
def test_a_gate_is_a_job_before_the_deploy(
    workflows: Workflows, prometheus: str, targets: dict[str, str], passed: bool, shipped: list[str], calls: bool
) -> None:
    write_workspace(workflows.workspace, prometheus, targets)
    write_script(workflows.workspace)
    if calls:
        ran = workflows.run(recipe("called.yml"), "push", reusable=recipe("reusable.yml"))
    else:
        ran = workflows.run(recipe("gate-before-deploy.yml"), "push")
    assert (ran.passed, deployed(ran)) == (passed, shipped), ran.log
    assert SECRET not in ran.log


@pytest.mark.parametrize(
    ("targets", "environment"),
    [
        pytest.param(WHOLE | LOW, "production", id="a budget that is left asks nobody"),
        pytest.param(WHOLE | SPENT, "production-budget-spent", id="a spent budget waits for reviewers"),
        pytest.param(WHOLE | DEAD, "production-budget-spent", id="what is unknown waits for reviewers"),
    ],
)
def test_a_spent_budget_waits_in_an_environment_with_reviewers(
    workflows: Workflows, prometheus: str, targets: dict[str, str], environment: str
) -> None:
    """act knows no environments, so the same expression is shown by a step."""
    write_workspace(workflows.workspace, prometheus, targets)
    write_script(workflows.workspace)
    text = recipe("reviewed-when-spent.yml")
    (chosen,) = (line for line in text.splitlines() if "environment: ${{" in line)
    shown = text.replace("- run: ./deploy.sh", f"- run: echo shipped to {chosen.partition(': ')[2]}")
    ran = workflows.run(shown, "push")
    assert ran.passed, ran.log
    assert f"shipped to {environment}\n" in ran.log


def test_broken_files_are_shipped_nowhere(workflows: Workflows, prometheus: str) -> None:
    write_workspace(workflows.workspace, prometheus, {"shop": "99.9"})
    ran = workflows.run(recipe("reviewed-when-spent.yml"), "push")
    assert not ran.passed
    assert ran.jobs == {"budget"}


@pytest.mark.parametrize(
    ("change", "passed", "outcome"),
    [
        pytest.param("rollback", True, "overridden", id="a rollback passes while the metrics are down"),
        pytest.param("fix", True, "overridden", id="a fix passes while the metrics are down"),
        pytest.param("feature", False, "unknown", id="a feature waits until they are up"),
    ],
)
def test_a_repair_is_not_held_up(workflows: Workflows, change: str, passed: bool, outcome: str) -> None:
    write_workspace(workflows.workspace, UNREACHABLE, WHOLE)
    write_script(workflows.workspace)
    inputs = {"change": change, "version": "v1.2"}
    ran = workflows.run(recipe("rollback.yml"), "workflow_dispatch", inputs=inputs)
    assert (ran.passed, ran.outputs["deploy"]["outcome"]) == (passed, outcome), ran.log
    assert deployed(ran) == (["v1.2"] if passed else [])


@pytest.mark.parametrize(
    ("watched", "shipped"),
    [
        pytest.param("clean", ["canary", "all"], id="a canary that is well is followed by the rest"),
        pytest.param("shop", ["canary", "take-back"], id="a canary that burns is taken back"),
        pytest.param("dead", ["canary", "take-back"], id="a canary that tells nothing is taken back"),
    ],
)
def test_a_canary_goes_first(workflows: Workflows, prometheus: str, watched: str, shipped: list[str]) -> None:
    write_workspace(workflows.workspace, prometheus, WHOLE)
    write_script(workflows.workspace)
    write_workspace(workflows.workspace / "canary", prometheus, {watched: "0.999"})
    settings = configuration(prometheus).partition("rules:")[0].replace("slo/**", "canary/slo/**")
    at = next(line for line in configuration(prometheus).splitlines() if line.startswith("at:"))
    (workflows.workspace / "canary.slo-gate.yaml").write_text(f"{settings}{BURNING}{at}\n")
    text = recipe("canary.yml").replace('WATCH_SECONDS: "600"', 'WATCH_SECONDS: "0"')
    ran = workflows.run(text, "push")
    assert deployed(ran) == shipped, ran.log
    assert ran.passed is (shipped[-1] == "all")


@pytest.mark.parametrize("event", ["schedule", "workflow_dispatch"])
def test_a_report_is_made_each_week_and_blocks_nothing(workflows: Workflows, prometheus: str, event: str) -> None:
    write_workspace(workflows.workspace, prometheus, WHOLE | SPENT)
    ran = workflows.run(recipe("report.yml"), event)
    assert (ran.passed, ran.outputs["report"]["outcome"]) == (True, "fail"), ran.log
    assert '"outcome": "fail"' in (workflows.folder / "artifacts" / "budgets" / "budgets.json").read_text()


def of_a_fork(github: GitHub, workflows: Workflows, prometheus: str) -> None:
    """A pull request from a fork that lowers a target."""
    write_workspace(workflows.workspace, prometheus, {"clean": "0.999"})
    propose(github, workflows.workspace, "eve/shop", "eve", SHA)
    write_workspace(workflows.workspace, prometheus, {"clean": "0.99"})
    push(github, workflows.workspace)


def test_a_fork_gets_its_comment_from_a_second_workflow(workflows: Workflows, prometheus: str, github: GitHub) -> None:
    """The token of the first run may only read, and the second one checks nothing out."""
    of_a_fork(github, workflows, prometheus)
    github.read_only = True
    head = {"sha": SHA, "ref": "change", "repo": {"full_name": "eve/shop", "fork": True}}
    told = payload("pull_request", pull_request={"number": ISSUE, "head": head}, repository={"full_name": REPOSITORY})
    first = workflows.run(recipe("pull-request.yml"), "pull_request", told)
    assert (first.passed, first.outputs["budgets"]["outcome"], github.comments) == (False, "fail", []), first.log
    github.read_only = False
    about = {"event": "pull_request", "head_sha": SHA, "head_branch": "faster-checkout"}
    fork = {"full_name": "eve/shop", "fork": True, "owner": {"login": "eve"}}
    ended = payload(
        "workflow_run", workflow_run=about | {"head_repository": fork}, repository={"full_name": REPOSITORY}
    )
    second = workflows.run(recipe("fork-comment.yml"), "workflow_run", ended)
    assert second.passed, second.log
    (comment,) = github.comments
    assert "clean-availability" in comment.body
    assert "ten times the budget" in comment.body


def shell(command: Sequence[str], folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """A command that finds the installed `slo-gate`."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    given = os.environ | {"PATH": path, "PROM_TOKEN": SECRET} | environ
    return subprocess.run(command, cwd=folder, env=given, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize(
    ("targets", "passed"),
    [
        pytest.param(WHOLE, True, id="a whole budget lets the deploy go on"),
        pytest.param(WHOLE | SPENT, False, id="a spent budget stops it"),
    ],
)
def test_gitlab(prometheus: str, tmp_path: Path, targets: dict[str, str], passed: bool) -> None:
    """The pipeline's grammar, stages and artifacts; a shell runs its jobs, since the runner's helper image is not at hand."""
    node = shutil.which("node")
    require(node is not None and shutil.which("rsync") is not None, "Node.js or rsync is not installed")
    told = shell([str(node), "--version"], tmp_path).stdout
    require(int(told.removeprefix("v").partition(".")[0]) >= 20, f"Node.js is {told.strip()}, and the runner needs 20")
    program = GITLAB_CI.file("dist/index.js")
    GITLAB_CI.file("package.json")
    write_workspace(tmp_path, prometheus, targets)
    write_script(tmp_path)
    (tmp_path / ".gitlab-ci.yml").write_text(recipe("gitlab-ci.yml"))
    for command in ("init --quiet -b main", "remote add origin https://gitlab.com/acme/shop.git", "add --all"):
        subprocess.run(["git", *command.split()], cwd=tmp_path, check=True)
    ran = shell([str(node), str(program), "--force-shell-executor"], tmp_path)
    assert (ran.returncode == 0) is passed, ran.stdout + ran.stderr
    assert ("deployed: all" in ran.stdout) is passed
    assert (tmp_path / "budgets.xml").exists()


@pytest.mark.parametrize(
    ("url", "targets", "change", "code"),
    [
        pytest.param("", WHOLE, "", 0, id="a whole budget lets the deploy go on"),
        pytest.param("", WHOLE | SPENT, "", 1, id="a spent budget stops it"),
        pytest.param(UNREACHABLE, WHOLE, "", 3, id="what is unknown stops it"),
        pytest.param(UNREACHABLE, WHOLE, "rollback", 0, id="a rollback goes on"),
    ],
)
def test_a_shell(prometheus: str, tmp_path: Path, url: str, targets: dict[str, str], change: str, code: int) -> None:
    write_workspace(tmp_path, url or prometheus, targets)
    write_script(tmp_path, "deploy-now.sh")
    for name in ("dash", "bash"):
        ran = shell([name, str(RECIPES / "deploy.sh")], tmp_path, **({"CHANGE": change} if change else {}))
        assert ran.returncode == code, ran.stdout + ran.stderr
        assert ("deployed: all" in ran.stdout) is (code == 0)
