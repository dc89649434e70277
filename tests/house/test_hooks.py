"""The pre-commit hooks run commands that the program has."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.program import run
from tests.support.repository import ROOT, load_file

HOOKS = {hook["id"]: hook for hook in load_file(".pre-commit-hooks.yaml")}
OWN = [hook for repo in load_file(".pre-commit-config.yaml")["repos"] for hook in repo["hooks"]]
PRE_COMMIT = Path(sys.executable).with_name("pre-commit")
OFFLINE = ("slo-gate-validate", "slo-gate-set")


def test_hooks_are_the_three_promised_ones() -> None:
    assert set(HOOKS) == {*OFFLINE, "slo-gate"}


@pytest.mark.parametrize("hook", HOOKS)
def test_hook_runs_a_command_with_options_that_the_program_has(hook: str) -> None:
    program, command, *options = HOOKS[hook]["entry"].split()
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    assert program in scripts
    help_text = run(command, "--help").out
    assert [option for option in options if option not in help_text] == []


@pytest.mark.parametrize("hook", OFFLINE)
def test_offline_hook_only_validates(hook: str) -> None:
    assert HOOKS[hook]["entry"].split()[1] == "validate"


def test_online_hook_never_runs_at_commit() -> None:
    assert HOOKS["slo-gate"]["stages"] == ["pre-push", "manual"]


@pytest.mark.parametrize("hook", ["slo-gate-set", "slo-gate"])
def test_hook_over_the_whole_set_is_given_no_part_of_it(hook: str) -> None:
    assert HOOKS[hook]["pass_filenames"] is False


def test_repository_uses_its_own_offline_hooks() -> None:
    entries = {hook["id"]: hook["entry"] for hook in OWN}
    for hook in OFFLINE:
        assert entries[hook].startswith(f".venv/bin/{HOOKS[hook]['entry']}")


@pytest.mark.parametrize("file", [".pre-commit-hooks.yaml", ".pre-commit-config.yaml"])
def test_pre_commit_accepts_the_file(file: str) -> None:
    command = "validate-manifest" if file == ".pre-commit-hooks.yaml" else "validate-config"
    checked = subprocess.run([PRE_COMMIT, command, file], cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
