"""A query looked at once: what is wrong with it, or what it says."""

from functools import lru_cache
from typing import NamedTuple

from slo_gate.promql.facts import Facts, Reader
from slo_gate.promql.faults import Fault, judge, locate
from slo_gate.promql.parsing import Kind
from slo_gate.promql.patterns import pattern, with_values
from slo_gate.promql.tokens import filled, is_template, spoken, tokens
from slo_gate.promql.words import UNPARSED

REMEMBERED = 1024
"""Queries, and patterns of queries, whose analysis is kept."""


class Analysis(NamedTuple):
    """Both are None where the query is the template of one, or of a dialect that the parser does not know."""

    fault: Fault | None = None
    facts: Facts | None = None


@lru_cache(REMEMBERED)
def analysed(query: str) -> Analysis:
    """Remembered, since rules look at the query in turn, and queries that are alike follow each other."""
    alike = pattern(query)
    analysis = analysed_alone(alike)
    if alike == query:
        return analysis
    return Analysis(facts=with_values(analysis.facts, query)) if analysis.facts else analysed_alone(query)


@lru_cache(REMEMBERED)
def analysed_alone(query: str) -> Analysis:
    """The same, whatever was found of queries that are alike."""
    text = filled(query)
    every = tokens(text.plain)
    found = spoken(every)
    if is_template(every, text.plain):
        return Analysis()
    judgement = judge(text.plain, found)
    if isinstance(judgement, Kind):
        return Analysis(facts=Reader(text, found).facts(judgement))
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
