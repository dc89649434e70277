"""The rules that hold for Sloth alone."""

from collections.abc import Mapping

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page

NO_WINDOW, UNKNOWN_VARIABLE, WINDOW_ORDER = "SLO700", "SLO701", "SLO702"

_EVENTS = (
    "sli:\n  events:\n    error_query: sum(rate(errors_total[{}]))\n    total_query: sum(rate(requests_total[{}]))"
)

PAGES: Mapping[str, Page] = {
    NO_WINDOW: Page(
        "A query of Sloth has its window",
        "Sloth asks each query over many ranges, from five minutes to the whole period, and puts the range where "
        "`{{.window}}` stands. It wants at least one in each query, with blanks inside the braces or without; "
        "`{{- .window -}}`, which Go's templates would allow, it does not see.",
        _EVENTS.format("5m", "{{- .window -}}"),
        _EVENTS.format("{{.window}}", "{{ .window }}"),
    ),
    UNKNOWN_VARIABLE: Page(
        "A query of Sloth has no variable but the window",
        "Sloth knows no other, and writes `<no value>` in its place: a selector with that in it is still a query, "
        "and finds nothing.",
        'error_query: sum(rate(errors_total{job="{{.service}}"}[{{.window}}]))',
        'error_query: sum(rate(errors_total{job="checkout"}[{{.window}}]))',
    ),
    WINDOW_ORDER: Page(
        "Alert windows lie within each other",
        "An alert of Sloth fires where both of its windows burn. The short one is there to end it soon after the "
        "trouble does, which it cannot where it is as long as the long one. A long window beyond the SLO's period, which "
        "gets a warning, judges what the budget has forgotten.",
        "sloPeriod: 30d\npage:\n  quick: {errorBudgetPercent: 2, shortWindow: 1h, longWindow: 5m}",
        "sloPeriod: 30d\npage:\n  quick: {errorBudgetPercent: 2, shortWindow: 5m, longWindow: 1h}",
        (Severity.ERROR, Severity.WARNING),
    ),
}
