"""Valid objects of the corpus, changed."""

from dataclasses import replace

from slo_gate.formats.openslo.recognising import V1
from tests.formats.openslo.v1.files import CORPUS
from tests.support.corpus import objects, plain
from tests.support.mutations import Mutations

KNOWN = [plain(root) for path in CORPUS.files("valid") for root in objects(path.read_bytes()) if V1.recognises(root)]
MUTATIONS = Mutations(
    keys=(
        "target",
        "targetPercent",
        "good",
        "bad",
        "raw",
        "total",
        "spec",
        "kind",
        "indicatorRef",
        "calendar",
        "op",
        "x",
    ),
    texts=("30d", "1m", "0m", "Timeslices", "lte", "UTC", "success"),
)
MUTATED = MUTATIONS.of(KNOWN)
MUTATED_WITHIN_A_SCHEMA = replace(MUTATIONS, spared=("startTime", "timeZone")).of(KNOWN)
"""Without changes of what no JSON Schema can judge."""
