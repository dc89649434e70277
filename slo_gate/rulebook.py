"""Every rule and its page, by id: those of `validate` for all formats, each format and the model, and those about changes."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from slo_gate.core.errors import UsageError
from slo_gate.core.page import Page
from slo_gate.core.pages import PAGES
from slo_gate.core.spelling import closest
from slo_gate.core.weakening_pages import PAGES as WEAKENING
from slo_gate.formats import FORMATS
from slo_gate.rules import RULES


def _pages() -> Mapping[str, Page]:
    pages = {
        **PAGES,
        **{rule: page for one in FORMATS for rule, page in one.load().PAGES.items()},
        **{rule.ID: rule.PAGE for rule in RULES},
        **WEAKENING,
    }
    return dict(sorted(pages.items()))


class _Rulebook(Mapping[str, Page]):
    """Gathered when it is first looked into: every format is imported for it."""

    @cached_property
    def _gathered(self) -> Mapping[str, Page]:
        return _pages()

    def __getitem__(self, rule: str) -> Page:
        return self._gathered[rule]

    def __iter__(self) -> Iterator[str]:
        return iter(self._gathered)

    def __len__(self) -> int:
        return len(self._gathered)


RULEBOOK: Mapping[str, Page] = _Rulebook()


def is_rule(text: str) -> bool:
    """Whether a text is meant as the id of a rule."""
    return re.fullmatch(r"SLO[0-9]+", text.strip(), re.IGNORECASE) is not None


def find(text: str) -> str:
    """The id of a rule, whatever case it is written in. Raises UsageError where there is none."""
    rule = text.strip().upper()
    if rule in RULEBOOK:
        return rule
    close = closest(rule, RULEBOOK)
    meant = f"did you mean {close}? " if close else ""
    raise UsageError(f"there is no rule {text[:80]!r}", f"{meant}`slo-gate explain` lists them all")
