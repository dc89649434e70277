from collections.abc import Iterator, Sequence

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Query, Slo
from slo_gate.core.validation import Validation
from slo_gate.promql.facts import Facts
from slo_gate.promql.queries import asked, facts_asked
from slo_gate.promql.sameness import same

ID = "SLO402"
PAGE = Page(
    "Good or bad events are not all events",
    "Where both queries are the same, the ratio is 1 whatever happens: the promise is always kept, or never. Blanks, "
    "quotes and the order of labels make no difference.",
    'good: {query: "sum(http_requests_total)"}\ntotal: {query: "sum( http_requests_total )"}',
    "good: {query: 'sum(http_requests_total{code!~\"5..\"})'}\ntotal: {query: sum(http_requests_total)}",
    (Severity.ERROR,),
)


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        for ratio, _, _ in asked(slo).ratios:
            part, total = ratio.part, ratio.total
            aliased = part.location == total.location  # who writes one query under both keys means it
            if not aliased and _asked_of(part) == _asked_of(total) and _same(part, total):
                name, always = ("good", "always kept") if ratio.good else ("bad", "never kept")
                message = f"{name} and total are the same query, so the promise is {always}"
                yield Found(part.location, message, f"count only the {name} events here")


def _same(part: Query, total: Query) -> bool:
    own, whole = facts_asked(part), facts_asked(total)
    if own and whole and _sizes(own) != _sizes(whole):  # as in most SLOs
        return False
    return same(part.text, total.text)


def _sizes(facts: Facts) -> list[int]:
    """How many matchers each selector has."""
    return [len(one.matchers) for one in facts.selectors]


def _asked_of(query: Query) -> tuple[str, str]:
    return query.source, query.source_type
