"""The pre-commit hooks run commands that the program has."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.program import SCRIPT, called
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
    help_text = called(command, "--help").out
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


@pytest.mark.parametrize(("slip", "status"), [("tier: 1", 1), ('tier: "1"', 0)])
def test_a_commit_stops_where_a_hook_fixed_something(slip: str, status: int, tmp_path: Path) -> None:
    """The hook itself passes; pre-commit sees that a file is another one afterwards."""
    hook = HOOKS["slo-gate-validate"]
    local = {key: hook[key] for key in ("id", "name", "types_or")} | {"language": "system", "args": ["--fix"]}
    local["entry"] = hook["entry"].replace("slo-gate", str(SCRIPT), 1)
    (tmp_path / ".pre-commit-config.yaml").write_text(json.dumps({"repos": [{"repo": "local", "hooks": [local]}]}))
    (tmp_path / "slo.yaml").write_text(
        f"apiVersion: openslo/v1\nkind: Service\nmetadata: {{name: shop, labels: {{{slip}}}}}\n"
    )
    for command in (["git", "init", "--quiet"], ["git", "add", "."]):
        subprocess.run(command, cwd=tmp_path, check=True)
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PRE_COMMIT_HOME": str(tmp_path / "pre-commit")}
    command = [str(PRE_COMMIT), "run", "--all-files", "--color=never"]
    done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    assert ("files were modified by this hook" in done.stdout) is bool(status)
    assert "exit code" not in done.stdout
    assert 'tier: "1"' in (tmp_path / "slo.yaml").read_text()
