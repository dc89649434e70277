"""A file with more mistakes than anybody reads."""

from slo_gate.core.enough import ENOUGH
from slo_gate.engine.validation import MAX_FINDINGS
from tests.support.corpus import read_set

HEAD = "apiVersion: openslo/v1\nkind: Service\nmetadata: {name: shop}\nspec:\n"
SLO = """\
apiVersion: openslo/v1
kind: SLO
metadata: {name: a}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{duration: 30d, isRolling: true}]
  indicator:
    metadata: {name: requests}
    spec: {thresholdMetric: {metricSource: {type: prometheus, spec: {query: up}}}}
  objectives: [{op: lte, value: 1, target: 0.9}]
"""


def test_a_file_has_a_thousand_findings_at_most_and_the_number_of_the_others() -> None:
    text = HEAD + "".join(f"  zork{number}: 1\n" for number in range(MAX_FINDINGS + 234))
    findings = read_set({"slo.yaml": text, "other.yaml": HEAD.replace("shop", "till") + "  zork: 1\n"}).report.findings
    assert len([finding for finding in findings if finding.location.file == "slo.yaml"]) == MAX_FINDINGS + 1
    (more,) = (finding for finding in findings if finding.rule == "SLO002")
    assert more.message == "234 more findings in this file are left out"
    assert more.is_error
    assert [finding.rule for finding in findings if finding.location.file == "other.yaml"] == ["SLO101"]


def test_of_more_than_are_counted_it_is_said_how_many_there_are_at_least() -> None:
    text = "---\n".join(HEAD + "".join(f"  zork{number}: 1\n" for number in range(ENOUGH // 2)) for _ in range(3))
    findings = read_set({"slo.yaml": text}).report.findings
    assert [finding.location.line for finding in findings if finding.rule == "SLO101"] == list(
        range(5, MAX_FINDINGS + 5)
    )
    (more,) = (finding for finding in findings if finding.rule == "SLO002")
    assert more.message.startswith("at least 2,")
    assert more.is_error


def test_no_object_is_sound_because_its_file_has_mistakes_enough() -> None:
    """The last SLO is not read, though nobody is told of its mistake."""
    wrong = SLO.replace("kind: SLO\n", "kind: SLO\n" + "".join(f"zork{number}: 1\n" for number in range(ENOUGH)))
    last = SLO.replace("name: a", "name: last").replace("kind: SLO\n", "kind: SLO\nzork: 1\n")
    right = SLO.replace("name: a", "name: right")
    assert [slo.name for slo in read_set({"slo.yaml": f"{wrong}---\n{right}---\n{last}"}).slos] == ["right"]
