"""The hooks through the real pre-commit, in a scratch repository, without a network."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.repository import ROOT
from tests.support.require import require

GOOD = "examples/web-shop/slo/checkout-availability.yaml"


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose pre-commit has the hooks of this one installed: the part that needs a package index."""
    require(shutil.which("unshare") is not None, "unshare is not there to cut the network off")
    hooks = tmp_path_factory.mktemp("hooks")
    git(hooks, "clone", "--quiet", str(ROOT), "repo")
    revision = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()
    scratch = tmp_path_factory.mktemp("scratch")
    git(scratch, "init", "--quiet")
    (scratch / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {hooks / 'repo'}\n    rev: {revision}\n"
        "    hooks: [{id: slo-gate-validate}, {id: slo-gate-set}]\n"
    )
    done = subprocess.run(pre_commit("install-hooks"), cwd=scratch, capture_output=True, text=True, check=False)
    require(done.returncode == 0, f"pre-commit could not install the hooks: {done.stdout[-200:]}")
    return scratch


def pre_commit(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pre_commit", *arguments]


def checked(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    """The hooks over one file, in a network namespace of its own: not even loopback is up."""
    (folder / "slo.yaml").write_text(text)
    git(folder, "add", "slo.yaml", ".pre-commit-config.yaml")
    command = ["unshare", "--net", "--map-root-user", *pre_commit("run", "--all-files", "--color", "never")]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_network_is_cut_off() -> None:
    require(shutil.which("unshare") is not None, "unshare is not there to cut the network off")
    probe = "import socket; socket.create_connection(('127.0.0.1', 9), 2)"
    command = ["unshare", "--net", "--map-root-user", sys.executable, "-c", probe]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "unreachable" in done.stderr.lower()


def test_a_good_file_passes(installed: Path) -> None:
    done = checked(installed, (ROOT / GOOD).read_text())
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_bad_file_fails_with_its_place(installed: Path) -> None:
    text = (ROOT / GOOD).read_text().replace("target: 0.999", "target: 99.9")
    line = next(number for number, part in enumerate(text.splitlines(), 1) if "target: 99.9" in part)
    done = checked(installed, text)
    assert done.returncode == 1
    assert f"slo.yaml:{line}:15" in done.stdout
    assert "did you mean `0.999`?" in done.stdout
