"""The hooks through the real pre-commit, in a scratch repository, without a network.

pre-commit installs a hook when it runs it first. So the packages that the hook needs are fetched beforehand, and then all
of it, the installation too, happens in a network namespace of its own, where not even loopback is up.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.repository import ROOT, fences, load
from tests.support.require import require
from tests.support.wheels import fetched

pytestmark = pytest.mark.xdist_group("pre-commit")
HOOKS = ("slo-gate-validate", "slo-gate-set")
"""Those that run at a commit."""

GOOD = "examples/web-shop/slo/checkout-availability.yaml"
CUT_OFF = ("unshare", "--net", "--map-root-user")
_PROBE = "import socket; socket.create_connection(('127.0.0.1', 9), 2)"
Finished = subprocess.CompletedProcess[str]


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=ana", "-c", "user.email=ana@example.com", *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture(scope="module", autouse=True)
def network_can_be_cut_off() -> None:
    allowed = (
        shutil.which("unshare") and not subprocess.run([*CUT_OFF, "true"], capture_output=True, check=False).returncode
    )
    require(bool(allowed), "this system allows no network namespaces of one's own (unshare --net --map-root-user)")


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The newest commit of this repository: what a release would be."""
    clone = tmp_path_factory.mktemp("hooks") / "slo-gate"
    git(ROOT, "clone", "--quiet", str(ROOT), str(clone))
    return clone


@pytest.fixture(scope="module")
def environ(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Makes pip take its packages from a folder, and pre-commit keep its environments in another."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path_factory.mktemp("home")),
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(fetched()),
        "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit")),
    }


@pytest.fixture(scope="module")
def readme() -> Any:
    """The one repository that the README's configuration names."""
    (text,) = (fence.text for fence in fences("README.md") if fence.text.startswith("repos:"))
    (repo,) = load(text)["repos"]
    return repo


@pytest.fixture
def scratch(tmp_path: Path, hooks: Path, readme: Any) -> Path:
    """With the README's configuration, as it stands there but for the address and the version of the repository; and a file
    of something else, which is no YAML that SLO files may use."""
    git(tmp_path, "init", "--quiet")
    repo = readme | {"repo": str(hooks), "rev": git(hooks, "rev-parse", "HEAD")}
    (tmp_path / ".pre-commit-config.yaml").write_text(json.dumps({"repos": [repo]}))
    (tmp_path / "stack.yaml").write_text("Resources: {Queue: {Name: !Ref Name}}\n")
    return tmp_path


def pre_commit(folder: Path, environ: dict[str, str], *arguments: str) -> Finished:
    command = [*CUT_OFF, sys.executable, "-m", "pre_commit", *arguments, "--color", "never", "--all-files"]
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)


def write(folder: Path, text: str) -> None:
    (folder / "slo.yaml").write_text(text)
    git(folder, "add", ".")


def with_a_mistake() -> tuple[str, int]:
    """The good file with a percentage where a ratio belongs, and the line of it."""
    text = (ROOT / GOOD).read_text().replace("target: 0.999", "target: 99.9")
    return text, next(number for number, line in enumerate(text.splitlines(), 1) if "target: 99.9" in line)


def test_the_network_is_cut_off() -> None:
    done = subprocess.run([*CUT_OFF, sys.executable, "-c", _PROBE], capture_output=True, text=True, check=False)
    assert "unreachable" in done.stderr.lower()


@pytest.mark.parametrize("hook", HOOKS)
def test_a_good_file_passes(hook: str, environ: dict[str, str], scratch: Path) -> None:
    write(scratch, (ROOT / GOOD).read_text())
    done = pre_commit(scratch, environ, "run", hook)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout


@pytest.mark.parametrize("hook", HOOKS)
def test_a_bad_file_fails_with_its_place(hook: str, environ: dict[str, str], scratch: Path) -> None:
    text, line = with_a_mistake()
    write(scratch, text)
    done = pre_commit(scratch, environ, "run", hook)
    assert done.returncode == 1
    assert f"slo.yaml:{line}:15" in done.stdout, done.stdout + done.stderr
    assert "did you mean `0.999`?" in done.stdout


def test_the_readmes_configuration_runs_both_hooks(readme: Any, environ: dict[str, str], scratch: Path) -> None:
    write(scratch, with_a_mistake()[0])
    done = pre_commit(scratch, environ, "run")
    assert done.returncode == 1
    assert done.stdout.count("Failed") == len(readme["hooks"]) == 2, done.stdout + done.stderr


def test_the_hooks_can_be_tried_without_any_configuration(hooks: Path, environ: dict[str, str], scratch: Path) -> None:
    (scratch / ".pre-commit-config.yaml").unlink()
    write(scratch, (ROOT / GOOD).read_text())
    done = pre_commit(scratch, environ, "try-repo", str(hooks))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("Passed") == len(HOOKS), done.stdout + done.stderr
