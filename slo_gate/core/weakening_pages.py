"""The rules about promises that a change weakens, and which aspect each is about."""

from collections.abc import Mapping

from slo_gate.core.finding import Severity
from slo_gate.core.page import Page

_LEVELS = (Severity.ERROR, Severity.WARNING)
_BOTH = "Both versions judge until the change is merged. "


def _page(title: str, why: str, bad: str, good: str) -> Page:
    return Page(title, why, bad, good, _LEVELS, commentable=False)


PAGES: Mapping[str, Page] = {
    "SLO801": _page(
        "A change removes no promise",
        "A budget that is spent must not go away with its SLO. A file that leaves the globs of `slos` takes its promises with it. "
        "What was promised judges until the change is merged.",
        "# slo/checkout.yaml is deleted",
        "spec:\n  service: checkout",
    ),
    "SLO802": _page(
        "A change lowers no target",
        f"A lower target makes a larger budget out of the same errors. {_BOTH}The finding says how many times larger.",
        "objectives: [{target: 0.995}] # 0.999 before",
        "objectives: [{target: 0.999}]",
    ),
    "SLO803": _page(
        "A change leaves the window as it is",
        f"Either way can hide a burn: a shorter window forgets it sooner, a longer one dilutes it. {_BOTH}",
        "timeWindow: [{duration: 7d, isRolling: true}] # 30d before",
        "timeWindow: [{duration: 30d, isRolling: true}]",
    ),
    "SLO804": _page(
        "A change leaves the budgeting method as it is",
        f"Requests and time slices make different budgets of the same outage, and so do slices of another length. {_BOTH}",
        "budgetingMethod: Timeslices # Occurrences before",
        "budgetingMethod: Occurrences",
    ),
    "SLO805": _page(
        "A change leaves as it is what is measured",
        "Another query, threshold or source counts other events, and nobody can tell from its text whether the promise is still "
        f"the same. Blanks make no difference. {_BOTH}New queries of a change that is not trusted are not run.",
        'query: sum(requests{code!="500"}) # sum(requests) before',
        "query: sum(requests)",
    ),
    "SLO806": _page(
        "A change leaves promises where the policy finds them",
        "Rules, exemptions, lenient tiers, exclusions and `--service` choose SLOs by their service, name and labels. With others, a "
        "rule may speak for the SLO no more, or an exemption does; and some sources find numbers by names alone. A second SLO with the same names may be taken for the first.",
        "labels: {tier: low} # critical before, which a rule looks at",
        "labels: {tier: critical}",
    ),
    "SLO807": _page(
        "A change leaves the configuration as it is",
        "A change is judged by the configuration at its base, whatever it says itself. More files under `slos` or `tests`, more "
        "`freezes`, more `rules` about budgets, and fewer `exemptions` judge more, and are no weakening, nor are `exclusions` that go after they expired; every other change of a "
        "section may judge less, also one more rule about what has no number, which decides instead of the defaults.",
        "rules: [{name: spent, when: {remaining_at_most: -50%}, then: fail}] # 0% before",
        "rules: [{name: spent, when: {remaining_at_most: 0%}, then: fail}]",
    ),
    "SLO808": _page(
        "A change silences no rule",
        "A comment that silences a rule hides what the rule would say of this place from then on.",
        "target: 0.9 # slo-gate: ignore SLO302 -- it is fine (a new comment)",
        "target: 0.9",
    ),
    "SLO809": _page(
        "A change leaves the numbers alone",
        "A source of the configuration reads this file, or runs it, and the file is part of the repository: the change has written "
        "numbers for its own budgets. Unlike SLO files, numbers are read as the change has them, since nobody keeps the old ones. Keep "
        "them outside of the repository, or let the workflow fetch them. A file that the base has not, such as one that the workflow "
        "makes, is no such file.",
        '{"slo": "checkout", "good": 100000, "total": 100000} # "good": 99700 before',
        '{"slo": "checkout", "good": 99700, "total": 100000}',
    ),
}
RULES: Mapping[str, str] = {
    "removed": "SLO801",
    "target": "SLO802",
    "window": "SLO803",
    "method": "SLO804",
    "slice": "SLO804",
    "slice_target": "SLO804",
    "query": "SLO805",
    "source": "SLO805",
    "indicator": "SLO805",
    "operator": "SLO805",
    "limit": "SLO805",
    "annotation": "SLO805",
    "service": "SLO806",
    "name": "SLO806",
    "objective": "SLO806",
    "label": "SLO806",
    "twin": "SLO806",
    "config": "SLO807",
    "config_removed": "SLO807",
    "suppression": "SLO808",
    "numbers": "SLO809",
}
"""By the codes of aspects that can weaken."""
