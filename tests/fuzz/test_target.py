"""The fuzz target runs, and a mistake in what it fuzzes is found."""

import subprocess
import sys
from pathlib import Path

from tests.support.repository import ROOT

CORPUS = ROOT / "tests/formats/openslo/v1/corpus/valid"


def fuzz(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    # libFuzzer writes what it finds interesting into the first folder, and reads the others.
    found = folder / "found"
    found.mkdir()
    command = [sys.executable, *options, "-seed=1", f"-artifact_prefix={folder}/", str(found), str(CORPUS)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_a_few_inputs_raise_nothing(tmp_path: Path) -> None:
    done = fuzz(tmp_path, "-m", "tests.fuzz.target", "-runs=300")
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Done 300 runs" in done.stderr


def test_a_mistake_is_found(tmp_path: Path) -> None:
    """A format that breaks at an SLO of one kind, which a mutation of a corpus file soon is."""
    (tmp_path / "broken.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        "import atheris\nfrom tests.fuzz import target\n"
        "from slo_gate.formats import FORMATS\n"
        "def broken(*_):\n    raise RuntimeError('planted')\n"
        "for one in FORMATS:\n    one.load().read = broken\n"
        "atheris.Setup(sys.argv, target.target)\natheris.Fuzz()\n"
    )
    done = fuzz(tmp_path, str(tmp_path / "broken.py"), "-runs=2000")
    assert done.returncode != 0
    assert "planted" in done.stdout + done.stderr
