from collections.abc import Iterator, Sequence

from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Slo
from slo_gate.core.validation import Validation
from slo_gate.promql.queries import asked

ID = "SLO408"
PAGE = Page(
    "The placeholder of the window has an effect",
    "A placeholder in a comment or a string satisfies a tool that looks for it and changes nothing: every window is then "
    "measured over the same range.",
    "error_query: |\n  # over {{.window}}\n  sum(rate(errors_total[5m]))",
    "error_query: |\n  sum(rate(errors_total[{{.window}}]))",
)


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        for query, facts in asked(slo).sound:
            for start, end in facts.idle_holes[:1]:
                message = f"`{query.original[start:end]}` stands in a comment or a string alone, and has no effect"
                yield Found(query.at(start, end), message, "write it in the brackets of the range")
