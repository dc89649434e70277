"""PromQL as SLO files write it. The one door to promql_parser, which is imported where a query is parsed, and not before."""
