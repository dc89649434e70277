"""Draws docs/images: comments and summaries as GitHub shows them, and the HTML report.

python tools/screenshots.py [NAME…]. Needs Debian's packages nodejs, npm, chromium, pngquant, fonts-dejavu, fonts-liberation and
fonts-noto-color-emoji. Reports, instant and sizes are fixed, so that pictures differ where the pages do.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from slo_gate.outputs import GATE_OUTPUTS  # noqa: E402 - the line above makes it known
from slo_gate.outputs.markdown import render_comment  # noqa: E402
from slo_gate.outputs.style import Style  # noqa: E402
from tests.outputs.pictured import COMMENTS, PAGES, SUMMARIES, Pictured  # noqa: E402
from tests.outputs.test_golden import LINKS  # noqa: E402
from tests.support.gfm import modules, rendered  # noqa: E402

IMAGES = ROOT / "docs" / "images"
NEEDED = {"chromium": "chromium", "pngquant": "pngquant", "node": "nodejs", "npm": "npm"}
_WIDTH, _REPORT_WIDTH = 892, 1080
_STYLE = Style(links=LINKS)
_BOX = (
    "body{margin:0;padding:16px;background:var(--bgColor-default)}"
    ".markdown-body{border:1px solid var(--borderColor-default);border-radius:6px;padding:16px}"
    "pre.mermaid{background:none!important;text-align:center;padding:0!important}"
)
_MERMAID = """
<script src="node_modules/mermaid/dist/mermaid.min.js"></script>
<script>
for (const code of document.querySelectorAll("code.language-mermaid")) {
  const drawn = document.createElement("pre");
  drawn.className = "mermaid";
  drawn.textContent = code.textContent;
  code.parentElement.replaceWith(drawn);
}
mermaid.initialize({startOnLoad: true, theme: "%s"});
</script>
"""
_MEASURE = "<script>setInterval(() => { document.title = document.documentElement.scrollHeight; }, 50)</script>"
_POLICY = re.compile(r"<meta http-equiv=.Content-Security-Policy.[^>]*>")


class Picture(NamedTuple):
    """`page` is HTML, drawn in so many pixels of width."""

    name: str
    page: str
    width: int = _WIDTH
    dark: bool = False
    scale: str = "1.5"


def pictures() -> Iterator[Picture]:
    for name, one in COMMENTS.items():
        yield Picture(name, _github(_comment(one)))
    blocked = COMMENTS["comment-blocked"]
    yield Picture("comment-blocked-dark", _github(_comment(blocked), "dark"), dark=True)
    for name, one in SUMMARIES.items():
        yield Picture(name, _github(GATE_OUTPUTS["markdown"].render(one.report, _STYLE), opened=True), scale="1")
    for name, one in PAGES.items():
        page = GATE_OUTPUTS["html"].render(one.report, _STYLE)
        yield Picture(name, page, _REPORT_WIDTH, dark=name.endswith("-dark"), scale="1.25")


def _comment(one: Pictured) -> str:
    return render_comment(one.report, _STYLE, previous=one.previous)


def _github(markdown: str, theme: str = "light", *, opened: bool = False) -> str:
    """A page that shows Markdown as GitHub does; folded parts are shown where they are `opened`."""
    sheet = (modules() / f"node_modules/github-markdown-css/github-markdown-{theme}.css").read_text(encoding="utf-8")
    body = rendered([markdown.replace("<details>", "<details open>") if opened else markdown])[0]
    script = _MERMAID % ("dark" if theme == "dark" else "default")
    head = f'<!doctype html><meta charset="utf-8"><style>{sheet}{_BOX}</style>'
    return f'{head}<body class="markdown-body" style="border:0"><article class="markdown-body">{body}</article>{script}'


def take(picture: Picture) -> None:
    """Draws the page twice: to learn how tall it is, and then just as tall."""
    page = modules() / f"{picture.name}.html"
    try:
        page.write_text(_POLICY.sub("", picture.page) + _MEASURE, encoding="utf-8")
        shown = _chromium(page, picture, 100, "--dump-dom")
        height = re.search(r"<title>(\d+)</title>", shown)
        if height is None:
            raise RuntimeError(picture.name)
        page.write_text(picture.page, encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            taken = Path(folder) / "taken.png"
            _chromium(page, picture, int(height[1]), f"--screenshot={taken}")
            _run(
                "pngquant",
                "--force",
                "--strip",
                "--speed=1",
                "--output",
                str(IMAGES / f"{picture.name}.png"),
                "64",
                str(taken),
            )
    finally:
        page.unlink(missing_ok=True)


def _chromium(page: Path, picture: Picture, height: int, *what: str) -> str:
    """Its own answer. It runs without a sandbox, on pages of our own."""
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--virtual-time-budget=8000")
    scheme = f"--blink-settings=preferredColorScheme={0 if picture.dark else 1}"
    size = (f"--window-size={picture.width},{height}", f"--force-device-scale-factor={picture.scale}")
    return _run("chromium", *options, scheme, *size, *what, page.as_uri())


def _run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout  # noqa: S603 - programs named here


def main() -> int:
    missing = [package for program, package in NEEDED.items() if shutil.which(program) is None]
    if missing:
        sys.stderr.write(f"missing: apt-get install {' '.join(missing)}\n")
        return 1
    IMAGES.mkdir(exist_ok=True)
    wanted = sys.argv[1:]
    for picture in pictures():
        if not wanted or picture.name in wanted:
            take(picture)
            sys.stdout.write(f"{picture.name}.png\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
