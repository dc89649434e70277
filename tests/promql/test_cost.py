"""What queries cost a server: samples of a series that one evaluation reads, at one a minute."""

import pytest

from slo_gate.promql.cost import samples, selects_everything


@pytest.mark.parametrize(
    ("query", "read"),
    [
        pytest.param("queue_seconds", 1, id="an instant"),
        pytest.param("sum(rate(requests_total[5m]))", 5, id="a range"),
        pytest.param("rate(requests_total[10s])", 1, id="a range below a minute"),
        pytest.param("rate(a_total[1h]) / rate(b_total[5m])", 65, id="both sides"),
        pytest.param("max_over_time(queue_seconds[1d:5m])", 288, id="a subquery"),
        pytest.param("max_over_time(queue_seconds[1d:])", 1440, id="a subquery of the server's step"),
        pytest.param("avg_over_time(rate(requests_total[1h])[30d:1m])", 30 * 1440 * 60, id="a range in a subquery"),
        pytest.param("histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])))", 5, id="an argument among others"),
        pytest.param("1", 0, id="no series"),
    ],
)
def test_a_query_reads(query: str, read: int) -> None:
    assert samples(query) == read


@pytest.mark.parametrize(
    ("query", "everything"),
    [
        pytest.param('{__name__=~".+"}', True, id="any name"),
        pytest.param('{job=~".+", code!="500"}', True, id="any job, and one value left out"),
        pytest.param('sum(up) + sum({job=~"(.+)"})', True, id="a part of the query"),
        pytest.param('{__name__=~"a_total|b_total"}', False, id="two names"),
        pytest.param('{job="shop"}', False, id="a value"),
        pytest.param("requests_total", False, id="a name"),
    ],
)
def test_a_selector_may_select_everything(query: str, everything: bool) -> None:
    assert selects_everything(query) is everything
