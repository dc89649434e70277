"""Jobs as a runner carries them out, as far as the workflows of the README go: what they do not use is refused."""

import re
import subprocess
from dataclasses import dataclass
from typing import Any

from tests.support.docker import Action, Result
from tests.support.repository import yaml_examples

OWN = "slo-gate/slo-gate@"
SECRET = "prometheus-canary-secret"


@dataclass(frozen=True, slots=True)
class Job:
    """`result` is that of the step that uses slo-gate; `ran` are the scripts that came to run."""

    result: Result
    ran: tuple[str, ...]


def workflow_on(trigger: str) -> Any:
    """The README's workflow for this event."""
    return next(workflow for workflow in yaml_examples("README.md", "jobs") if trigger in workflow["on"])


def run_workflow(workflow: Any, action: Action, payload: object = None) -> Job:
    """The steps of its only job, one after the other, until one fails. The workspace is checked out already."""
    (event,) = workflow["on"]
    (job,) = workflow["jobs"].values()
    assert set(job) <= {"runs-on", "environment", "steps"}, "more than is understood here"
    result, ran = None, []
    for step in job["steps"]:
        assert set(step) <= {"id", "uses", "with", "env", "run"}, "more than is understood here"
        if "run" in step:
            subprocess.run(["bash", "-e", "-c", step["run"]], cwd=action.workspace, check=True)
            ran.append(step["run"])
        elif step["uses"].startswith(OWN):
            result = action.run(step.get("with", {}), event, payload, **_expanded(step.get("env", {})))
            if result.code:
                break
        else:
            assert step["uses"].startswith("actions/checkout@")
    assert result
    return Job(result, tuple(ran))


def _expanded(environ: dict[str, str]) -> dict[str, str]:
    return {name: re.sub(r"\$\{\{ secrets\.\w+ \}\}", SECRET, value) for name, value in environ.items()}
