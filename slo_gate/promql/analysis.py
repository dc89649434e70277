"""A query looked at once: what is wrong with it, or what it says."""

from functools import cache
from typing import NamedTuple

from slo_gate.promql.facts import Facts, Reader
from slo_gate.promql.faults import Fault, judge, locate
from slo_gate.promql.parsing import Kind
from slo_gate.promql.tokens import Sort, Text, Token, filled, is_template, spoken, tokens
from slo_gate.promql.words import UNPARSED


class Analysis(NamedTuple):
    """Both are None where the query is the template of one, or of a dialect that the parser does not know."""

    fault: Fault | None = None
    facts: Facts | None = None
    idle_holes: tuple[tuple[int, int], ...] = ()
    """Where placeholders stand in comments and strings alone, [start, end) each."""


@cache
def analysed(query: str) -> Analysis:
    """Remembered for the run, since each rule looks at the query in turn."""
    text = filled(query)
    every = tokens(text.plain)
    found = spoken(every)
    if is_template(every, text.plain):
        return Analysis()
    judgement = judge(text.plain, found)
    if isinstance(judgement, Kind):
        return Analysis(facts=Reader(text, found).facts(judgement), idle_holes=_idle(text, every))
    if any(one.text in UNPARSED for one in found):
        return Analysis()
    return Analysis(fault=judgement)


def located(query: str) -> Fault | None:
    """What is wrong with a query, at its place."""
    fault = analysed(query).fault
    if fault and fault.vague:
        plain = filled(query).plain
        return locate(plain, spoken(tokens(plain)))
    return fault


def _idle(text: Text, every: tuple[Token, ...]) -> tuple[tuple[int, int], ...]:
    used = {hole for hole in text.holes for one in every if one.start == hole[0] and one.sort == Sort.NUMBER}
    return () if used else text.holes
