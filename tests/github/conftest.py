"""The two kinds of GitHub that every test of its API is held to: github.com, and an enterprise's own server."""

from collections.abc import Iterator

import pytest

from tests.support.github import running_github
from tests.support.github_state import GitHub


@pytest.fixture(params=["", "/api/v3"], ids=["github.com", "a server of one's own"])
def server(request: pytest.FixtureRequest) -> Iterator[GitHub]:
    """Whatever a test does, each exchange must be one that the server's description allows."""
    with running_github(str(request.param)) as github:
        yield github
    assert github.violations == []
