"""OpenSLO's versions beside v1, each with its corpus, its schemas and what its objects turn into."""

from pathlib import Path
from typing import NamedTuple

from hypothesis import strategies as st

from slo_gate.core.ports import Format
from slo_gate.formats.openslo import v2alpha
from slo_gate.formats.openslo.recognising import V1ALPHA, V2ALPHA
from slo_gate.formats.openslo.v1alpha.shapes import KINDS
from tests.support.agreement import Agreement
from tests.support.corpus import Corpus, objects, plain
from tests.support.mutations import Mutations

_FOLDER = Path(__file__).parent


class Alpha(NamedTuple):
    """`texts` are words of the version that values turn into, and `keys` those that keys do."""

    name: str
    format: Format
    kinds: tuple[str, ...]
    keys: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def corpus(self) -> Corpus:
        return Corpus(_FOLDER / self.name / "corpus")

    @property
    def schema(self) -> str:
        return f"openslo.{self.name}.json"

    @property
    def agreement(self) -> Agreement:
        return Agreement(self.format, lambda _: self.schema)

    def mutated(self) -> st.SearchStrategy[object]:
        """Valid objects, changed where a JSON Schema can judge it."""
        files = self.corpus.files("valid")
        known = [root for path in files for root in objects(path.read_bytes()) if self.format.recognises(root)]
        return Mutations(self.keys, self.texts, ("startTime", "timeZone")).of([plain(root) for root in known])


_SHARED = ("target", "op", "value", "good", "bad", "total", "spec", "kind", "calendar", "timeSliceTarget", "x")
ALPHAS = (
    Alpha(
        "v1alpha",
        V1ALPHA,
        tuple(KINDS),
        (*_SHARED, "indicator", "ratioMetrics", "unit", "count", "queryType"),
        ("Day", "Second", "Quarter", "Timeslices", "lte", "promql"),
    ),
    Alpha(
        "v2alpha",
        V2ALPHA,
        tuple(v2alpha.KINDS),
        (*_SHARED, "sli", "sliRef", "raw", "dataSourceRef", "dataSourceSpec", "targetPercent"),
        ("30d", "1m", "1M", "0m", "Timeslices", "lte", "success"),
    ),
)
