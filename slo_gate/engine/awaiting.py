"""Objects of which nobody knows the format yet, since their `apiVersion` is filled in when they are rendered."""

import re
from collections.abc import Sequence

from slo_gate.core import node, template
from slo_gate.core.node import Node
from slo_gate.core.ports import Format


def awaits_its_format(root: Node, formats: Sequence[Format]) -> bool:
    """Whether such an object looks like an SLO: by its kind, or by what it says where its kind is hidden too."""
    if not isinstance(root, node.Mapping) or not template.hides(root, "apiVersion"):
        return False
    kind = root.text("kind")
    if kind and not template.hides(root, "kind"):
        return any(kind == one.PROMISE for one in formats)
    return any(re.search(one.SIGN, text) for text in template.texts(root) for one in formats)
