"""Queries that are to be one selector and nothing more, as Pyrra's are."""

from functools import lru_cache

from slo_gate.core.slo import Query
from slo_gate.promql.analysis import REMEMBERED, analysed
from slo_gate.promql.facts import Matcher, Selector
from slo_gate.promql.queries import facts_of
from slo_gate.promql.tokens import Sort, Token, filled, spoken, tokens


@lru_cache(REMEMBERED)
def surplus(query: str) -> Token | None:
    """The first token of a query that no plain selector has; None where it is one, or no PromQL.

    Remembered, since each rule looks at the query in turn.
    """
    facts = analysed(query).facts
    if not facts:
        return None
    found = spoken(tokens(filled(query).plain))
    first = next(iter(facts.selectors), None)
    return next((one for one in found if first is None or _is_beyond(one, first)), None)


def _is_beyond(one: Token, selector: Selector) -> bool:
    """Outside the selector; or an `or` between its matchers, which VictoriaMetrics alone knows."""
    if not selector.start <= one.start < selector.end:
        return True
    is_or = one.sort == Sort.WORD and one.text.lower() == "or" and one.start > selector.start
    return is_or and not any(matcher.start <= one.start < matcher.end for matcher in selector.matchers)


def plain(query: Query) -> Selector | None:
    """The selector that a query is; None where it is more, or no PromQL."""
    facts = facts_of(query)
    return facts.selectors[0] if facts and not surplus(query.original) else None


def shown(matcher: Matcher) -> str:
    return f'`{matcher.label}{matcher.op}"{matcher.value[:60]}"`'
