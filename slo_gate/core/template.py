"""Documents that are YAML, and still templates: values that Helm has not filled in yet."""

import re
from collections.abc import Iterator

from slo_gate.core.node import Mapping, Node, Scalar, Sequence

_HELM = re.compile(r"\{\{-? *(\.(Values|Release|Chart|Capabilities|Files|Template)\b|(include|template|tpl) )")
"""What Helm alone fills in. Other braces stand in queries, in legends and in the texts of alerts."""


def may_be_template(text: str) -> bool:
    """Quick, and true of comments too."""
    return _HELM.search(text) is not None


def hides(root: Mapping, key: str) -> bool:
    """Whether a key that says what an object is is filled in later, by Helm or another engine: no such value has braces."""
    return "{{" in root.text(key)


def texts(value: Node) -> Iterator[str]:
    """Every key and value."""
    if isinstance(value, Scalar):
        yield value.text
    elif isinstance(value, Sequence):
        for item in value.items:
            yield from texts(item)
    else:
        for entry in value.entries.values():
            yield entry.key.text
            yield from texts(entry.value)


def is_template(value: Node) -> bool:
    """Whether some key or value is one that Helm fills in. A text of several lines, a query most often, is none:
    its format knows best what may stand in it."""
    if isinstance(value, Scalar):
        return "\n" not in value.text and may_be_template(value.text)
    if isinstance(value, Sequence):
        return any(is_template(item) for item in value.items)
    return any(is_template(entry.key) or is_template(entry.value) for entry in value.entries.values())
