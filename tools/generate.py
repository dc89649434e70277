"""Writes what follows from the code: schemas/ and docs/rules/.

python tools/generate.py [--check]: with --check, says which files are stale and exits 1.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from slo_gate.core.page import Page
from slo_gate.outputs.rule_page import heading, markdown, standing
from slo_gate.published import schemas
from slo_gate.rulebook import RULEBOOK

ROOT = Path(__file__).resolve().parent.parent
_INDEX = """# The rules of `slo-gate validate`

`slo-gate explain RULE` shows the same pages. A rule that is off speaks only where the configuration asks for it.

| rule | what it holds | severity | default |
|:-|:-|:-|:-|
"""
FOLDERS = (Path("schemas"), Path("docs/rules"))


def generated() -> Mapping[Path, str]:
    """Every generated file: its path in the repository, and its text."""
    files = {Path("schemas") / name: json.dumps(schema, indent=2) + "\n" for name, schema in schemas().items()}
    files |= {Path("docs/rules") / f"{rule}.md": _page(rule, page) for rule, page in RULEBOOK.items()}
    return files | {Path("docs/rules/README.md"): "".join(_index())}


def stale(root: Path) -> list[Path]:
    """Files that are missing, say something else, or should not be there."""
    wanted = generated()
    present = {path.relative_to(root) for folder in FOLDERS for path in (root / folder).glob("*") if path.is_file()}
    differing = {path for path, text in wanted.items() if path in present and (root / path).read_text("utf-8") != text}
    return sorted((present ^ set(wanted)) | differing)


def write(root: Path) -> None:
    for path in stale(root):
        (root / path).unlink(missing_ok=True)
    for path, text in generated().items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def _page(rule: str, page: Page) -> str:
    return f"# {heading(rule, page)}\n\n{standing(page)}\n\n{markdown(rule, page)}\n"


def _index() -> Iterator[str]:
    yield _INDEX
    for rule, page in RULEBOOK.items():
        yield f"| [{rule}]({rule}.md) | {page.title} | {' or '.join(page.severities)} | {'on' if page.on else 'off'} |\n"


def main() -> int:
    if "--check" not in sys.argv[1:]:
        write(ROOT)
        return 0
    found = stale(ROOT)
    sys.stdout.write("".join(f"stale: {path} (run: python tools/generate.py)\n" for path in found))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
