"""The queries of SLOs that are SQL."""

from collections.abc import Iterator

from slo_gate.core.slo import Query, Slo, queries_of
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
    every = (query for objective in slo.objectives for query in queries_of(objective.indicator))
    for query in {query.location: query for query in every if query.source_type in types and query.original}.values():
        yield query, read(query.original)
