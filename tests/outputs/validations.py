"""Fixed reports of `validate`, and the rules and files that they speak of."""

from slo_gate.core.finding import Edit, Finding, Location, Severity, Skipped
from slo_gate.core.node import Span
from slo_gate.core.page import Page
from slo_gate.core.repair import Repaired
from slo_gate.core.validation_report import ValidationReport


def finding(severity: Severity = Severity.ERROR, rule: str = "SLO104", line: int = 18) -> Finding:
    return Finding(
        rule,
        severity,
        Location("slo/search.yaml", Span(line, 15, line, 19)),
        "`target` is 99.9; OpenSLO wants a fraction between 0 and 1",
        "write `0.999`",
    )


MENDED = Repaired("slo/checkout.yaml", "kind: slo\nop: LTE\n", "kind: SLO\nop: lte\n", 2)
FIX = Edit(Span(18, 15, 18, 19), "0.999")

VALIDATION_REPORTS = {
    "clean": ValidationReport(2, 2, 3, (), (), names=("slo/checkout.yaml", "slo/search.yaml")),
    "findings": ValidationReport(
        3,
        4,
        5,
        (Skipped("chart/slo.yaml", "a Helm template: render it first"),),
        (finding(), finding(Severity.WARNING, "SLO203", 9), finding(Severity.NOTICE, "SLO301", 2)),
        suppressed=2,
        names=("chart/slo.yaml", "slo/checkout.yaml", "slo/search.yaml"),
    ),
    "fixable": ValidationReport(1, 1, 1, (), (finding()._replace(fix=FIX), finding(Severity.WARNING, "SLO203", 9))),
    "fixed": ValidationReport(
        3,
        3,
        3,
        (),
        (finding(Severity.WARNING, "SLO203", 9),),
        repaired=(MENDED, MENDED._replace(file="slo/search.yaml", repairs=1)),
    ),
    "unwritten": ValidationReport(
        1, 1, 1, (), (finding()._replace(fix=FIX),), unwritten=(Skipped("slo/checkout.yaml", "it is read-only"),)
    ),
}
PAGES = {
    "SLO104": Page("A value is one that is allowed", "Choices follow the format.", "op: below", "op: lt"),
    "SLO203": Page(
        "Every object is used",
        "What nobody refers to is never measured.",
        "kind: SLI\nmetadata: {name: web}",
        "indicatorRef: web",
        (Severity.WARNING,),
        on=False,
    ),
}
"""Two rules, as the rulebook may have them; a report may name rules that it has not."""

SOURCE = {
    2: "kind: SLO",
    9: "    duration: 4w",
    18: "    - target: 99.9 # of requests",
    20: "日本語: x",
}


def source_line(_file: str, line: int) -> str | None:
    return SOURCE.get(line)
