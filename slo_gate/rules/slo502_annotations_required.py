from collections.abc import Iterator, Sequence

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Slo
from slo_gate.core.validation import Validation

ID = "SLO502"
PAGE = Page(
    "Every SLO has the annotations that the team asks for",
    "What people and tools look up, such as a dashboard, is found only where it is written. Asked for by `validate.require.annotations` of the configuration.",
    "metadata:\n  name: web",
    "metadata:\n  name: web\n  annotations:\n    dashboard: https://dashboards.example.com/web",
    (Severity.ERROR,),
    on=False,
)


def check(slos: Sequence[Slo], validation: Validation) -> Iterator[Found]:
    for slo in slos:
        missing = [name for name in validation.require.annotations if not slo.annotations.get(name)]
        if missing:
            message = f"the SLO has no annotation {', '.join(f'`{name}`' for name in missing)}"
            yield Found(slo.location, message, "add it to the annotations; `validate.require.annotations` asks for it")
