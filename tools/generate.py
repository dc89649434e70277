"""Writes what follows from the code: schemas/, docs/rules/ and docs/dialects.md.

python tools/generate.py [--check]: with --check, says which files are stale and exits 1.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from slo_gate.core.page import Page
from slo_gate.formats.openslo.dialects import MEANINGS, REFUSED, TAKEN
from slo_gate.formats.openslo.differences import Refused, Taken
from slo_gate.outputs.rule_page import heading, markdown, standing
from slo_gate.published import schemas
from slo_gate.rulebook import RULEBOOK

ROOT = Path(__file__).resolve().parent.parent
_INDEX = """# The rules of `slo-gate validate`

`slo-gate explain RULE` shows the same pages. A rule that is off speaks only where the configuration asks for it. SLO801 and
those after it are about changes: `slo-gate diff` and `slo-gate gate --base` tell them.

| rule | what it holds | severity | default |
|:-|:-|:-|:-|
"""
FOLDERS = (Path("schemas"), Path("docs/rules"))
DIALECTS = Path("docs/dialects.md")


def generated() -> Mapping[Path, str]:
    """Every generated file: its path in the repository, and its text."""
    files = {Path("schemas") / name: json.dumps(schema, indent=2) + "\n" for name, schema in schemas().items()}
    files |= {Path("docs/rules") / f"{rule}.md": _page(rule, page) for rule, page in RULEBOOK.items()}
    return files | {Path("docs/rules/README.md"): "".join(_index()), DIALECTS: "".join(_dialects())}


def stale(root: Path) -> list[Path]:
    """Files that are missing, say something else, or should not be there."""
    wanted = generated()
    within = [path for folder in FOLDERS for path in (root / folder).glob("*")]
    present = {path.relative_to(root) for path in [*within, root / DIALECTS] if path.is_file()}
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


def _dialects() -> Iterator[str]:
    yield "# Dialects of OpenSLO\n\n"
    yield (
        "Tools differ from OpenSLO's text and from each other. `--dialect`, or `dialect` in the configuration, for all files\n"
        "or for some, says whose reading files follow. What a dialect takes is then read as the text would have it. The\n"
        "JSON Schemas hold what `spec` takes.\n"
    )
    for dialect, meaning in MEANINGS.items():
        yield f"\n## `{dialect}`\n\n{meaning}\n"
        yield from _listed("Takes what the text does not", [one for one in TAKEN if one.dialect is dialect])
        yield from _listed("Refuses what the text allows", [one for one in REFUSED if one.dialect is dialect])


def _listed(heading: str, differences: Sequence[Taken | Refused]) -> Iterator[str]:
    if differences:
        yield f"\n### {heading}\n"
    for one in differences:
        yield f"\n{one.title} (in {', '.join(one.versions)}):\n\n```yaml\n{one.example}\n```\n"


def main() -> int:
    if "--check" not in sys.argv[1:]:
        write(ROOT)
        return 0
    found = stale(ROOT)
    sys.stdout.write("".join(f"stale: {path} (run: python tools/generate.py)\n" for path in found))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
