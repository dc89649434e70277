from collections.abc import Iterator, Sequence

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Slo
from slo_gate.core.validation import Validation

ID = "SLO503"
PAGE = Page(
    "Every SLO says what it promises",
    "Who is woken by an SLO, or stopped by its budget, reads the description first. Asked for by `validate.require.description` of the configuration.",
    "spec:\n  service: web",
    "spec:\n  service: web\n  description: Visitors can pay for what is in their basket.",
    (Severity.ERROR,),
    on=False,
)


def check(slos: Sequence[Slo], validation: Validation) -> Iterator[Found]:
    for slo in slos:
        if validation.require.description and not slo.description.strip():
            message = "the SLO has no description"
            yield Found(slo.location, message, "say in one sentence what is promised, and to whom")
