from collections.abc import Iterator, Sequence

from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Query, Ratio, Slo
from slo_gate.core.validation import Validation
from slo_gate.promql.facts import Facts, Grouping
from slo_gate.promql.queries import asked

ID = "SLO404"
PAGE = Page(
    "Good or bad events are grouped as all events are",
    "Series are divided by those with the same labels. Where one query keeps a label that the other does not, nothing "
    "finds its partner, and the ratio has no value.",
    "good: {query: 'sum by (region) (good_total)'}\ntotal: {query: sum(requests_total)}",
    "good: {query: 'sum by (region) (good_total)'}\ntotal: {query: 'sum by (region) (requests_total)'}",
)
_MATCHED = frozenset({"on", "ignoring", "group_left", "group_right"})
"""Who writes these has thought of labels."""


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        for divided in asked(slo).ratios:
            if divided.part and divided.total and _kept(divided.part) != _kept(divided.total):
                yield from _judge(divided.ratio, divided.part, divided.total)


def _judge(ratio: Ratio, part_facts: Facts, total_facts: Facts) -> Iterator[Found]:
    part, total = _grouping(ratio.part, part_facts), _grouping(ratio.total, total_facts)
    if part and total:
        message = f"the total is grouped {_shown(total)}, and its part {_shown(part)}"
        yield Found(ratio.total.at(total.start, total.end), message, "group both by the same labels")


def _grouping(query: Query, facts: Facts) -> Grouping | None:
    """How the aggregations of a query keep labels; None where they differ, or where a format makes the query."""
    if query.written or facts.signs & _MATCHED or _computes_labels(facts):
        return None
    return facts.groupings[-1] if len(_kept(facts)) == 1 else None


def _computes_labels(facts: Facts) -> bool:
    return any(
        call.name.startswith(("label_", "histogram_", "count_values", "topk", "bottomk")) for call in facts.calls
    )


def _kept(facts: Facts) -> set[tuple[bool, frozenset[str]]]:
    """By which labels the aggregations of a query group, each way once."""
    return {(grouping.without, grouping.labels) for grouping in facts.groupings}


def _shown(grouping: Grouping) -> str:
    if not grouping.without and not grouping.labels:
        return "by no label"
    word = "without" if grouping.without else "by"
    return f"{word} {', '.join(f'`{label[:60]}`' for label in sorted(grouping.labels)[:5])}"
