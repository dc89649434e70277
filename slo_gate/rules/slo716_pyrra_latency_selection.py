from collections.abc import Iterator, Sequence

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Query, Slo
from slo_gate.core.validation import Validation
from slo_gate.promql.facts import Matcher, Selector
from slo_gate.promql.plain import plain, shown
from slo_gate.promql.queries import asked

ID = "SLO716"
PAGE = Page(
    "Pyrra's fast events are told from the slow by time alone",
    "What a matcher of the successes leaves out counts as too slow where the total counts it. Leaving out by `!=` or `!~` "
    'is taken for meant: with `code!~"5.."` a failure is never fast. A matcher by `=` or `=~` at the successes alone is '
    "more often one that the total forgot.",
    'success:\n  metric: request_duration_seconds_bucket{handler="/pay",le="0.5"}\n'
    "total:\n  metric: request_duration_seconds_count",
    'success:\n  metric: request_duration_seconds_bucket{handler="/pay",le="0.5"}\n'
    'total:\n  metric: request_duration_seconds_count{handler="/pay"}',
    (Severity.WARNING,),
)
_FORMAT = "pyrra.dev/v1alpha1"


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        for ratio, _, _ in asked(slo).ratios if slo.format == _FORMAT else ():
            success = plain(ratio.good) if ratio.good and ratio.good.text else None
            total = plain(ratio.total)
            if success and total:
                yield from _latency(ratio.part, success, total)


def _latency(query: Query, success: Selector, total: Selector) -> Iterator[Found]:
    for matcher in success.matchers:
        if _narrows(matcher, total):
            message = f"the total has no {shown(matcher)}, so all other events count as too slow"
            hint = f"write {shown(matcher)} in both, or in neither"
            yield Found(query.at(matcher.start, matcher.end), message, hint)


def _narrows(matcher: Matcher, total: Selector) -> bool:
    labels = {one.label for one in total.matchers}
    return matcher.label not in labels | {"le"} and matcher.op in {"=", "=~"}
