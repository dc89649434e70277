"""A file with more mistakes than anybody reads."""

from slo_gate.engine.validation import MAX_FINDINGS
from tests.support.corpus import read_set

HEAD = "apiVersion: openslo/v1\nkind: Service\nmetadata: {name: shop}\nspec:\n"


def test_a_file_has_a_thousand_findings_at_most_and_the_number_of_the_others() -> None:
    text = HEAD + "".join(f"  zork{number}: 1\n" for number in range(MAX_FINDINGS + 234))
    findings = read_set({"slo.yaml": text, "other.yaml": HEAD.replace("shop", "till") + "  zork: 1\n"}).report.findings
    assert len([finding for finding in findings if finding.location.file == "slo.yaml"]) == MAX_FINDINGS + 1
    (more,) = (finding for finding in findings if finding.rule == "SLO002")
    assert more.message == "234 more findings in this file are left out"
    assert more.is_error
    assert [finding.rule for finding in findings if finding.location.file == "other.yaml"] == ["SLO101"]
