"""The queries of SLOs that are SQL."""

from collections.abc import Iterator

from slo_gate.core.slo import Query, Slo, distinct_queries
from slo_gate.core.sql import Text, read

OURS = frozenset({"sql", "duckdb"})
"""Types of sources that the gate asks itself, with its parameters."""

TYPES = OURS | {
    "postgres",
    "postgresql",
    "sqlite",
    "mysql",
    "redshift",
    "bigquery",
    "snowflake",
    "trino",
    "clickhouse",
    "athena",
}


def sql_queries(slo: Slo, types: frozenset[str] = TYPES) -> Iterator[tuple[Query, Text]]:
    """Each SQL query of an SLO once, read."""
    for query in distinct_queries(slo):
        if query.source_type in types and query.original:
            yield query, read(query.original)
