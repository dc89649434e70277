from collections.abc import Iterator, Sequence

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Query, Slo
from slo_gate.core.sql import Sort, Text
from slo_gate.core.sql_queries import OURS, sql_queries
from slo_gate.core.validation import Validation

ID = "SLO422"
PAGE = Page(
    "A query of a database is limited to the window",
    "`$start` and `$end` are the ends of what is measured. A query without them counts all time, whatever the window is. "
    "`$step` may be used for the length of a bucket; there is no other parameter.",
    "query: SELECT count(*) FROM ratings WHERE given >= now() - INTERVAL 30 DAY",
    "query: SELECT count(*) FROM ratings WHERE given >= $start AND given < $end",
    (Severity.WARNING, Severity.ERROR),
)
_NEEDED = ("$start", "$end")
_KNOWN = frozenset({*_NEEDED, "$step"})


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        for query, text in sql_queries(slo, OURS):
            if not text.fault:
                yield from _missing(query, text)
                yield from _unknown(query, text)


def _missing(query: Query, text: Text) -> Iterator[Found]:
    used = {one.text for one in text.tokens}
    missing = [name for name in _NEEDED if name not in used]
    if missing:
        message = f"the query does not use {' and '.join(f'`{name}`' for name in missing)}, so it is not limited to the window"
        yield Found(query.location, message, "compare the time of events: `at >= $start AND at < $end`")


def _unknown(query: Query, text: Text) -> Iterator[Found]:
    for one in text.tokens:
        if one.sort == Sort.PARAMETER and one.text not in _KNOWN:
            message = f"`{one.text[:40]}` is no parameter"
            yield Found(
                query.at(one.start, one.end), message, "there are `$start`, `$end` and `$step`", severity=Severity.ERROR
            )
