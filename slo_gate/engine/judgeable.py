"""Which SLOs the rules look at: those of a file up to a length of their queries, since each character of them costs."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from slo_gate.core.finding import Finding, Severity
from slo_gate.core.slo import Slo, distinct_queries, queries_of

MOST = 600_000
"""How many characters of queries are judged of one file."""
_COSTLY = re.compile(r"(?P<expression>[=!]~)|(?P<sign>[()=])")
_COSTS = {"expression": 15, "sign": 5}
"""How many characters take as long as a regular expression beside its own characters, and as a sign."""
_DEAREST = 9
"""No character costs more, beside what is compared: `=~` costs 17."""
_COMPARED = re.compile(r"[=+]|\bor\b")
"""Selectors and their matchers are held to those of another query, each to each: the cost is the square of their number."""
TOO_MUCH = "SLO002"


class Judgeable(NamedTuple):
    """The SLOs that are looked at, and what is said of the others."""

    slos: tuple[Slo, ...]
    findings: tuple[Finding, ...]


def judgeable(slos: Sequence[Slo]) -> Judgeable:
    doubtful = _doubtful(slos)
    if not doubtful:
        return Judgeable(tuple(slos), ())
    costs: Counter[str] = Counter()
    kept, findings = [], {}
    for slo in slos:
        file = slo.location.file
        costs[file] += _cost(slo) if file in doubtful and costs[file] <= MOST else 0
        if costs[file] <= MOST:
            kept.append(slo)
        elif file not in findings:
            findings[file] = _left_out(slo)
    return Judgeable(tuple(kept), tuple(findings.values()))


def _doubtful(slos: Sequence[Slo]) -> set[str]:
    """The files whose queries may be too long: those that are short whatever stands in them are not counted."""
    most: dict[str, int] = {}
    for slo in slos:
        file = slo.location.file
        length = sum([len(query.text) for query in distinct_queries(slo)])
        most[file] = most.get(file, 0) + length * (_DEAREST + length)
    return {file for file, cost in most.items() if cost > MOST}


def _left_out(first: Slo) -> Finding:
    message = (
        f"the queries of this file are too long: no rule about SLOs looks at `{first.name[:80]}` and those after it"
    )
    return Finding(TOO_MUCH, Severity.ERROR, first.location, message, "split the file, or shorten the queries")


def _cost(slo: Slo) -> int:
    every = (query for objective in slo.objectives for query in queries_of(objective.indicator))
    return sum(_cost_of(text) for text in {query.location: query.text for query in every}.values())


def _cost_of(text: str) -> int:
    signs = sum(_COSTS[match.lastgroup or ""] for match in _COSTLY.finditer(text))
    return len(text) + signs + sum(1 for _ in _COMPARED.finditer(text)) ** 2
