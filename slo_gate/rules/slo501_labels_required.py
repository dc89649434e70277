from collections.abc import Iterator, Sequence

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Slo
from slo_gate.core.validation import Validation

ID = "SLO501"
PAGE = Page(
    "Every SLO has the labels that the team asks for",
    "Reports are sorted and policies matched by labels; an SLO without them falls through. Asked for by `validate.require.labels` of the configuration.",
    "metadata:\n  name: web",
    "metadata:\n  name: web\n  labels:\n    tier: critical",
    (Severity.ERROR,),
    on=False,
)


def check(slos: Sequence[Slo], validation: Validation) -> Iterator[Found]:
    for slo in slos:
        missing = [name for name in validation.require.labels if not any(slo.labels.get(name, ()))]
        if missing:
            message = f"the SLO has no label {', '.join(f'`{name}`' for name in missing)}"
            yield Found(slo.location, message, "add it to the labels; `validate.require.labels` asks for it")
