"""Documents that are YAML, and still templates: values that Helm has not filled in yet."""

import re

from slo_gate.core.node import Node, Scalar, Sequence

_HELM = re.compile(r"\{\{-? *(\.(Values|Release|Chart|Capabilities|Files|Template)\b|(include|template|tpl) )")
"""What Helm alone fills in. Other braces stand in queries, in legends and in the texts of alerts."""


def may_be_template(text: str) -> bool:
    """Quick, and true of comments too."""
    return _HELM.search(text) is not None


def is_template(value: Node) -> bool:
    """Whether some key or value is one that Helm fills in. A text of several lines, a query most often, is none:
    its format knows best what may stand in it."""
    if isinstance(value, Scalar):
        return "\n" not in value.text and may_be_template(value.text)
    if isinstance(value, Sequence):
        return any(is_template(item) for item in value.items)
    return any(is_template(entry.key) or is_template(entry.value) for entry in value.entries.values())
