"""Whatever a query says, rules tell of places within it, and never raise."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.duration import Duration
from slo_gate.core.finding import Location
from slo_gate.core.node import Span
from slo_gate.core.slo import (
    BudgetingMethod,
    Indicator,
    Kind,
    Objective,
    Op,
    Query,
    Ratio,
    RawRatio,
    Slo,
    Threshold,
)
from slo_gate.core.validation import Requirements, Validation
from slo_gate.core.window import TimeWindow
from slo_gate.rules import RULES
from tests.promql.queries import ANY
from tests.support.properties import tried

EVERYTHING = Validation(
    require=Requirements(("tier",), ("board",), description=True, owner=True, runbook=True, names="a*"),
    events_per_day={"*": Decimal(5)},
)
SQL = st.lists(
    st.sampled_from(
        ["SELECT", "WITH", "DELETE", "(", ")", ";", "'", '"', "$start", "$end", "$x$", "--", "/*", "*/", "a", "\n"]
    ),
    max_size=12,
).map(" ".join)
INDENT = 4


def query(text: str, kind: str, line: int) -> Query:
    """In a block scalar, whose lines the rules must stay within."""
    return Query("", text, Location("slo.yaml", Span(line, 1, line + text.count("\n") + 2, 1)), kind, indent=INDENT)


@st.composite
def indicators(draw: st.DrawFn) -> Indicator:
    kind = draw(st.sampled_from(["prometheus", "sql", "victoriametrics", ""]))
    texts = SQL if kind == "sql" else ANY
    first, second = query(draw(texts), kind, 1), query(draw(texts), kind, 1000)
    match draw(st.integers(0, 3)):
        case 0:
            return RawRatio(first, success=True)
        case 1:
            return Threshold(first, draw(st.sampled_from(Op)), Decimal(draw(st.integers(-2, 2))))
        case 2:
            return Ratio(total=second, bad=first, counter=draw(st.booleans()))
    return Ratio(total=second, good=first, counter=draw(st.booleans()))


def slo(*found: Indicator) -> Slo:
    place = Location("slo.yaml", Span(1, 1, 1, 2))
    objectives = tuple(Objective("", Decimal("0.99"), each, place) for each in found)
    window = TimeWindow(Duration(30, "d"))
    return Slo("web", "shop", Kind.OTHER, window, BudgetingMethod.OCCURRENCES, objectives, place, format="openslo/v1")


@tried(200)
@given(st.lists(indicators(), min_size=1, max_size=2))
def test_rules_never_raise_and_place_what_they_find(found: list[Indicator]) -> None:
    for rule in RULES:
        for each in rule.check([slo(*found)], EVERYTHING):
            span = each.location.span
            assert (1, 1) <= span[:2] <= span[2:]
            assert each.message
