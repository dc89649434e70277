import re
from collections.abc import Iterator, Sequence

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Slo
from slo_gate.core.validation import Validation

ID = "SLO505"
PAGE = Page(
    "Every SLO has a runbook",
    "Whoever is woken at night needs to know what to do, not where to look for it. An annotation whose name has `runbook` in it holds the https address. Asked for by `validate.require.runbook` of the configuration.",
    "metadata:\n  name: web\n  annotations:\n    runbook: in the wiki",
    "metadata:\n  name: web\n  annotations:\n    runbook: https://runbooks.example.com/web",
    (Severity.ERROR,),
    on=False,
)
_ADDRESS = re.compile(r"https://[^\s/]+(/\S*)?")


def check(slos: Sequence[Slo], validation: Validation) -> Iterator[Found]:
    for slo in slos:
        if validation.require.runbook and not _has_runbook(slo):
            message = "the SLO has no annotation with the address of a runbook"
            yield Found(slo.location, message, "add `runbook: https://…` to the annotations")


def _has_runbook(slo: Slo) -> bool:
    return any("runbook" in key.lower() and _ADDRESS.fullmatch(value.strip()) for key, value in slo.annotations.items())
