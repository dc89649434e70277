"""The rules that hold in OpenSLO alone."""

from collections.abc import Mapping

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page

_WARNS = (Severity.WARNING,)
WRONG_WAY, NO_NAME, BARE_NAME = "SLO740", "SLO742", "SLO743"

PAGES: Mapping[str, Page] = {
    "SLO740": Page(
        "A condition holds where the budget burns",
        "A burn rate is at 1 where the budget lasts just as long as the window. A condition that it be below something "
        "holds while all is well, and one that it be above nothing holds always. This is said of conditions that no "
        "SLO of the set uses.",
        "condition:\n  kind: burnrate\n  op: lte\n  threshold: 2\n  lookbackWindow: 1h",
        "condition:\n  kind: burnrate\n  op: gte\n  threshold: 2\n  lookbackWindow: 1h",
        _WARNS,
    ),
    "SLO742": Page(
        "A service has a name that a Service can have",
        "The name of a Service is of small letters, digits and `-`. No Service can be declared for another name, so "
        "nothing can ever be told of the one that is meant.",
        "spec:\n  service: The Checkout Service",
        "spec:\n  service: the-checkout-service",
        _WARNS,
    ),
    "SLO743": Page(
        "An alert policy is referred to by its key",
        "oslo took bare names until its version 0.12; what keeps to the text of OpenSLO v1 refuses them. They are read "
        "as references all the same. `--dialect legacy` says nothing of them.",
        "alertPolicies:\n  - wake-somebody",
        "alertPolicies:\n  - alertPolicyRef: wake-somebody",
        _WARNS,
    ),
}
