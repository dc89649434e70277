"""The table of a page: an objective a row, worst first."""

from collections.abc import Sequence
from typing import NamedTuple

from slo_gate.core.report import ObjectiveReport
from slo_gate.core.verdict import Verdict
from slo_gate.outputs import numbers
from slo_gate.outputs.page import SYMBOLS, Page
from slo_gate.outputs.summaries import remaining, short_burn, short_promise, shown_lookbacks
from slo_gate.outputs.wording import standing


class Table(NamedTuple):
    """Headers and cells, safe for their page. `right` says which columns are aligned to the right."""

    headers: list[str]
    right: list[bool]
    rows: list[list[str]]


def table(page: Page, shown: Sequence[ObjectiveReport]) -> Table:
    """Columns that would be empty are left out."""
    report, words = page.report, page.words
    lookbacks = shown_lookbacks(report.objectives)
    spelled = " · ".join(numbers.length(lookback) for lookback in lookbacks)
    columns = [
        _column(words.say("column.verdict"), [_verdict(row, page) for row in shown]),
        (words.say("column.slo"), False, [page.title(row) for row in shown]),
        _column(words.say("column.promise"), [short_promise(row, words) for row in shown], right=True),
        _column(words.say("column.remaining"), [_remaining(row, page) for row in shown], right=True),
        _column(words.say("column.burn", lookbacks=spelled), [short_burn(row, lookbacks) for row in shown], right=True),
        _column(words.say("column.outlook"), [words.outlook(row, report.at) for row in shown]),
    ]
    kept = [column for column in columns if any(column[2])]
    cells = zip(*(texts for _, _, texts in kept), strict=True)
    return Table(
        [page.pen.said(header) for header, _, _ in kept],
        [right for _, right, _ in kept],
        [[page.pen.cell(text) for text in row] for row in cells],
    )


def _column(header: str, texts: list[str], *, right: bool = False) -> tuple[str, bool, list[str]]:
    return numbers.unbroken(header), right, [numbers.unbroken(text) for text in texts]


def _verdict(objective: ObjectiveReport, page: Page) -> str:
    shown = standing(objective)
    return f"{SYMBOLS[shown]} {page.words.verdict(shown)}"


def _remaining(objective: ObjectiveReport, page: Page) -> str:
    """What remains, and how much that is more or less than in the last run."""
    text = remaining(objective)
    if standing(objective) is Verdict.FAIL and objective.budget:
        text = page.pen.strong(text)
    points = page.before.points(objective) if page.before else None
    return f"{text} {numbers.points(points)}" if points else text
