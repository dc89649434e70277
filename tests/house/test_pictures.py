"""The pictures of docs/images are those that `tools/screenshots.py` draws, small, and shown somewhere."""

import struct
from pathlib import Path

import pytest

from tests.outputs.pictured import COMMENTS, PAGES, SUMMARIES
from tests.support.repository import ROOT

IMAGES = ROOT / "docs" / "images"
NAMES = sorted({*COMMENTS, *SUMMARIES, *PAGES, "comment-blocked-dark"})
_MOST_BYTES = 200_000


def documents() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")))


def size(picture: Path) -> tuple[int, int]:
    """Width and height of a PNG."""
    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def test_there_is_a_picture_of_each_report_that_is_to_be_shown() -> None:
    assert sorted(path.stem for path in IMAGES.iterdir()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_picture_is_small_and_shown_in_a_document(name: str) -> None:
    picture = IMAGES / f"{name}.png"
    assert picture.stat().st_size < _MOST_BYTES
    assert min(size(picture)) > 300
    assert f"images/{name}.png" in documents()
