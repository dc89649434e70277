from collections.abc import Iterator, Sequence

from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Slo
from slo_gate.core.sql import Text
from slo_gate.core.sql_queries import sql_queries
from slo_gate.core.sql_select import no_select
from slo_gate.core.validation import Validation

ID = "SLO421"
PAGE = Page(
    "A query of a database is one SELECT",
    "What is asked must not change what is measured, and of two statements one would be run unseen. Judged are the "
    "statements, the ends of strings and comments, and parentheses; the rest is the database's to say.",
    "query: SELECT count(*) FROM ratings; DROP TABLE ratings",
    "query: SELECT count(*) FROM ratings WHERE given >= $start AND given < $end",
)
_ONE = "write one SELECT, with WITH before it if need be"


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        for query, text in sql_queries(slo):
            fault = no_select(text)
            if fault:
                yield Found(query.at(fault.start, fault.end), fault.message, _hint(text))


def _hint(text: Text) -> str:
    return "close it, or remove it" if text.fault else _ONE
