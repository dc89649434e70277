"""What follows from an SLO is worked out once for each SLO, and never taken for that of another."""

from decimal import Decimal

from slo_gate.core.duration import Duration
from slo_gate.core.finding import Location
from slo_gate.core.node import START
from slo_gate.core.slo import BudgetingMethod, Kind, Objective, Op, Query, Slo, Threshold, distinct_queries, once
from slo_gate.core.window import TimeWindow

PLACE = Location("slo.yaml", START)


def slo(*texts: str) -> Slo:
    queries = (Query("metrics", text, Location(text, START)) for text in texts)
    objectives = tuple(Objective("", Decimal("0.9"), Threshold(one, Op.LT, Decimal(1)), PLACE) for one in queries)
    return Slo("web", "shop", Kind.OTHER, TimeWindow(Duration(30, "d")), BudgetingMethod.OCCURRENCES, objectives, PLACE)


def test_what_follows_from_an_slo_is_worked_out_once_for_each() -> None:
    worked: list[str] = []

    @once
    def title(slo: Slo) -> str:
        worked.append(slo.name)
        return slo.name.title()

    web = slo("up")
    shop = web._replace(name="shop")
    assert [title(web), title(shop), title(web), title(shop)] == ["Web", "Shop", "Web", "Shop"]
    assert worked == ["web", "shop"]
    assert web == slo("up"), "what is remembered does not tell SLOs apart"


def test_a_query_that_objectives_share_is_one() -> None:
    assert [query.text for query in distinct_queries(slo("up", "down", "up"))] == ["up", "down"]
