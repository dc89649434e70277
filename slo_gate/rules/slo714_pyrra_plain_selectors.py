from collections.abc import Iterator, Sequence

from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Query, Slo
from slo_gate.core.validation import Validation
from slo_gate.promql.facts import Facts
from slo_gate.promql.plain import surplus
from slo_gate.promql.queries import asked

ID = "SLO714"
PAGE = Page(
    "A metric of Pyrra is a plain selector",
    "Pyrra makes the rates and sums itself, so a metric is the name of series, perhaps with matchers. Of functions, sums and "
    "ranges its Kubernetes webhook refuses a part, and the rest fails later, where nobody looks. It drops an `offset` in "
    "silence, and names its rules after the metric, which must therefore stand before the braces.",
    "bool_gauge:\n  metric: sum(up)",
    "bool_gauge:\n  metric: up",
)
_FORMAT = "pyrra.dev/v1alpha1"


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        if slo.format == _FORMAT:
            for query, facts in asked(slo).sound:
                yield from _query(query, facts)


def _query(query: Query, facts: Facts) -> Iterator[Found]:
    found = surplus(query.original)
    if found:
        message = f"`{found.text}` makes the metric more than a selector of series; Pyrra takes nothing more"
        yield Found(query.at(found.start, found.end), message, _instead(query, facts))
        return
    selector = facts.selectors[0]
    if query.original[selector.start] == "{" and ("__name__" in query.original or not selector.name):
        message = "the metric has no name before its braces; Pyrra names its rules after it"
        yield Found(query.at(selector.start, selector.end), message, f"write `{selector.name or 'the_metric'}{{…}}`")


def _instead(query: Query, facts: Facts) -> str:
    if len(facts.selectors) == 1:
        return f"write `{query.original[facts.selectors[0].start : facts.selectors[0].end]}`"
    return "write one metric, with matchers in braces; what is computed of several, record by a rule of Prometheus"
