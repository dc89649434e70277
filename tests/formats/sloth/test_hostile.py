"""Texts that are made to take long."""

import json

from tests.support.corpus import read_set


def test_a_query_of_hardly_anything_but_blanks_is_answered_at_once() -> None:
    """An expression that can split the blanks in many ways would look at 50,000 of them for long."""
    query = "{{" + " " * 50_000 + "}}"
    text = json.dumps(
        {"service": "shop", "version": "prometheus/v1", "slos": [{"sli": {"raw": {"error_ratio_query": query}}}]}
    )
    assert "SLO700" in {finding.rule for finding in read_set({"slo.json": text}).report.findings}
