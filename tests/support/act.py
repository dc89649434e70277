"""Workflows run for real, by act on the Docker engine: a repository, an event, and the image under the action's name.

act copies the repository in place of `actions/checkout`. What cannot be had here stands in as a local action: storing and
fetching artifacts, which are a folder; see `STAND_INS`.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.github_state import REPOSITORY, TOKEN
from tests.support.go_programs import go_program
from tests.support.repository import ROOT

OWN = "slo-gate/slo-gate"
SECRET = "prometheus-canary-secret"
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_USES = re.compile(r"uses: *([\w.-]+/[\w.-]+)(?:/[\w./-]+)?@([\w.-]+)")
STAND_INS: Mapping[str, str] = {
    "actions/upload-artifact": 'mkdir -p "/artifacts/${{ inputs.name }}" && cp ${{ inputs.path }} "/artifacts/${{ inputs.name }}/"',
    "actions/download-artifact": 'cp "/artifacts/${{ inputs.name }}"/* .',
}
"""What an action of GitHub does, as a script: their code is not to be had where only package registries are reached."""


@dataclass(frozen=True, slots=True)
class Step:
    """`name` is the step's name, or what it uses or runs. `result` is success, failure or skipped."""

    job: str
    name: str
    result: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of a workflow: whether it passed, its main steps in their order, the outputs of the steps of each job, and the log."""

    passed: bool
    steps: tuple[Step, ...]
    outputs: Mapping[str, Mapping[str, str]]
    log: str

    def results(self, job: str) -> list[str]:
        """`name: result` for each step of a job, by its key in the workflow."""
        return [f"{step.name}: {step.result}" for step in self.steps if step.job == job]

    @property
    def jobs(self) -> set[str]:
        return {step.job for step in self.steps}


@dataclass(frozen=True, slots=True)
class Workflows:
    """A checked-out repository whose workflows can be run. `runner` is the image that jobs run in."""

    folder: Path
    image: str
    runner: str
    api_url: str = "https://api.github.com"
    environ: Mapping[str, str] = field(default_factory=dict)

    @property
    def workspace(self) -> Path:
        return self.folder / "repository"

    def run(
        self,
        workflow: str,
        event: str,
        payload: Mapping[str, object] | None = None,
        inputs: Mapping[str, str] | None = None,
        **others: str,
    ) -> Outcome:
        """`workflow` is the text of the file; `others` are those that it calls, by their names in `.github/workflows`."""
        self._commit(
            {"workflow.yml": self._named_apart(workflow)} | {f"{name}.yml": text for name, text in others.items()}
        )
        (self.folder / "event.json").write_text(json.dumps({"inputs": inputs, **(payload or {})}))
        command = [str(go_program("act")), event, "--json", *self._options("\n".join((workflow, *others.values())))]
        ran = subprocess.run(
            command, cwd=self.workspace, env=self._home(), capture_output=True, text=True, timeout=300, check=False
        )
        entries = [json.loads(line) for line in ran.stdout.splitlines() if line.startswith("{")]
        log = "".join(f"{entry['msg'].rstrip()}\n" for entry in entries) + _COLOURS.sub("", ran.stderr)
        return Outcome(ran.returncode == 0, tuple(_steps(entries)), _outputs(entries), log)

    def _named_apart(self, workflow: str) -> str:
        """act names containers after the workflow, and another run on this machine may have one of the same name."""
        return re.sub(r"(?m)^name: .*", lambda found: f"{found[0]} {self.folder}", workflow, count=1)

    def _options(self, text: str) -> Iterator[str]:
        (self.folder / "artifacts").mkdir(exist_ok=True)
        yield from ("--workflows", ".github/workflows/workflow.yml", "--eventpath", str(self.folder / "event.json"))
        yield from ("--platform", f"ubuntu-24.04={self.runner}", "--pull=false", "--no-cache-server", "--rm")
        yield from ("--container-options", f"--volume {self.folder / 'artifacts'}:/artifacts", "--actor", "ana")
        yield from ("--secret", f"GITHUB_TOKEN={TOKEN}", "--secret", f"PROM_TOKEN={SECRET}", "--defaultbranch", "main")
        for name, value in {"GITHUB_API_URL": self.api_url, **self.environ}.items():
            yield from ("--env", f"{name}={value}")
        for used, ref in dict.fromkeys(_USES.findall(text)):
            if used != "actions/checkout":
                yield from ("--local-repository", f"{used}@{ref}={self._action(used)}")

    def _action(self, name: str) -> Path:
        """The folder of an action: ours as a release has it, which names an image instead of building one."""
        folder = self.folder / "actions" / name
        folder.mkdir(parents=True, exist_ok=True)
        own = (ROOT / "action.yml").read_text().replace("image: Dockerfile", f"image: docker://{self.image}")
        (folder / "action.yml").write_text(own if name == OWN else _stand_in(STAND_INS[name]))
        return folder

    def _commit(self, workflows: Mapping[str, str]) -> None:
        target = self.workspace / ".github" / "workflows"
        target.mkdir(parents=True, exist_ok=True)
        for name, text in workflows.items():
            (target / name).write_text(text)
        if not (self.workspace / ".git").exists():
            self._git("init", "--quiet", "--initial-branch=main")
            self._git("remote", "add", "origin", f"https://github.com/{REPOSITORY}.git")
        self._git("add", "--all")
        self._git("commit", "--quiet", "--allow-empty", "--message", "State")

    def _git(self, *arguments: str) -> None:
        person = ["-c", "user.name=Ana", "-c", "user.email=ana@example.com", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *person, *arguments], cwd=self.workspace, check=True, capture_output=True)

    def _home(self) -> dict[str, str]:
        """act keeps its settings and its cache below the home folder."""
        homes = {name: str(self.folder / "home") for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
        return {**os.environ, **homes}


def _stand_in(script: str) -> str:
    steps = [{"shell": "bash", "run": script}]
    inputs: dict[str, Any] = {"name": {"default": "artifact"}, "path": {"default": "."}}
    more = ("if-no-files-found", "run-id", "github-token", "retention-days")
    inputs |= {name: {"default": ""} for name in more}
    return json.dumps({"name": "stand-in", "inputs": inputs, "runs": {"using": "composite", "steps": steps}})


def _steps(entries: Sequence[Mapping[str, Any]]) -> Iterator[Step]:
    for entry in entries:
        if entry.get("stage") == "Main" and "stepResult" in entry:
            yield Step(entry["jobID"], entry["step"], entry["stepResult"])


def _outputs(entries: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    outputs: dict[str, dict[str, str]] = {}
    for entry in entries:
        if entry.get("command") == "set-output":
            outputs.setdefault(entry["jobID"], {})[entry["name"]] = entry["arg"]
    return outputs
