"""What OpenSLO v1 and v2alpha write differently; all else is the same in both."""

from collections.abc import Mapping
from typing import NamedTuple

from slo_gate.core.scalar_shapes import Text
from slo_gate.core.shape import Field, Record


class Grammar(NamedTuple):
    """`source` leads from a metric to where `source_ref` names its data source; `source_type` leads on to the type of one
    that is given in place. `waiting` is a duration that may be none. `objective` are further fields of objectives.
    Where `bare_policies`, the names of alert policies may stand without a key, for a warning.
    """

    version: str
    indicator: str
    indicator_ref: str
    source: tuple[str, ...]
    source_ref: str
    source_type: tuple[str, ...]
    metadata: Record
    metric: Record
    duration: Text
    waiting: Text
    objective: Mapping[str, Field] = {}
    bare_policies: bool = False

    @property
    def indicators(self) -> tuple[str, str]:
        """The keys that give an indicator."""
        return self.indicator, self.indicator_ref
