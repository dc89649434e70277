"""What aliases bring along: depth, and keys that are merged."""

from slo_gate.core.node import Entry, Mapping, Node, Scalar, Sequence, Span
from slo_gate.documents.refusal import REFUSED, Refusal


def height(node: Node) -> int:
    """How many levels a tree has."""
    if isinstance(node, Scalar):
        return 1
    inner = node.items if isinstance(node, Sequence) else [entry.value for entry in node.entries.values()]
    return 1 + max(map(height, inner), default=0)


def merge(entries: dict[str, Entry], merges: list[tuple[Node, Span]]) -> None:
    """`<<` gives a mapping the keys it has not; of several merged mappings the first wins."""
    for merged, span in merges:
        sources = merged.items if isinstance(merged, Sequence) else [merged]
        for source in sources:
            if not isinstance(source, Mapping):
                raise Refusal(REFUSED, span, "`<<` merges something that is no mapping", "merge mappings only")
            for key, entry in source.entries.items():
                entries.setdefault(key, entry)
