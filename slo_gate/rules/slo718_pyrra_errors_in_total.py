import re
from collections.abc import Iterator, Sequence

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Slo
from slo_gate.core.validation import Validation
from slo_gate.promql.plain import plain
from slo_gate.promql.queries import asked

ID = "SLO718"
PAGE = Page(
    "Pyrra's errors are counted by the metric of the total",
    "Pyrra takes errors that are missing for none, so a misspelt metric is a promise that is kept for ever. Where errors "
    "are the total's metric with one more matcher, it would be missing too. Another metric may also count what the total "
    "does not. None is warned of whose name begins like the total's and tells failures: `jobs_failed_total` beside "
    "`jobs_total`.",
    "ratio:\n  errors:\n    metric: shop_errors_total\n  total:\n    metric: requests_total",
    'ratio:\n  errors:\n    metric: requests_total{code=~"5.."}\n  total:\n    metric: requests_total',
    (Severity.WARNING,),
)
_FORMAT = "pyrra.dev/v1alpha1"
_FAILURE = re.compile(r"_?(?:error|fail|exception|reject|drop|timeout)", re.IGNORECASE)


def check(slos: Sequence[Slo], _validation: Validation) -> Iterator[Found]:
    for slo in slos:
        for ratio, _, _ in asked(slo).ratios if slo.format == _FORMAT else ():
            errors = plain(ratio.bad) if ratio.bad else None
            total = plain(ratio.total)
            if errors and total and errors.name != total.name and not _are_kin(errors.name, total.name):
                message = (
                    f"the errors are of `{errors.name}`, and the total of `{total.name}`, which may not count them"
                )
                hint = f'count both by one metric, such as `{total.name}{{code=~"5.."}}` for the errors'
                yield Found(ratio.part.location, message, hint)


def _are_kin(errors: str, total: str) -> bool:
    """Whether the name of the errors, up to its word for a failure, begins that of the total."""
    word = _FAILURE.search(errors)
    return word is not None and word.start() > 0 and total.startswith(errors[: word.start()])
