"""The one door to jinja2: the package's own templates, in a sandbox, with nothing foreign outside code."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import PackageLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from slo_gate.outputs.markup import Markdown, to_markdown

Render = Callable[[Mapping[str, object]], str]
"""From a template's context to its text."""


def load(name: str) -> Render:
    """A template of Markdown: `finalize` makes every value code that is not marked as Markdown."""
    environment = _environment(finalize=to_markdown, autoescape=False)
    environment.filters = {"joined": _joined}
    return environment.get_template(name).render


def load_html(name: str) -> Render:
    """A template of HTML: every value is escaped that does not offer itself as HTML by `__html__`."""
    return _environment(autoescape=True).get_template(name).render


def _environment(**options: Any) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=PackageLoader("slo_gate.outputs"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        **options,
    )
    environment.globals.clear()
    environment.filters = {}
    return environment


def _joined(items: Iterable[object], separator: str) -> Markdown:
    return Markdown(separator.join(map(to_markdown, items)))
