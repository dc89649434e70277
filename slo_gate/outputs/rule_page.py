"""A rule's page, section by section: docs/rules, `slo-gate explain` and SARIF show the same words."""

from collections.abc import Iterator
from typing import NamedTuple

from slo_gate.core.page import Page

_COMMENT = "# slo-gate: ignore {rule} -- the reason why it may stay"
_LEVELS = """\
validate:
  rules: {{{rule}: notice}} # or warning, error, off
  paths:
    - files: ["legacy/**"]
      rules: {{{rule}: off}}"""


class Section(NamedTuple):
    """A paragraph, and the YAML that it is about; empty where there is none."""

    text: str
    yaml: str = ""


def heading(rule: str, page: Page) -> str:
    return f"{rule}: {page.title}"


def standing(page: Page) -> str:
    """How grave its findings are, and whether there are any where nobody asks for them."""
    severities = "Severity: " + " or ".join(page.severities)
    return severities if page.on else f"{severities}. Off unless the configuration asks for it"


def sections(rule: str, page: Page) -> Iterator[Section]:
    """Why, what is wrong, what is right, and how to silence the rule."""
    yield Section(page.why)
    yield Section("Wrong:", page.bad)
    yield Section("Right:", page.good)
    yield from _silencing(rule, page)


def _silencing(rule: str, page: Page) -> Iterator[Section]:
    if page.commentable:
        comment = _COMMENT.format(rule=rule)
        yield Section(
            "How to silence it in one place, by a comment behind the value or on the line before it:", comment
        )
    if not page.adjustable:
        yield Section("It cannot be turned down or off: a level that `.slo-gate.yaml` gives it changes nothing.")
        return
    levels = _LEVELS.format(rule=rule)
    yield Section("How to turn it down or off, everywhere or in some files, by its level in `.slo-gate.yaml`:", levels)


def markdown(rule: str, page: Page) -> str:
    """The sections, without the heading."""
    return "\n\n".join(_markdown(section) for section in sections(rule, page))


def _markdown(section: Section) -> str:
    return f"{section.text}\n\n```yaml\n{section.yaml}\n```" if section.yaml else section.text


def plain(rule: str, page: Page) -> str:
    """The sections where nothing reads Markdown: YAML is set off by blanks."""
    return "\n\n".join(_plain(section) for section in sections(rule, page))


def _plain(section: Section) -> str:
    return "\n\n".join((section.text, indented(section.yaml))) if section.yaml else section.text


def indented(yaml: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in yaml.splitlines())
