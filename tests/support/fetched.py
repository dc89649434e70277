"""What pip fetches for the tests that ask for it, once: it is too large for everybody's environment."""

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.support.repository import ROOT
from tests.support.require import require

_PIP = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:"]


def _as_it_is(_folder: Path) -> None:
    """Nothing is done with what was fetched."""


def fetched(name: str, what: str, finish: Callable[[Path], None] = _as_it_is) -> Path:
    """A folder with the packages of requirements/NAME.txt. Skips the test where pip cannot fetch them.

    `what` names them in words; `finish` is done once, with the folder.
    """
    pins, cache = ROOT / f"requirements/{name}.txt", ROOT / ".cache" / name
    folder = cache / hashlib.sha256(pins.read_bytes()).hexdigest()[:16]
    if not folder.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as scratch:
            made = Path(scratch) / "packages"
            command = [*_PIP, "--target", str(made), f"--requirement={pins}"]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            require(done.returncode == 0, f"pip could not fetch {what}: {done.stderr[-300:]}")
            finish(made)
            # Renamed into its place when whole: another worker may be at it as well, and the first one wins.
            with suppress(OSError):
                made.rename(folder)
    return folder
