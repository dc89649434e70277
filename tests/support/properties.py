"""How many examples a property is tried on: a fifth in the everyday run, where each run draws others, and all in CI."""

import os

from hypothesis import settings

THOROUGH = os.environ.get("SLO_GATE_REQUIRE") == "all" or os.environ.get("SLO_GATE_EXAMPLES") == "all"
_LEAST = 20


def tried(examples: int) -> settings:
    """For a property as a decorator. There is no deadline for one example: other programs use the machine too."""
    return settings(max_examples=examples if THOROUGH else min(examples, max(_LEAST, examples // 5)), deadline=None)
