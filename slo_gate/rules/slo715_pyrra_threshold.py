import re
from collections.abc import Iterator, Sequence

from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Query, Slo
from slo_gate.core.validation import Validation
from slo_gate.promql.facts import Selector
from slo_gate.promql.plain import plain, shown
from slo_gate.promql.queries import asked

ID = "SLO715"
PAGE = Page(
    "Pyrra's latency states what is fast enough",
    "The successes of a latency are the events in one bucket of a histogram, and its `le` is the number of seconds, or of "
    "whatever the histogram holds. Pyrra refuses what is no number, such as an expression for several spellings of one. "
    "Infinity passes, and then every event is fast.",
    "success:\n  metric: request_duration_seconds_bucket",
    'success:\n  metric: request_duration_seconds_bucket{le="0.5"}',
)
_FORMAT = "pyrra.dev/v1alpha1"
_NUMBER = re.compile(r"[-+]?([0-9]{1,30}\.?[0-9]{0,30}|\.[0-9]{1,30})([eE][-+]?[0-9]{1,3})?")


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        for ratio, _, _ in asked(slo).ratios if slo.format == _FORMAT else ():
            selector = plain(ratio.good) if ratio.good and ratio.good.text else None
            if selector:
                yield from _success(ratio.part, selector)


def _success(query: Query, selector: Selector) -> Iterator[Found]:
    found = [one for one in selector.matchers if one.label == "le"]
    if not found:
        message = "the successes of a latency have no `le`, which tells the fast from the slow"
        yield Found(query.location, message, 'select the bucket that is fast enough, such as `le="0.5"`')
    elif len(found) > 1:
        yield Found(query.at(found[1].start, found[1].end), "`le` is matched twice", "keep one of them")
    elif not _NUMBER.fullmatch(found[0].value):
        message = f"{shown(found[0])} is no number that an event could exceed"
        yield Found(query.at(found[0].start, found[0].end), message, 'write a number, such as `le="0.5"`')
