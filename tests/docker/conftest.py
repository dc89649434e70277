"""The image, built once, and a step of a job that talks to a GitHub on this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.docker import Action, built_image
from tests.support.github import running_github
from tests.support.github_state import GitHub


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
