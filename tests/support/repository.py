"""This repository as files: what git tracks, its YAML, and the examples inside its documents."""

import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]


def load(text: str) -> Any:
    """One YAML document as plain data."""
    return YAML(typ="safe").load(text)


def load_file(name: str) -> Any:
    return load((ROOT / name).read_text(encoding="utf-8"))


@cache
def tracked() -> tuple[str, ...]:
    """The names of the files that git tracks, and of new ones that it does not ignore."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return tuple(name for name in listed.split("\0") if name and (ROOT / name).is_file())


@dataclass(frozen=True, slots=True)
class Fence:
    language: str
    text: str


@cache
def fences(name: str) -> tuple[Fence, ...]:
    """The fenced blocks of a Markdown file."""
    tokens = MarkdownIt().parse((ROOT / name).read_text(encoding="utf-8"))
    return tuple(Fence(token.info.strip(), token.content) for token in tokens if token.type == "fence")


def yaml_examples(name: str, key: str) -> list[Any]:
    """The YAML blocks of a Markdown file that have this key at the top, as data."""
    found = [load(fence.text) for fence in fences(name) if fence.language in {"yaml", "yml"}]
    return [example for example in found if isinstance(example, dict) and key in example]


def workflow_on(name: str, trigger: str) -> str:
    """The text of the first workflow for this event in a Markdown file."""
    texts = [fence.text for fence in fences(name) if fence.language == "yaml" and "\njobs:" in fence.text]
    return next(text for text in texts if trigger in load(text)["on"])
