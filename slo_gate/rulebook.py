"""Every rule of `validate` and its page, by id: those of all formats, of each format, and of the model."""

from collections.abc import Mapping
from difflib import get_close_matches

from slo_gate.core.errors import UsageError
from slo_gate.core.page import Page
from slo_gate.core.pages import PAGES
from slo_gate.formats import FORMATS
from slo_gate.rules import RULES

RULEBOOK: Mapping[str, Page] = dict(
    sorted(
        {
            **PAGES,
            **{rule: page for one in FORMATS for rule, page in one.load().PAGES.items()},
            **{rule.ID: rule.PAGE for rule in RULES},
        }.items()
    )
)


def find(text: str) -> str:
    """The id of a rule, whatever case it is written in. Raises UsageError where there is none."""
    rule = text.strip().upper()
    if rule in RULEBOOK:
        return rule
    close = get_close_matches(rule, list(RULEBOOK), n=1)
    meant = f"did you mean {close[0]}? " if close else ""
    raise UsageError(f"there is no rule {text[:80]!r}", f"{meant}`slo-gate explain` lists them all")
