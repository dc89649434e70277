"""A query looked at once: what is wrong with it, or what it says."""

from functools import lru_cache
from typing import NamedTuple

from slo_gate.promql.facts import Facts, Reader
from slo_gate.promql.faults import Fault, fault_of
from slo_gate.promql.parsing import kind_of, within_bounds
from slo_gate.promql.tokens import Sort, Text, Token, filled, is_template, spoken, tokens
from slo_gate.promql.words import UNPARSED

KEPT = 20_000
"""How many queries are remembered: rules look at each in turn."""


class Analysis(NamedTuple):
    """Both are None where the query is the template of one, or of a dialect that the parser does not know."""

    fault: Fault | None = None
    facts: Facts | None = None
    idle_holes: tuple[tuple[int, int], ...] = ()
    """Where placeholders stand in comments and strings alone, [start, end) each."""


@lru_cache(KEPT)
def analysed(query: str) -> Analysis:
    text = filled(query)
    every = tokens(text.plain)
    found = spoken(every)
    if is_template(every, text.plain):
        return Analysis()
    fault = fault_of(text.plain, found)
    if fault and any(one.text in UNPARSED for one in found):
        return Analysis()
    if fault:
        return Analysis(fault=fault)
    kind = kind_of(within_bounds(text.plain))
    return Analysis(facts=Reader(text, found).facts(kind), idle_holes=_idle(text, every))


def _idle(text: Text, every: tuple[Token, ...]) -> tuple[tuple[int, int], ...]:
    used = {hole for hole in text.holes for one in every if one.start == hole[0] and one.sort == Sort.NUMBER}
    return () if used else text.holes
