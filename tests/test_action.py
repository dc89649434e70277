"""What the action does with an event: where it may pass without a measurement, and where it may not."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.repository import ROOT

SECRET_MISSING = """
version: 1
slos: ["examples/web-shop/slo/*.yaml"]
sources: {web-shop: {type: prometheus, url: "https://127.0.0.1:9", auth: {bearer: {env: PROM_TOKEN}}}}
"""
FORK = {"number": 7, "head": {"repo": {"full_name": "eve/shop"}}}
OWN = {"number": 7, "head": {"repo": {"full_name": "acme/shop"}}}
COMMENTED = {"issue": {"number": 7, "pull_request": {"url": "x"}}}
DEPENDABOT = "dependabot[bot]"


@pytest.mark.parametrize(
    ("event", "payload", "actor", "config", "expected"),
    [
        pytest.param("push", {}, "ana", "examples/.slo-gate.yaml", (1, "fail"), id="a push is gated"),
        pytest.param(
            "pull_request",
            {"pull_request": FORK},
            "eve",
            "examples/.slo-gate.yaml",
            (0, "skipped"),
            id="a fork is skipped",
        ),
        pytest.param(
            "issue_comment",
            COMMENTED,
            "eve",
            "examples/.slo-gate.yaml",
            (2, "invalid"),
            id="a comment deploys nothing unmeasured",
        ),
        pytest.param("push", {}, "ana", "secret.yaml", (2, "invalid"), id="a push without its secret is invalid"),
        pytest.param("push", {}, DEPENDABOT, "secret.yaml", (2, "invalid"), id="so is a push by Dependabot"),
        pytest.param(
            "pull_request",
            {"pull_request": OWN},
            DEPENDABOT,
            "secret.yaml",
            (0, "skipped"),
            id="its pull request is skipped",
        ),
    ],
)
def test_event(tmp_path: Path, event: str, payload: object, actor: str, config: str, expected: tuple[int, str]) -> None:
    code, outcome = expected
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    (tmp_path / "secret.yaml").write_text(SECRET_MISSING)
    (tmp_path / "event.json").write_text(json.dumps(payload))
    environ = {
        "PATH": os.environ["PATH"],
        "GITHUB_ACTOR": actor,
        "GITHUB_EVENT_NAME": event,
        "GITHUB_EVENT_PATH": str(tmp_path / "event.json"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_SHA": "a" * 40,
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "INPUT_COMMAND": "gate",
        "INPUT_COMMENT": "never",
        "INPUT_CONFIG": config,
    }
    command = [sys.executable, "-m", "slo_gate.action"]
    done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    assert f"\n{outcome}\n" in (tmp_path / "output").read_text()
    assert (tmp_path / "summary").read_text()
