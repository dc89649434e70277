"""A file of very many mistakes is told of all of them, if not of every place."""

from slo_gate.rules.slo401_promql import MOST
from tests.support.corpus import read_set

SLO = """\
apiVersion: openslo/v1
kind: SLO
metadata: {name: web-NUMBER}
spec:
  service: shop
  indicator:
    metadata: {name: measured}
    spec: {thresholdMetric: {metricSource: {type: prometheus, spec: {query: max(xNUMBER) BLANKS y}}}}
  timeWindow: [{duration: 30d, isRolling: true}]
  budgetingMethod: Occurrences
  objectives: [{target: 0.99, op: lte, value: 1}]
"""


def test_places_are_searched_for_up_to_a_limit() -> None:
    long = SLO.replace("BLANKS", "+ x" * 90)
    count = 2 * MOST // 270
    files = {f"{number}.yaml": long.replace("NUMBER", str(number)) for number in range(count)}
    findings = [finding for finding in read_set(files).report.findings if finding.rule == "SLO401"]
    widths = [one.location.span.end_column - one.location.span.column for one in findings]
    assert len(findings) == count
    assert 1 in widths
    assert max(widths) > 200
