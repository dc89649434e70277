"""Every rule of `validate` and its page, by id: those of all formats, of each format, and of the model."""

from collections.abc import Mapping

from slo_gate.core.page import Page
from slo_gate.core.pages import PAGES
from slo_gate.formats import FORMATS
from slo_gate.rules import RULES

RULEBOOK: Mapping[str, Page] = dict(
    sorted(
        {
            **PAGES,
            **{rule: page for one in FORMATS for rule, page in one.PAGES.items()},
            **{rule.ID: rule.PAGE for rule in RULES},
        }.items()
    )
)
