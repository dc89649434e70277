"""Skips that say why, and that SLO_GATE_REQUIRE=all turns into failures."""

import os

import pytest


def require(condition: bool, reason: str) -> None:
    """Skips the test where `condition` does not hold; fails it where everything is required."""
    if condition:
        return
    if os.environ.get("SLO_GATE_REQUIRE") == "all":
        pytest.fail(f"required, but {reason}", pytrace=False)
    pytest.skip(reason)
