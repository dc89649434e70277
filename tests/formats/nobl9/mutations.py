"""Valid objects of the corpus, changed."""

from dataclasses import replace

from slo_gate.formats.nobl9 import recognises
from tests.formats.nobl9.files import CORPUS
from tests.support.corpus import objects, plain
from tests.support.mutations import Mutations

KNOWN = [plain(root) for path in CORPUS.files("valid") for root in objects(path.read_bytes()) if recognises(root)]
MUTATIONS = Mutations(
    keys=("target", "good", "bad", "total", "goodTotal", "rawMetric", "composite", "indicator", "calendar", "op", "x"),
    texts=("n9/v1alpha", "SLO", "shop", "Timeslices", "lte", "UTC", "Day", "Month", "Agent", "budgetDrop", "1h30m"),
)
DURATIONS = ("alertAfter", "alertingWindow", "coolDown", "lastsFor", "maxDelay", "value")
MUTATED = MUTATIONS.of(KNOWN)
MUTATED_WITHIN_A_SCHEMA = replace(MUTATIONS, spared=("startTime", "timeZone", *DURATIONS)).of(KNOWN)
"""Without changes of what no JSON Schema can judge."""
