from collections.abc import Iterator, Sequence

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page
from slo_gate.core.ports import Found
from slo_gate.core.slo import Slo
from slo_gate.core.validation import Validation

ID = "SLO504"
PAGE = Page(
    "Every SLO has an owner",
    "A budget that nobody owns is spent without anybody deciding so. A label or an annotation says who it is: `owner`, `team`, `squad`, `contact` or `maintainer`, with or without a prefix such as `example.com/`. Asked for by `validate.require.owner` of the configuration.",
    "metadata:\n  name: web",
    "metadata:\n  name: web\n  labels:\n    owner: payments",
    (Severity.ERROR,),
    on=False,
)
_WORDS = frozenset({"owner", "owners", "team", "squad", "contact", "maintainer", "maintainers", "owned-by", "owned_by"})


def check(slos: Sequence[Slo], validation: Validation) -> Iterator[Found]:
    for slo in slos:
        if validation.require.owner and not _has_owner(slo):
            yield Found(slo.location, "the SLO says nowhere who owns it", "add the label `owner`, or `team`")


def _has_owner(slo: Slo) -> bool:
    said = {key for key, values in slo.labels.items() if any(values)} | {
        key for key, value in slo.annotations.items() if value
    }
    return any(key.rpartition("/")[2].lower() in _WORDS for key in said)
