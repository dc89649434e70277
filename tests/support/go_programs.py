"""The programs that `tools/go-programs build` has built."""

from pathlib import Path

from tests.support.repository import ROOT
from tests.support.require import require


def go_program(name: str) -> Path:
    """Skips the test where it is not built."""
    path = ROOT / ".cache" / "programs" / name
    require(path.exists(), f"{name} is not built: tools/go-programs build")
    return path
