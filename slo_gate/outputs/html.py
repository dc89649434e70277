"""The gate's report as one file of HTML, which opens from a disk: no script, and nothing is fetched from anywhere."""

import base64
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from importlib import resources

from slo_gate.core.report import GateReport
from slo_gate.outputs.hypertext import Html, block, code, link, retold, sentences, strong
from slo_gate.outputs.page import Page
from slo_gate.outputs.page_view import Amounts, view
from slo_gate.outputs.pen import Pen
from slo_gate.outputs.style import Style
from slo_gate.outputs.svg import chart
from slo_gate.outputs.wording import Wording

NAME = "html"
PEN = Pen(code, retold, Html, strong, link, Html, block, chart, sparks=False)


def render(report: GateReport, style: Style) -> str:
    words = Wording(code, retold, sentences(report.language))
    page = Page(report, words, PEN, style.links)
    everything = Amounts.of_all(report, len(report.objectives))
    return _template()({**view(page, everything), **_look()})


@cache
def _template() -> Callable[[Mapping[str, object]], str]:
    from slo_gate.outputs.template import load_html  # noqa: PLC0415 - jinja2 is slow to import, and few runs need it

    return load_html("report.html.j2")


@cache
def _look() -> Mapping[str, object]:
    """The style sheet, and the hash by which alone the page's policy allows it."""
    sheet = resources.files("slo_gate.outputs").joinpath("templates/report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(sha256(sheet.encode()).digest()).decode()
    return {"sheet": Html(sheet), "sheet_hash": Html(digest)}
