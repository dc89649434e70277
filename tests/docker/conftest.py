"""The image, built once, and a step of a job that talks to a GitHub on this machine."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.act import Workflows
from tests.support.docker import Action, built_image
from tests.support.github import running_github
from tests.support.github_state import GitHub
from tests.support.prometheus import Samples, history, running_prometheus
from tests.support.repository import ROOT


@pytest.fixture(scope="session")
def image() -> Iterator[str]:
    with built_image() as name:
        yield name


@pytest.fixture
def github() -> Iterator[GitHub]:
    with running_github() as github:
        yield github
        assert github.violations == []


@pytest.fixture
def step(image: str, tmp_path: Path, github: GitHub) -> Action:
    """Its workspace is empty."""
    return Action(image, tmp_path, github.url)


@pytest.fixture(scope="session")
def runner(image: str) -> str:
    """The image that jobs run in: of a shell, they need no more."""
    assert image, "so that an engine answers"
    return subprocess.run([ROOT / "tools/base-image"], capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def workflows(image: str, runner: str, tmp_path: Path, github: GitHub) -> Workflows:
    """Its repository is empty."""
    return Workflows(tmp_path, image, runner, github.url)


@pytest.fixture(scope="session")
def samples() -> Samples:
    return history()


@pytest.fixture(scope="session")
def prometheus(samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_prometheus(tmp_path_factory.mktemp("prometheus"), samples) as url:
        yield url
