from collections.abc import Iterator, Sequence

from slo_gate.core.finding import Severity
from slo_gate.core.glob import expression
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Slo
from slo_gate.core.validation import Validation

ID = "SLO506"
PAGE = Page(
    "Names of SLOs follow the pattern of the team",
    "Dashboards and searches go by names. Asked for by `validate.require.names` of the configuration, a glob such as `web-*`.",
    "# names: web-*\nmetadata: {name: checkout}",
    "# names: web-*\nmetadata: {name: web-checkout}",
    (Severity.ERROR,),
    on=False,
)


def check(slos: Sequence[Slo], validation: Validation) -> Iterator[Found]:
    wanted = validation.require.names
    for slo in slos:
        if wanted and not expression(wanted).fullmatch(slo.name):
            message = f"the name `{slo.name[:80]}` does not match `{wanted}`"
            yield Found(slo.location, message, "rename it; `validate.require.names` asks for that pattern")
