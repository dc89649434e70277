"""The data beside the examples is what their script writes, small, and of the kind that the stories tell."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.repository import ROOT

EXAMPLES = ROOT / "examples"
TABLES = sorted(path.relative_to(EXAMPLES) for path in EXAMPLES.rglob("*.csv"))
TWO_MEGABYTES = 2_000_000


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    subprocess.run([sys.executable, EXAMPLES / "generate.py", folder], check=True)
    return folder


def test_the_script_writes_every_table_and_no_other(written: Path) -> None:
    assert sorted(path.relative_to(written) for path in written.rglob("*") if path.is_file()) == TABLES


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_each_run_of_the_script_writes_the_same_bytes(table: Path, written: Path) -> None:
    assert (written / table).read_bytes() == (EXAMPLES / table).read_bytes()


def test_the_examples_are_small() -> None:
    assert sum(path.stat().st_size for path in EXAMPLES.rglob("*") if path.is_file()) < TWO_MEGABYTES
