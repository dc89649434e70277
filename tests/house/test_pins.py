"""Everything that is fetched by name is pinned: actions by commit, the base image by digest, packages by hash."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.repository import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").iterdir())
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["sql"]]
BUILD = PROJECT["dependency-groups"]["build"]
DEV = [item for item in PROJECT["dependency-groups"]["dev"] if isinstance(item, str)]
FETCHED = {name: PROJECT["dependency-groups"][name] for name in ("clickhouse", "bigquery")}
LOCKS = {"runtime": RUNTIME, "build": BUILD, "dev": [*RUNTIME, *BUILD, *DEV], **FETCHED}


def locked(name: str) -> dict[str, str]:
    """Package to version, of a file in requirements/. Every entry must have a hash."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    entries = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert all("--hash=sha256:" in entry for entry in entries)
    pairs = (entry.split()[0].split("==") for entry in entries)
    return {canonicalize_name(package): version for package, version in pairs}


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_to_a_commit_and_say_its_version(workflow: Path) -> None:
    used = re.findall(r"uses: *(.+)", workflow.read_text(encoding="utf-8"))
    assert used
    loose = [use for use in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use)]
    assert [use for use in loose if not use.startswith("./ ")] == []


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_workflow_begins_with_no_permission_and_keeps_no_credentials(workflow: Path) -> None:
    text = workflow.read_text(encoding="utf-8")
    assert "\npermissions: {}\n" in text
    assert text.count("persist-credentials: false") == text.count("actions/checkout@")


def test_base_image_is_pinned_by_digest_wherever_it_is_used() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    named = [line for line in lines if line.startswith("ARG BASE=")]
    assert re.fullmatch(r"ARG BASE=python:3\.\d+\.\d+-slim-\w+@sha256:[0-9a-f]{64}", named[0])
    stages = [line for line in lines if line.startswith("FROM ")]
    assert {line.split()[1] for line in stages} == {"${BASE}"}


@pytest.mark.parametrize("lock", LOCKS)
def test_pinned_packages_meet_what_the_project_asks_for(lock: str) -> None:
    """Where this fails, `make lock` mends it."""
    pins = locked(lock)
    for line in LOCKS[lock]:
        wanted = Requirement(line)
        assert pins.get(canonicalize_name(wanted.name), "") in wanted.specifier, line


def test_tests_run_with_the_packages_that_are_shipped() -> None:
    tested = locked("dev")
    for shipped in ("runtime", "build"):
        assert locked(shipped).items() <= tested.items()
