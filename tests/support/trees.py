"""Folders of small SLO files."""

from pathlib import Path

from slo_gate.files import find

SERVICE = b"apiVersion: openslo/v1\nkind: Service\nmetadata: {name: shop}\n"
TREE = (
    "a.yaml",
    "b.yml",
    "c.json",
    "d.txt",
    "slo/a.yaml",
    "slo/b.yaml",
    "slo/web/c.yaml",
    "slo/web/deep/d.yml",
    "z/[x].yaml",
)


def put(folder: Path, name: str, data: bytes = SERVICE) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def plant(folder: Path) -> Path:
    """Fills a folder with TREE."""
    for name in TREE:
        put(folder, name)
    return folder


def names(folder: Path, *patterns: str) -> list[str]:
    return [candidate.name for candidate in find(patterns, folder)]
