"""What is asked for a query is made of its skeleton, and is what would be made of the query itself."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import example, given

from slo_gate.promql import cost, events
from slo_gate.promql.parsing import MAX_LENGTH, RejectedError
from slo_gate.promql.selectors import Among, NotUnderstoodError, selectors
from slo_gate.promql.sharing import first_labels, keeps, shared_labels
from slo_gate.promql.skeletons import Skeleton, skeleton
from slo_gate.promql.sums import sum_of
from tests.promql.test_patterns import QUERIES
from tests.support.properties import tried

DAY = timedelta(days=1)
AMONG = Among("a", ("b", "c"))
READ: dict[str, Callable[[str], object]] = {
    "selectors": selectors,
    "events": lambda query: events.counted(query, DAY),
    "events of several": lambda query: events.counted(query, DAY, AMONG),
    "newest": events.newest,
    "counter or gauge": lambda query: events.reading_of(query, counter=False),
    "names": events.names,
    "shared labels": shared_labels,
    "first labels": first_labels,
    "kept labels": lambda query: keeps(query, "a"),
    "sum": sum_of,
    "everything": cost.selects_everything,
}


def said(read: Callable[[str], object], query: str) -> object:
    try:
        return read(query)
    except NotUnderstoodError as error:
        return f"not understood: {error}"
    except RejectedError:
        return "refused"


@pytest.mark.parametrize("what", READ)
@tried(200)
@given(query=QUERIES)
@example(query='sum(x_total{a="b",c!="d"}) + sum(rate(y_total{a="b"}[5m]))')
@example(query='sum by (a) (x_total{a="b",c=~"d"}) or vector(0)')
@example(query='x{a="b"} offset 5m')
@example(query='{a="b"}')
def test_it_is_what_is_made_of_the_query_itself(what: str, query: str) -> None:
    """Nobody can be sure of the values of a query with a comment, so that one has no other skeleton."""
    itself = f"{query}\n# itself"
    assert not skeleton(itself).values
    assert said(READ[what], query) == said(READ[what], itself)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('sum(x{job="shop",code!="200"})', 'sum(x{job="help desk",code!="4"})'),
        ('rate(x{path = "/pay"}[{{.window}}])', 'rate(x{path = "/"}[1h])'),
    ],
)
def test_queries_that_differ_in_values_alone_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one).text == skeleton(other).text
    assert skeleton(one).values != skeleton(other).values


@pytest.mark.parametrize(
    "query",
    [
        pytest.param('x{a=~"b"}', id="an expression"),
        pytest.param('{__name__="b"}', id="a name"),
        pytest.param('count_values("b", x)', id="an argument"),
        pytest.param('x{a="b"} # "', id="a comment"),
        pytest.param('x{a="\ue0000"}', id="what a number begins with"),
        pytest.param('x{a="b"', id="no query"),
        pytest.param(f'x{{a="{"b" * MAX_LENGTH}"}}', id="too long a query"),
    ],
)
def test_a_query_is_its_own_skeleton_otherwise(query: str) -> None:
    assert skeleton(query) == Skeleton(query)


def test_a_query_is_refused_in_its_own_words() -> None:
    with pytest.raises(RejectedError, match="longer than"):
        selectors(f'x{{a="{"b" * MAX_LENGTH}"}}')
