"""Annotations: escaped as the runner reads them, few enough that it shows them."""

from slo_gate.core.finding import Severity
from slo_gate.core.verdict import Outcome
from slo_gate.core.workflow_command import command, escape_data, escape_property
from slo_gate.outputs import GATE_OUTPUTS, VALIDATION_OUTPUTS
from slo_gate.outputs.style import Style
from tests.outputs.changed import changes
from tests.outputs.objectives import failing
from tests.outputs.reports import GATE_REPORTS, MANY, gate
from tests.outputs.validations import VALIDATION_REPORTS, finding


def test_escaping_follows_the_runner() -> None:
    assert escape_data("100%\r\n::x") == "100%25%0D%0A::x"
    assert escape_property("a:b,c%") == "a%3Ab%2Cc%25"
    assert command("error", "m", file="a,b", line=1) == "::error file=a%2Cb,line=1::m"
    assert command("endgroup", "") == "::endgroup::"


def test_annotations_of_one_level_stop_at_nine_and_say_how_many_more() -> None:
    lines = GATE_OUTPUTS["github"].render(MANY, Style()).splitlines()
    errors = [line for line in lines if line.startswith("::error ")]
    assert len(errors) == 10
    assert "::301 more: see the job summary" in errors[-1]


def test_annotations_put_errors_before_warnings() -> None:
    report = VALIDATION_REPORTS["findings"]._replace(
        findings=(finding(Severity.NOTICE), finding(Severity.ERROR), finding())
    )
    levels = [line.split(" ")[0] for line in VALIDATION_OUTPUTS["github"].render(report, Style()).splitlines()]
    assert levels == ["::error", "::error", "::notice"]


def test_span_of_several_lines_has_no_columns() -> None:
    long = finding()
    place = long.location._replace(span=long.location.span._replace(end_line=30))
    report = VALIDATION_REPORTS["findings"]._replace(findings=(long._replace(location=place),))
    assert "file=slo/search.yaml,line=18,title=SLO104::" in VALIDATION_OUTPUTS["github"].render(report, Style())


def test_advisory_failure_is_annotated_as_a_warning() -> None:
    text = GATE_OUTPUTS["github"].render(GATE_REPORTS["advisory"], Style())
    assert "::warning file=slo/checkout.yaml,line=31," in text
    assert "::error" not in text


def test_pass_is_not_annotated() -> None:
    assert GATE_OUTPUTS["github"].render(GATE_REPORTS["pass"], Style()) == ""


def test_changed_promises_are_annotated_where_they_stand_now_and_weakened_ones_warn() -> None:
    lines = GATE_OUTPUTS["github"].render(gate(Outcome.PASS, changes=changes()), Style()).splitlines()
    assert [line.partition("::")[2].partition("title=")[0].strip() for line in lines] == [
        "warning file=slo/checkout.yaml,line=31,endLine=31,col=15,endColumn=20,",
        "warning",
        "notice file=slo/search.yaml,line=18,endLine=18,col=15,endColumn=19,",
        "notice file=slo/search.yaml,line=18,endLine=18,col=15,endColumn=19,",
    ]
    assert "target 99.9 %25 → 99.5 %25: five times the budget; today 12.5 %25 over → 77.5 %25 left" in lines[0]


def test_failing_budgets_stand_before_findings() -> None:
    report = gate(Outcome.FAIL, failing(), findings=tuple(finding(line=number + 1) for number in range(20)))
    lines = GATE_OUTPUTS["github"].render(report, Style()).splitlines()
    assert ["title=slo-gate::" in lines[0], "title=fail%3A web / checkout" in lines[1]] == [True, True]
    assert len(lines) == 10


def test_weakened_promises_stand_before_other_changes_in_whatever_order_they_come() -> None:
    text = GATE_OUTPUTS["github"].render(gate(Outcome.PASS, changes=changes()[::-1]), Style())
    assert [line.split(" ")[0] for line in text.splitlines()] == ["::warning"] * 2 + ["::notice"] * 2
