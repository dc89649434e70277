"""The action's image, built once, and run as the runner of GitHub runs a container action."""

import json
import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.github_state import ISSUE, REPOSITORY, TOKEN
from tests.support.repository import ROOT, load_file
from tests.support.require import require
from tests.support.runner import outputs as parsed_outputs

SHA = "5" * 40
PULL_REQUEST = {
    "pull_request": {
        "number": ISSUE,
        "head": {"sha": SHA, "ref": "change", "repo": {"full_name": REPOSITORY}},
        "base": {"sha": "6" * 40, "ref": "main"},
    }
}
"""The payload of a pull request within the repository."""
DEFAULTS: Mapping[str, str] = {
    name: str(item["default"]).replace("${{ github.token }}", TOKEN)
    for name, item in load_file("action.yml")["inputs"].items()
}


@dataclass(frozen=True, slots=True)
class Result:
    code: int
    log: str
    outputs: Mapping[str, str]
    summary: str


def docker_answers() -> bool:
    return (
        bool(shutil.which("docker"))
        and subprocess.run(["docker", "info"], capture_output=True, check=False).returncode == 0
    )


@contextmanager
def built_image() -> Iterator[str]:
    """The image of the Dockerfile, under a name of its own; removed at the end."""
    require(docker_answers(), "no Docker engine answers (tools/docker-engine starts one)")
    base = subprocess.run([ROOT / "tools/base-image"], capture_output=True, text=True, check=True).stdout.strip()
    name = f"slo-gate-test:{uuid.uuid4().hex[:12]}"
    build = ["docker", "build", "--quiet", "--network", "host", "--build-arg", f"BASE={base}", "--tag", name, str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    try:
        yield name
    finally:
        subprocess.run(["docker", "image", "rm", "--force", name], check=False, capture_output=True)


@dataclass(frozen=True, slots=True)
class Action:
    """One step of a job. `folder` is where the runner keeps the workspace and its files."""

    image: str
    folder: Path
    api_url: str = "https://api.github.com"

    @property
    def workspace(self) -> Path:
        return self.folder / "workspace"

    def run(self, inputs: Mapping[str, str], event: str = "push", payload: object = None, **extra: str) -> Result:
        """`inputs` by their names in action.yml; those that are not given have its defaults, as the runner does it."""
        for name in ("workspace", "home", "workflow", "commands"):
            (self.folder / name).mkdir(exist_ok=True)
        outputs, summary = (self.folder / "commands" / name for name in ("output", "summary"))
        outputs.write_text("")
        summary.write_text("")
        (self.folder / "workflow" / "event.json").write_text(json.dumps(payload or {}))
        given = {**DEFAULTS, **inputs}
        environ = self._environ(event) | {f"INPUT_{name.upper()}": value for name, value in given.items()} | extra
        mounts = {"workspace": "workspace", "home": "home", "workflow": "workflow", "commands": "file_commands"}
        command = ["docker", "run", "--rm", "--network", "host", "--workdir", "/github/workspace"]
        command += [part for name in environ for part in ("-e", name)]
        command += [part for own, theirs in mounts.items() for part in ("-v", f"{self.folder / own}:/github/{theirs}")]
        done = subprocess.run(
            [*command, self.image],
            env=os.environ | environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        return Result(done.returncode, done.stdout, parsed_outputs(outputs.read_text()), summary.read_text())

    def _environ(self, event: str) -> dict[str, str]:
        return {
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTOR": "ana",
            "GITHUB_API_URL": self.api_url,
            "GITHUB_EVENT_NAME": event,
            "GITHUB_EVENT_PATH": "/github/workflow/event.json",
            "GITHUB_OUTPUT": "/github/file_commands/output",
            "GITHUB_REF": "refs/heads/main",
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_RUN_ATTEMPT": "1",
            "GITHUB_RUN_ID": "4711",
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_SHA": SHA,
            "GITHUB_STEP_SUMMARY": "/github/file_commands/summary",
            "GITHUB_WORKSPACE": "/github/workspace",
            "HOME": "/github/home",
        }
