"""Every output of every fixed report, as it reads. SLO_GATE_UPDATE_GOLDEN=1 writes what is read now; look at the diff."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from slo_gate.core.language import Language
from slo_gate.outputs import CHANGE_OUTPUTS, GATE_OUTPUTS, VALIDATION_OUTPUTS, slo_explanation
from slo_gate.outputs.explanation import explain, listing
from slo_gate.outputs.links import Links
from slo_gate.outputs.markdown import render_comment
from slo_gate.outputs.style import Style
from tests.outputs.changed import CHANGE_REPORTS
from tests.outputs.hostile import HOSTILE_REPORT
from tests.outputs.reports import GATE_REPORTS, spoken
from tests.outputs.validations import PAGES, VALIDATION_REPORTS, source_line

GOLDEN = Path(__file__).parent / "golden"
LINKS = Links(
    "https://github.com",
    "acme/shop",
    "9d1c0fe2a7b4c3d5e6f708192a3b4c5d6e7f8091",
    "https://github.com/acme/shop/actions/runs/812",
)
SUFFIXES = {
    "text": "txt",
    "json": "json",
    "markdown": "md",
    "github": "txt",
    "sarif": "json",
    "junit": "xml",
    "html": "html",
}
STYLE = Style(width=100, source_line=source_line, links=LINKS, rules=PAGES)
Rendering = Callable[[], str]


def _plain(render: Rendering) -> str:
    """A report without the style sheet that every HTML report has, and without its hash."""
    return re.sub(r"(?<=<style>).*(?=</style>)|(?<=sha256-)[^']+(?=')", "", render(), flags=re.DOTALL)


def _later_comments() -> Iterator[tuple[str, Rendering]]:
    """What a comment becomes that told of a failing run."""
    before = render_comment(GATE_REPORTS["fail"], STYLE._replace(links=LINKS._replace(sha="abc1234" + "0" * 33)))
    for name in ("pass", "changed", "let-through", "unknown"):
        yield f"gate-{name}-later.comment.md", partial(render_comment, GATE_REPORTS[name], STYLE, previous=before)


def _translated() -> Iterator[tuple[str, Rendering]]:
    for report_name, report in GATE_REPORTS.items():
        for name in ("text", "markdown", "junit", "html"):
            translated = spoken(report, Language.INDONESIAN)
            yield (
                f"gate-{report_name}.{name}.id.{SUFFIXES[name]}",
                partial(GATE_OUTPUTS[name].render, translated, STYLE),
            )


def _changes() -> Iterator[tuple[str, Rendering]]:
    for report_name, report in CHANGE_REPORTS.items():
        for name, output in CHANGE_OUTPUTS.items():
            yield f"diff-{report_name}.{name}.{SUFFIXES[name]}", partial(output.render, report, STYLE)
        translated = replace(report, language=Language.INDONESIAN)
        for name in ("text", "markdown"):
            render = CHANGE_OUTPUTS[name].render
            yield f"diff-{report_name}.{name}.id.{SUFFIXES[name]}", partial(render, translated, STYLE)


def _renderings() -> Iterator[tuple[str, Rendering]]:
    for report_name, report in (GATE_REPORTS | {"hostile": HOSTILE_REPORT}).items():
        for name, output in GATE_OUTPUTS.items():
            yield f"gate-{report_name}.{name}.{SUFFIXES[name]}", partial(output.render, report, STYLE)
    yield from _translated()
    yield from _later_comments()
    yield from _changes()
    for validation_name, validation in VALIDATION_REPORTS.items():
        for name, reporter in VALIDATION_OUTPUTS.items():
            yield f"validate-{validation_name}.{name}.{SUFFIXES[name]}", partial(reporter.render, validation, STYLE)
    failing, text = GATE_REPORTS["fail"], GATE_OUTPUTS["text"]
    yield "gate-fail.comment.md", partial(render_comment, failing, STYLE)
    for width in (80, 120):
        yield f"gate-fail.{width}-columns.txt", partial(text.render, failing, Style(width))
    yield "gate-fail.colour.txt", partial(text.render, failing, Style(80, colour=True))
    yield "gate-fail.ascii.txt", partial(text.render, failing, Style(80, unicode=False))
    for report_name, report in (GATE_REPORTS | {"hostile": HOSTILE_REPORT}).items():
        if report.objectives:
            yield f"explained-{report_name}.txt", partial(slo_explanation.render, report, STYLE)
    yield "explain-one.txt", partial(explain, "SLO203", PAGES["SLO203"], Style(60))
    yield "explain-one.colour.txt", partial(explain, "SLO104", PAGES["SLO104"], Style(60, colour=True))
    yield "explain-all.txt", partial(listing, PAGES, Style(60))


@pytest.mark.parametrize(("name", "render"), [pytest.param(*case, id=case[0]) for case in _renderings()])
def test_rendering_reads_as_agreed(name: str, render: Rendering) -> None:
    path, text = GOLDEN / name, _plain(render)
    if os.environ.get("SLO_GATE_UPDATE_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8", newline="")
    assert text == path.read_bytes().decode()


def test_golden_files_are_all_rendered() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {name for name, _ in _renderings()}
