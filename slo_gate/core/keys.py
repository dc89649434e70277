"""Shapes that speak of keys alone, for conditions and what follows from them."""

from collections.abc import Mapping

from slo_gate.core.shape import Anything, Field, Record


def holding(*path: str) -> Record:
    """A mapping that has something under a path of keys."""
    key, *rest = path
    return Record({key: Field(holding(*rest) if rest else Anything(), required=True)}, open=True)


def demand(docs: Mapping[str, str]) -> Record:
    """A mapping that has all of some keys."""
    return Record({key: Field(Anything(), required=True, doc=doc) for key, doc in docs.items()}, open=True)
