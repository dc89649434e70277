"""A real renderer of GitHub-flavoured Markdown: the packages that `tools/gfm` pins, installed once outside version control."""

import atexit
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from tests.support.require import require

_TOOL = Path(__file__).parents[2] / "tools" / "gfm"
_CACHE = Path(__file__).parents[2] / ".cache" / "gfm"


def rendered(texts: Sequence[str]) -> list[str]:
    """The HTML of each text. What GitHub would make of the words outside code are links of the class `made`."""
    return _answered("render.mjs", texts)


def complaints(charts: Sequence[str]) -> list[str]:
    """What Mermaid has against each chart; empty where it draws it."""
    return _answered("mermaid.mjs", charts)


def _answered(program: str, texts: Sequence[str]) -> list[str]:
    running = _begun(program)
    assert running.stdin
    assert running.stdout
    running.stdin.write(json.dumps(texts).encode() + b"\n")
    running.stdin.flush()
    answer = running.stdout.readline()
    assert answer, f"{program} ended"
    answers: list[str] = json.loads(answer)
    return answers


@cache
def _begun(program: str) -> subprocess.Popen[bytes]:
    """Kept while tests run: to begin takes it longer than to answer."""
    node = shutil.which("node")
    require(node is not None, "node is not installed")
    running = subprocess.Popen([str(node), str(modules() / program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    atexit.register(running.communicate)  # which tells it that there is no more, and waits for its end
    return running


@cache
def modules() -> Path:
    """A folder with the tool and its packages. Skips the test where npm cannot fetch them."""
    tool = b"".join(path.read_bytes() for path in sorted(_TOOL.iterdir()) if path.is_file())
    folder = _CACHE / sha256(tool).hexdigest()[:16]
    if not folder.exists():
        _install(folder)
    return folder


def _install(folder: Path) -> None:
    """Renamed into its place when whole: another worker may be at it as well."""
    npm = shutil.which("npm")
    require(npm is not None, "npm is not installed")
    _CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=_CACHE) as temporary:
        made = Path(temporary) / "gfm"
        shutil.copytree(_TOOL, made, ignore=shutil.ignore_patterns("node_modules"))
        command = [str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=made, capture_output=True, timeout=300, check=False)
        require(done.returncode == 0, "npm could not fetch the packages of tools/gfm")
        try:
            os.rename(made, folder)  # noqa: PTH104 - fails where the folder has come to be, as it must
        except OSError:
            require(folder.exists(), "the packages of tools/gfm could not be put in place")
