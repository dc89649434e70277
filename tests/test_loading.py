"""Files are parsed a few at a time, and no more than memory has room for."""

from pathlib import Path

import pytest

from slo_gate import files
from slo_gate.core.ports import Parsed
from slo_gate.loading import loaded, loaded_together
from slo_gate.request import Request


def written(folder: Path, kilobytes: tuple[int, ...]) -> tuple[files.Candidate, ...]:
    for number, size in enumerate(kilobytes):
        (folder / f"{number:02}.yaml").write_text(f"kind: Pod # {'x' * 1024 * size}\n")
    return files.find(["."], folder)


@pytest.mark.parametrize(
    ("kilobytes", "together"),
    [
        pytest.param((1, 1, 1), [3], id="small files are looked at together"),
        pytest.param((12, 12, 12, 12), [3, 1], id="until they are no longer small together"),
        pytest.param((900, 900, 1), [1, 1, 1], id="and big ones alone"),
        pytest.param((1, 900, 900), [2, 1], id="or behind small ones"),
    ],
)
def test_few_files_are_held_at_once(tmp_path: Path, kilobytes: tuple[int, ...], together: list[int]) -> None:
    found = written(tmp_path, kilobytes)
    request = Request(partial=True)
    some: list[list[Parsed]] = list(loaded_together(found, request))
    assert [len(each) for each in some] == together
    assert [one.file for each in some for one in each] == [one.file for one in loaded(found, request)]
