"""Why a file is not read."""

from slo_gate.core.finding import Finding, Location, Severity
from slo_gate.core.node import Span

NOT_YAML, TOO_BIG, DUPLICATE_KEY, REFUSED = "SLO001", "SLO002", "SLO003", "SLO004"


class Refusal(Exception):  # noqa: N818 - it is no error of ours
    def __init__(self, rule: str, span: Span, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.rule, self.span, self.message, self.hint = rule, span, message, hint

    def finding(self, file: str) -> Finding:
        return Finding(self.rule, Severity.ERROR, Location(file, self.span), self.message, self.hint)


class NotYaml(Refusal):
    """What a template looks like before it is rendered."""


MAX_DEPTH = 40


def too_deep(span: Span) -> Refusal:
    return Refusal(TOO_BIG, span, f"nested deeper than {MAX_DEPTH} levels", "flatten the document")
