from collections.abc import Iterator, Sequence

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Ratio, Slo
from slo_gate.core.validation import Validation
from slo_gate.promql.plain import plain
from slo_gate.promql.queries import asked

ID = "SLO717"
PAGE = Page(
    "Pyrra's latency is that of one histogram",
    "The series of a classic histogram end in `_bucket` and `_count`. Successes of one metric and a total of another may "
    "count different events, and buckets summed as a total count each event many times.",
    'success:\n  metric: request_duration_seconds_bucket{le="0.5"}\ntotal:\n  metric: requests_total',
    'success:\n  metric: request_duration_seconds_bucket{le="0.5"}\ntotal:\n  metric: request_duration_seconds_count',
    (Severity.WARNING,),
)
_FORMAT = "pyrra.dev/v1alpha1"
_BUCKET, _COUNT = "_bucket", "_count"


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        for ratio, _, _ in asked(slo).ratios if slo.format == _FORMAT else ():
            success = plain(ratio.good) if ratio.good and ratio.good.text else None
            total = plain(ratio.total)
            if success and total:
                yield from _latency(ratio, success.name, total.name)


def _latency(latency: Ratio, success: str, total: str) -> Iterator[Found]:
    histogram = success.removesuffix(_BUCKET)
    if not success.endswith(_BUCKET):
        message = f"`{success}` is named like no bucket of a histogram"
        yield Found(latency.part.location, message, f"write the metric that ends in `{_BUCKET}`")
    if not total.endswith(_COUNT):
        message = f"`{total}` is named like no count of a histogram"
        yield Found(latency.total.location, message, f"write `{histogram}{_COUNT}`")
    elif success.endswith(_BUCKET) and total != f"{histogram}{_COUNT}":
        message = f"`{total}` is the count of another histogram than `{success}`"
        yield Found(latency.total.location, message, f"write `{histogram}{_COUNT}`")
