"""A step of the action on a GitHub of its own: a gate whose budgets are spent."""

import json
import shutil
from pathlib import Path
from typing import Any

from tests.support.github_change import files_of, propose, push
from tests.support.github_events import HEAD
from tests.support.github_state import ISSUE, TOKEN, GitHub
from tests.support.payloads import payload
from tests.support.program import Finished, acted
from tests.support.repository import ROOT


def pull_request(**head: Any) -> dict[str, Any]:
    side = {"sha": HEAD, "repo": {"full_name": "acme/shop"}} | head
    return payload("pull_request", pull_request={"number": ISSUE, "head": side}, repository={"full_name": "acme/shop"})


def run(folder: Path, github: GitHub, told: object, **changed: str) -> Finished:
    """A gate over one service, whose budget is spent, which comments whatever comes."""
    shutil.copytree(ROOT / "examples", folder / "examples", dirs_exist_ok=True)
    if not github.project.pulls:
        propose(github, folder)
        push(github, folder)
        if isinstance(told, dict) and "merge_group" in told:
            github.project.keep(told["merge_group"]["base_sha"], files_of(folder))
    (folder / "event.json").write_bytes(told if isinstance(told, bytes) else json.dumps(told).encode())
    base = {
        "PATH": "/usr/bin:/bin",
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTOR": "ana",
        "GITHUB_API_URL": github.url,
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_EVENT_PATH": str(folder / "event.json"),
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_RUN_ID": "812",
        "GITHUB_SHA": "f" * 40,
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
        "INPUT_COMMAND": "gate",
        "INPUT_COMMENT": "always",
        "INPUT_CONFIG": "examples/.slo-gate.yaml",
        "INPUT_SERVICE": "checkout",
        "INPUT_GITHUB-TOKEN": TOKEN,
    }
    return acted(folder, base | changed)
