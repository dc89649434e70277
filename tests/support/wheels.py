"""The wheels of what slo-gate needs, fetched once with pip and kept outside version control."""

import hashlib
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from tests.support.repository import ROOT
from tests.support.require import require

_CACHE = ROOT / ".cache" / "wheels"
_REQUIREMENTS = [ROOT / f"requirements/{name}.txt" for name in ("runtime", "build")]


def fetched() -> Path:
    """A folder with every pinned package for running and building. Skips the test where pip cannot fetch them."""
    pins = b"".join(path.read_bytes() for path in _REQUIREMENTS) + sys.version.encode()
    folder = _CACHE / hashlib.sha256(pins).hexdigest()[:16]
    if not folder.exists():
        _CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=_CACHE) as scratch:
            _fetch(Path(scratch) / "wheels", folder)
    return folder


def _fetch(scratch: Path, folder: Path) -> None:
    """Renamed into its place when whole: another worker may be at it as well, and the first one wins."""
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(scratch)]
    command += [f"--requirement={path}" for path in _REQUIREMENTS]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    require(done.returncode == 0, f"pip could not fetch what slo-gate needs: {done.stderr[-300:]}")
    with suppress(OSError):
        scratch.rename(folder)
