"""The rules of Pyrra's format alone: what its own checks let pass, and what only one of its two ways in refuses."""

from collections.abc import Mapping

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page

FURTHER_DOCUMENT, ONLY_FROM_FILES, PROMISES_NOTHING, SHORT_WINDOW, DEPRECATED = (
    "SLO710",
    "SLO711",
    "SLO712",
    "SLO713",
    "SLO719",
)
_WARNS = (Severity.WARNING,)

PAGES: Mapping[str, Page] = {
    FURTHER_DOCUMENT: Page(
        "A file holds one Pyrra objective",
        "Where Pyrra reads files, it takes the first document of each and ignores the others in silence: their rules are "
        "never made. Kubernetes applies them all. A file of its own for each objective works both ways.",
        "# web.yaml\nkind: ServiceLevelObjective\nmetadata: {name: web-errors}\n---\n"
        "kind: ServiceLevelObjective\nmetadata: {name: web-latency}",
        "# web-latency.yaml\nkind: ServiceLevelObjective\nmetadata: {name: web-latency}",
        _WARNS,
    ),
    ONLY_FROM_FILES: Page(
        "Pyrra's objective is one that Kubernetes takes too",
        "In Kubernetes, `target` is a string, and names are lower-case letters, digits, `-` and `.`. Where Pyrra reads "
        "files it turns the number into a string, and takes any name, so there it works until somebody applies the file "
        "to a cluster. It is a warning for that reason.",
        "metadata:\n  name: Web_Errors\nspec:\n  target: 99.9",
        'metadata:\n  name: web-errors\nspec:\n  target: "99.9"',
        _WARNS,
    ),
    PROMISES_NOTHING: Page(
        "A target promises something",
        "Pyrra takes a target of 0. It is always kept, whatever happens, so no alert fires and every change may pass.",
        'target: "0"',
        'target: "99"',
        _WARNS,
    ),
    SHORT_WINDOW: Page(
        "Pyrra can measure burn rates in the window",
        "Pyrra alerts on burn rates over parts of the window, from 1/8064 to 1/7 of it, and rounds them to whole minutes. "
        "Below 67h12m the shortest becomes 0 minutes (a warning), below 5h36m so does what it is compared with (an "
        "error): Prometheus refuses a rule over 0 minutes. A window that is no whole number of minutes cannot be measured.",
        "window: 1h",
        "window: 7d",
        (Severity.ERROR, Severity.WARNING),
    ),
    DEPRECATED: Page(
        "No key of Pyrra is used that is to go",
        "`alerting.disabled` is deprecated. `burnrates: false` says the same.",
        "alerting:\n  disabled: true",
        "alerting:\n  burnrates: false",
        _WARNS,
    ),
}
