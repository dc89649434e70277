"""The one door to jinja2: the package's own templates, in a sandbox, with nothing foreign outside code."""

from collections.abc import Callable, Iterable, Mapping

from jinja2 import PackageLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from slo_gate.outputs.markup import Markdown, to_markdown


def load(name: str) -> Callable[[Mapping[str, object]], str]:
    """A function from a template's context to its text."""
    environment = ImmutableSandboxedEnvironment(
        loader=PackageLoader("slo_gate.outputs"),
        undefined=StrictUndefined,
        finalize=to_markdown,
        autoescape=False,  # it would escape for HTML; `finalize` escapes every value for Markdown
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.clear()
    environment.filters = {"joined": _joined}
    return environment.get_template(name).render


def _joined(items: Iterable[object], separator: str) -> Markdown:
    return Markdown(separator.join(map(to_markdown, items)))
