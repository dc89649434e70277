"""The rules look at the SLOs of a file up to a length of its queries, and the file is told where they stop."""

from decimal import Decimal

import pytest

from slo_gate.core.duration import Duration
from slo_gate.core.finding import Location
from slo_gate.core.node import START, Span
from slo_gate.core.slo import BudgetingMethod, Kind, Objective, Op, Query, Slo, Threshold
from slo_gate.core.window import TimeWindow
from slo_gate.engine.judgeable import MOST, judgeable

WINDOW = TimeWindow(Duration(30, "d"))


def slo(name: str, query: str, file: str = "slo.yaml", objectives: int = 1) -> Slo:
    indicator = Threshold(Query("metrics", query, Location(file, START)), Op.LT, Decimal(1))
    promised = (Objective("main", Decimal("0.9"), indicator, Location(file, START)),) * objectives
    place = Location(file, Span(7, 1, 7, 9))
    return Slo(name, "shop", Kind.OTHER, WINDOW, BudgetingMethod.OCCURRENCES, promised, place)


@pytest.mark.parametrize(
    "long",
    ["x" * (MOST + 1), 'x{l=~"y"}' * 25_000, "()" * 100_000, "x{" + "l=1," * 800, "x+" * 800],
    ids=["characters", "regular expressions", "brackets", "matchers", "sums"],
)
def test_after_too_many_of_these_the_slos_of_the_file_are_left_out(long: str) -> None:
    kept = judgeable([slo("first", "up"), slo("long", long), slo("last", "up"), slo("other", "up", "other.yaml")])
    assert [one.name for one in kept.slos] == ["first", "other"]
    (finding,) = kept.findings
    assert finding.is_error, "what no rule looked at does not pass"
    assert (finding.rule, finding.location.file, finding.location.line) == ("SLO002", "slo.yaml", 7)
    assert "`long` and those after it" in finding.message


@pytest.mark.parametrize(("piece", "most"), [("=~", 766), ("()", 50_000), ("+", 774), ("é", MOST)])
def test_the_limit_holds_to_the_character(piece: str, most: int) -> None:
    assert judgeable([slo("long", piece * most)]).findings == ()
    assert judgeable([slo("long", piece * (most + 1))]).slos == ()


def test_objectives_of_one_query_count_it_once() -> None:
    assert judgeable([slo("shared", "x" * 1_000, objectives=MOST // 1_000 + 1)]).findings == ()


def test_a_file_of_a_thousand_ordinary_slos_is_judged() -> None:
    query = 'sum(rate(checkout_requests_total{job="checkout",code=~"5.."}[{{.window}}])) by (job)'
    assert judgeable([slo(f"slo-{number}", query) for number in range(1_000)]).findings == ()
